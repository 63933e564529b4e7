<?php
declare(strict_types=1);

namespace Causeway\Tests\Exchange;

use Causeway\Tests\Shop;

/** Rows out, acknowledgements in. */
final class ServingTest extends ExchangeTestCase {

	public const COMMAND = [
		'command' => 'retry', 'by' => [ 'user_id' => 1, 'name' => 'Ada' ], 'asked_at' => 1, 'seen' => null, 'cause' => null, 'reason' => '', 'filter' => null,
	];

	public function test_before_go_live_nothing_is_served(): void {
		$this->paired( false );
		$this->placed();
		$this->plugin()->outbox()->command( 'order/1', self::COMMAND );
		$answer = $this->exchange();
		self::assertSame( [ [], false, null ], [ $answer->rows, $answer->more, $answer->go_live_at ] );
		self::assertSame( 2, $answer->backlog->rows );

		$this->plugin()->goLive()->at( $this->now + 5000 );
		self::assertSame( [], $this->exchange()->rows, 'an instant that is still to come' );
		$this->now += 5000;
		self::assertCount( 2, $this->exchange()->rows );
	}

	public function test_commands_come_first_then_looks_then_hints(): void {
		$this->paired();
		$this->plugin()->outbox()->hint( 'wms', 'document 1', [ 'system' => 'wms', 'received_at' => 1, 'headers' => (object) [], 'body' => '{}' ] );
		$order = $this->placed();
		$this->plugin()->outbox()->command( $this->key( $order ), self::COMMAND );
		$rows = $this->exchange()->rows;
		self::assertSame( [ 'command', 'look', 'hint' ], \array_column( $rows, 'kind' ) );
		self::assertSame( 'Ada', $rows[0]->event->data->by->name );
		self::assertSame( $this->key( $order ), $rows[1]->event->subject );
		self::assertSame( 'processing', $rows[1]->event->data->snapshot->status );
		self::assertSame( $this->link()->shopId, $rows[1]->event->source );
	}

	public function test_a_row_is_served_again_until_it_is_acknowledged_under_the_same_id(): void {
		$this->paired();
		$this->placed();
		$first = $this->exchange()->rows;
		$again = $this->exchange()->rows;
		self::assertEquals( $first, $again );

		$answer = $this->exchange( [ 'ack' => [ 'rows' => [ $first[0]->row ] ] ] );
		self::assertSame( [ [], 1 ], [ $answer->rows, $answer->ack->number ] );
		self::assertSame( [ 0, null ], [ $answer->backlog->rows, $answer->backlog->oldest_at ] );
		self::assertSame( [ $first[0]->event->id ], \array_column( $this->row( 'archive' ), 'event_id' ) );
	}

	public function test_the_acknowledgement_number_rises_with_each_acknowledgement_also_a_repeated_one(): void {
		$this->paired();
		$this->placed();
		$row = $this->exchange()->rows[0]->row;
		self::assertSame( 1, $this->exchange( [ 'ack' => [ 'rows' => [ $row ] ] ] )->ack->number );
		self::assertSame( 1, $this->exchange()->ack->number );
		self::assertSame( 2, $this->exchange( [ 'ack' => [ 'rows' => [ $row ] ] ] )->ack->number );
	}

	public function test_a_row_that_was_never_served_cannot_be_acknowledged_away(): void {
		$this->paired();
		$this->placed();
		$unserved = (int) $this->row( 'outbox' )[0]['id'];
		self::assertCount( 1, $this->exchange( [ 'ack' => [ 'rows' => [ $unserved ] ] ] )->rows );
	}

	public function test_a_change_after_serving_gets_a_successor_with_the_newer_revision(): void {
		$this->paired();
		$order  = $this->placed();
		$served = $this->exchange()->rows[0];

		$again = \wc_get_order( $order->get_id() );
		$again->set_customer_note( 'At the back door, please.' );
		$again->save();
		$this->endRequest();

		$rows = $this->exchange( [ 'ack' => [ 'rows' => [ $served->row ] ] ] )->rows;
		self::assertCount( 1, $rows );
		self::assertNotSame( $served->row, $rows[0]->row );
		self::assertSame( [ 1, 2 ], [ $served->event->data->rev, $rows[0]->event->data->rev ] );
		self::assertSame( 'At the back door, please.', $rows[0]->event->data->snapshot->customer_note );
	}

