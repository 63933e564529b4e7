<?php
declare(strict_types=1);

namespace Causeway\Tests\Exchange;

use Causeway\Tests\Shop;

/** What the shop tells because the worker asked for it by name. exchange() holds every event to its schema. */
final class AskedTest extends ExchangeTestCase {

	private const MEMORY = [ 'checkpoint' => '{"flow":"order","version":3,"body":{"calls":{},"list":[]}}', 'epoch' => 4, 'n' => 9 ];

	protected function setUp(): void {
		parent::setUp();
		$this->paired();
	}

	public function test_a_subject_that_is_asked_for_is_told_unchanged_too_with_its_memory_and_leaves_no_row(): void {
		$order = $this->knownOrder();
		$this->set( $order, self::MEMORY );
		$answer = $this->asked( [ $this->key( $order ) ] );
		self::assertSame( [ $this->key( $order ) ], \array_column( $answer->looks, 'subject' ) );
		$event = $answer->looks[0]->event;
		self::assertSame( [ 1, 'processing', 4, 9 ], [ $event->data->rev, $event->data->snapshot->status, $event->data->memory->epoch, $event->data->memory->n ] );
		self::assertSame( '{"calls":{},"list":[]}', \json_encode( $event->data->memory->checkpoint->body ) );
		self::assertSame( [ $this->link()->shopId, $this->key( $order ) ], [ $event->source, $event->subject ] );
		self::assertSame( [ [], [] ], [ $answer->rows, $this->row( 'outbox' ) ] );
	}

	public function test_what_no_hook_told_of_is_found_and_stays_in_the_outbox_until_it_is_acknowledged(): void {
		$order = $this->knownOrder();
		$this->rewritten( $order, 'on-hold' );
		$answer = $this->asked( [ $this->key( $order ) ], [ 'ask' => [ 'rows' => 0 ] ] );
		self::assertSame( [ 2, 'on-hold' ], [ $answer->looks[0]->event->data->rev, $answer->looks[0]->event->data->snapshot->status ] );

		// That answer never arrived.
		$rows = $this->exchange()->rows;
		self::assertSame( [ 2 ], \array_map( static fn ( \stdClass $row ): int => $row->event->data->rev, $rows ) );
		self::assertSame( [], $this->exchange( [ 'ack' => [ 'rows' => [ $rows[0]->row ] ] ] )->rows );
		self::assertSame( 2, $this->asked( [ $this->key( $order ) ] )->looks[0]->event->data->rev );
		self::assertSame( [], $this->row( 'outbox' ) );
	}

	public function test_an_order_that_was_never_captured_is_told(): void {
		$this->plugin()->settings()->write( [ 'capturing' => false ] );
		$order = $this->placed();
		self::assertSame( 1, $this->asked( [ $this->key( $order ) ] )->looks[0]->event->data->rev );
	}

	public function test_of_what_the_shop_does_not_have_it_says_so(): void {
		$order  = $this->knownOrder();
		$refund = \wc_create_refund( [ 'order_id' => $order->get_id(), 'amount' => '5' ] );
		self::assertInstanceOf( \WC_Order_Refund::class, $refund );
		$unknown = [ 'order/987654321', 'order/abc', 'order/0', 'product/1', 'system/erp', 'order/' . $refund->get_id(), 'order/' . Shop::product()->get_id() ];
		$looks   = $this->asked( $unknown )->looks;
		self::assertSame( $unknown, \array_column( $looks, 'subject' ) );
		self::assertSame( [ null ], \array_unique( \array_column( $looks, 'event' ), SORT_REGULAR ) );
	}

	public function test_a_deleted_order_that_the_shop_has_a_row_of_is_told_as_deleted(): void {
		$order = $this->knownOrder();
		$key   = $this->key( $order );
		$this->plugin()->settings()->write( [ 'capturing' => false ] );
		$order->delete( true );
		self::assertTrue( $this->asked( [ $key ] )->looks[0]->event->data->snapshot->deleted );
	}

	public function test_a_closed_subjects_snapshot_that_went_is_read_again(): void {
		$order = $this->knownOrder();
		$this->set( $order, [ 'open' => 0, 'state' => 'completed', 'snapshot' => null ] );
		self::assertSame( 'processing', $this->asked( [ $this->key( $order ) ] )->looks[0]->event->data->snapshot->status );
		$this->plugin()->outbox()->command( $this->key( $order ), ServingTest::COMMAND );
		$about = $this->exchange()->rows[0]->event->data->about;
		self::assertSame( [ 1, 'processing' ], [ $about->data->rev, $about->data->snapshot->status ] );
		self::assertNull( $this->subject( $order )->snapshot, 'and kept no longer than for the answer' );
	}

	public function test_a_command_brings_its_subject_and_one_for_many_or_for_nothing_brings_none(): void {
		$order = $this->knownOrder();
		$this->set( $order, self::MEMORY );
		$this->plugin()->outbox()->command( $this->key( $order ), ServingTest::COMMAND );
		$this->plugin()->outbox()->command( 'exception/all', [ 'filter' => [ 'cause' => 'stock:MUG', 'count' => 2 ] ] + ServingTest::COMMAND );
		$this->plugin()->outbox()->command( 'order/987654321', ServingTest::COMMAND );
		$about = \array_map( static fn ( \stdClass $row ): ?\stdClass => $row->event->data->about, $this->exchange()->rows );
		self::assertSame( [ $this->key( $order ), 9 ], [ $about[0]->subject, $about[0]->data->memory->n ] );
		self::assertSame( [ null, null ], [ $about[1], $about[2] ] );
	}

	public function test_a_command_whose_subject_cannot_be_read_is_served_without_it(): void {
		$order = $this->knownOrder();
		$this->set( $order, [ 'open' => 0, 'state' => 'completed', 'snapshot' => null ] );
		$this->plugin()->outbox()->command( $this->key( $order ), ServingTest::COMMAND );
		\add_filter( 'causeway_snapshot', static fn () => throw new \Error( 'another plugin' ) );
		$rows = $this->exchange()->rows;
		self::assertSame( [ 'command', null ], [ $rows[0]->kind, $rows[0]->event->data->about ] );
	}

	public function test_an_order_that_a_request_is_just_writing_is_left_to_it(): void {
		$new   = Shop::order();
		$known = $this->knownOrder();
		$this->plugin()->outbox()->mark( $this->key( $known ) );
		$this->plugin()->outbox()->mark( $this->key( $new ) );
		$this->wpdb()->query( "DELETE FROM {$this->wpdb()->prefix}causeway_subject WHERE subject = '{$this->key( $new )}'" );
		$this->rewritten( $known, 'on-hold' );

		$looks = $this->asked( [ $this->key( $new ), $this->key( $known ) ] )->looks;
		self::assertSame( [ $this->key( $known ) ], \array_column( $looks, 'subject' ), 'the new one is to be asked for again' );
		self::assertSame( 'processing', $looks[0]->event->data->snapshot->status );

		$this->now += 60_000;
		self::assertSame( [ 'processing', 'on-hold' ], \array_map( static fn ( \stdClass $look ): string => $look->event->data->snapshot->status, $this->asked( [ $this->key( $new ), $this->key( $known ) ] )->looks ) );
	}

	public function test_what_bytes_leave_no_room_for_is_left_out_but_never_all(): void {
		$keys = [];
		for ( $count = 0; $count < 3; $count++ ) {
			$keys[] = $this->key( $this->knownOrder() );
		}
		$asked = [];
		while ( \count( $asked ) < 3 ) {
			$looks = $this->asked( \array_values( \array_diff( $keys, $asked ) ), [ 'ask' => [ 'bytes' => 10 ] ] )->looks;
			self::assertCount( 1, $looks );
			$asked[] = $looks[0]->subject;
		}
		self::assertSame( $keys, $asked );
	}

	public function test_one_that_cannot_be_read_keeps_no_other_back(): void {
		$poisoned = $this->knownOrder();
		$other    = $this->knownOrder();
		\add_filter( 'causeway_snapshot', static fn ( array $meta, \WC_Order $order ): array => $order->get_id() === $poisoned->get_id() ? throw new \Error( 'another plugin' ) : $meta, 10, 2 );
		$looks = $this->asked( [ $this->key( $poisoned ), $this->key( $other ) ] )->looks;
		self::assertSame( [ 1, 1 ], \array_map( static fn ( \stdClass $look ): int => $look->event->data->rev, $looks ), 'as it was when it could be read' );
	}