	public function test_a_look_carries_the_subjects_memory_with_empty_objects_as_objects(): void {
		$this->paired();
		$order = $this->placed();
		$this->wpdb()->update(
			$this->wpdb()->prefix . 'causeway_subject',
			[ 'checkpoint' => '{"flow":"order","version":3,"body":{"calls":{},"list":[]}}', 'epoch' => 4, 'n' => 9 ],
			[ 'subject' => $this->key( $order ) ]
		);
		$memory = $this->exchange()->rows[0]->event->data->memory;
		self::assertSame( '{"checkpoint":{"flow":"order","version":3,"body":{"calls":{},"list":[]}},"epoch":4,"n":9}', \json_encode( $memory ) );
	}

	public function test_unfilled_looks_are_served_only_when_their_process_is_taken_for_dead(): void {
		$this->paired();
		$order = Shop::order();
		$this->dies();
		self::assertSame( [], $this->exchange()->rows );
		$this->now += 59_999;
		self::assertSame( [], $this->exchange()->rows );
		self::assertFalse( $this->exchange()->more, 'a worker that came at once would find nothing' );
		$this->now += 1;
		$rows       = $this->exchange()->rows;
		self::assertSame( [ $this->key( $order ), 1 ], [ $rows[0]->event->subject, $rows[0]->event->data->rev ] );
	}

	public function test_a_look_that_cannot_be_read_keeps_no_other_back(): void {
		$this->paired();
		$poisoned = Shop::order();
		$other    = Shop::order();
		$this->dies();
		$this->now += 60_000;
		$throw      = static function ( array $meta, \WC_Order $order ) use ( $poisoned ): array {
			if ( $order->get_id() === $poisoned->get_id() ) {
				throw new \Error( 'another plugin' );
			}
			return $meta;
		};
		\add_filter( 'causeway_snapshot', $throw, 10, 2 );
		self::assertSame( [ $this->key( $other ) ], \array_column( \array_column( $this->exchange()->rows, 'event' ), 'subject' ) );
		\remove_filter( 'causeway_snapshot', $throw );
		self::assertCount( 2, $this->exchange()->rows );
	}

	public function test_rows_and_bytes_bound_what_is_served_and_more_says_that_more_waits(): void {
		$this->paired();
		for ( $count = 0; $count < 3; $count++ ) {
			$this->placed();
		}
		$two = $this->exchange( [ 'ask' => [ 'rows' => 2 ] ] );
		self::assertSame( [ 2, true ], [ \count( $two->rows ), $two->more ] );
		self::assertCount( 1, $this->exchange( [ 'ask' => [ 'bytes' => 10 ] ] )->rows, 'one row at least, or nothing would ever cross' );
		$none = $this->exchange( [ 'ask' => [ 'rows' => 0 ] ] );
		self::assertSame( [ 0, true ], [ \count( $none->rows ), $none->more ] );
		$all = $this->exchange();
		self::assertSame( [ 3, false ], [ \count( $all->rows ), $all->more ] );
	}

	public function test_it_says_whether_someone_looks_at_the_panel_and_when_it_answered(): void {
		$this->paired();
		self::assertFalse( $this->exchange()->panel_open );
		$this->plugin()->heartbeat()->panelOpened();
		$answer = $this->exchange();
		self::assertTrue( $answer->panel_open );
		self::assertSame( $this->now, $answer->now );
		self::assertSame( $this->now, $this->plugin()->heartbeat()->workerSeenAt() );
		$this->now += 20_000;
		self::assertFalse( $this->exchange()->panel_open );
	}

	/** The request is killed before its end: its marks stay as they are. */
	private function dies(): void {
		foreach ( $this->plugin()->named()->all() as $subject ) {
			$this->plugin()->named()->settle( $subject );
		}
		$this->newRequest();
	}
}