	public function test_a_return_that_did_not_begin_in_the_shop_is_told_with_the_workers_memory_of_it(): void {
		$row = [ 'subject' => 'return/r57', 'incarnation' => 1, 'trace_id' => \str_repeat( 'a', 32 ), 'open' => 1, 'state' => 'crediting' ];
		$this->wpdb()->insert( "{$this->wpdb()->prefix}causeway_subject", $row + self::MEMORY );
		$this->wpdb()->insert( "{$this->wpdb()->prefix}causeway_subject", [ 'subject' => 'return/r58', 'checkpoint' => null ] + $row );
		$asked = $this->asked( [ 'return/r57', 'return/r58' ] );
		$event = $asked->looks[0]->event;
		self::assertSame( [ null, 1, 9 ], [ $event->data->snapshot, $event->data->rev, $event->data->memory->n ] );
		self::assertNull( $asked->looks[1]->event );
		$open = $this->exchange( [ 'ask' => [ 'open_after' => '' ] ] )->open->events;
		self::assertSame( [ 'return/r57' ], \array_column( $open, 'subject' ) );
	}

	public function test_the_open_subjects_come_page_by_page_and_each_once(): void {
		$open = [];
		for ( $count = 0; $count < 5; $count++ ) {
			$open[] = $this->key( $this->knownOrder() );
		}
		$this->set( $this->knownOrder(), [ 'open' => 0, 'state' => 'completed' ] );
		$this->set( $this->knownOrder(), [ 'open' => 0, 'state' => '' ] );
		$open[] = 'order/' . \max( \array_map( static fn ( array $row ): int => (int) $row['object_id'], $this->row( 'subject' ) ) );
		\sort( $open, SORT_STRING );
		$this->wpdb()->query( "INSERT INTO {$this->wpdb()->prefix}causeway_subject (subject, incarnation, trace_id, state, updated_at) VALUES ('system/erp', 1, '', 'up', 1)" );

		$weight = \max( \array_map( static fn ( array $row ): int => (int) $row['snapshot_bytes'], $this->row( 'subject' ) ) );
		foreach ( [ [ 1_000_000, 1 ], [ $weight * 2 + 10, 3 ], [ 1, 6 ] ] as [ $bytes, $pages ] ) {
			$told = [];
			$next = '';
			for ( $page = 0; null !== $next; $page++ ) {
				$answer = $this->exchange( [ 'ask' => [ 'rows' => 0, 'bytes' => $bytes, 'open_after' => $next ] ] );
				$told   = [ ...$told, ...\array_column( $answer->open->events, 'subject' ) ];
				$next   = $answer->open->next;
			}
			self::assertSame( [ $open, $pages ], [ $told, $page ], "{$bytes} bytes" );
		}
		self::assertNull( $this->exchange()->open, 'not asked for' );
	}

	public function test_before_go_live_nothing_is_told(): void {
		$this->plugin()->links()->change( [ 'go_live_at' => null ] );
		$order  = $this->placed();
		$answer = $this->asked( [ $this->key( $order ) ], [ 'ask' => [ 'open_after' => '' ] ] );
		self::assertSame( [], $answer->looks );
		self::assertEquals( (object) [ 'events' => [], 'next' => null ], $answer->open );
	}

	/** @param list<string> $subjects */
	private function asked( array $subjects, array $fields = [] ): \stdClass {
		return $this->exchange( \array_replace_recursive( [ 'ask' => [ 'looks' => $subjects ] ], $fields ) );
	}

	/** @param array<string, int|string|null> $columns */
	private function set( \WC_Order $order, array $columns ): void {
		$this->wpdb()->update( $this->wpdb()->prefix . 'causeway_subject', $columns, [ 'subject' => $this->key( $order ) ] );
	}

	private function rewritten( \WC_Order $order, string $status ): void {
		$storage = $this->plugin()->orderStorage();
		$this->wpdb()->update( $storage->table(), [ $storage->columns()['status'] => 'wc-' . $status ], [ $storage->columns()['id'] => $order->get_id() ] );
	}
}
