<?php
declare(strict_types=1);

namespace Causeway\Tests\ReadModel;

use Causeway\ReadModel\Selection;

/** Commands for those that a person chose: one row, with the version of each that they looked at. */
final class SelectedTest extends ReadModelTestCase {

	private const CAUSE = self::KLARNA['cause'];

	/** @var list<\WC_Order> */
	private array $held = [];

	protected function setUp(): void {
		parent::setUp();
		$this->paired();
		for ( $i = 0; $i < 3; $i++ ) {
			$this->held[] = $this->told( [ 'state' => 'held', 'exceptions' => [ self::KLARNA ] ] );
		}
	}

	public function test_it_is_one_row_as_the_contract_says_and_a_line_of_the_audit_for_each(): void {
		$chosen = $this->chosen();
		$answer = $this->good( 'POST', '/commands', [ 'command' => 'skip', 'reason' => 'Test orders', 'cause' => self::CAUSE, 'selected' => \array_slice( $chosen, 0, 2 ) ] );
		self::assertSame( [ 2, 0 ], [ $answer->asked, $answer->changed ] );
		// exchange() holds every row to contracts/schema/outbox-row.json.
		$rows = $this->exchange()->rows;
		self::assertSame( [ 'exception/selected' ], \array_map( static fn ( \stdClass $row ): string => $row->event->subject, $rows ) );
		self::assertEquals( \array_slice( $chosen, 0, 2 ), \json_decode( (string) \json_encode( $rows[0]->event->data->selected ), true ) );
		self::assertSame( [], $rows[0]->event->data->about, 'an engine holds open orders' );
		$lines = \array_map( static fn ( array $row ): array => [ $row['action'], $row['actor'], $row['subject'], $row['about'], $row['why'] ], $this->audited( 'skip_asked' ) );
		$by    = 'user:' . \get_current_user_id();
		self::assertSame( [ [ 'skip_asked', $by, $chosen[0]['subject'], self::CAUSE, 'Test orders' ], [ 'skip_asked', $by, $chosen[1]['subject'], self::CAUSE, 'Test orders' ] ], $lines );
	}

	public function test_what_changed_since_they_looked_is_left_out_and_counted(): void {
		$chosen = $this->chosen();
		$this->apply( [ $this->mirror( $chosen[0]['subject'] ) ] );
		$answer = $this->good( 'POST', '/commands', [ 'command' => 'retry', 'cause' => self::CAUSE, 'selected' => $chosen ] );
		self::assertSame( [ 2, 1 ], [ $answer->asked, $answer->changed ] );
		self::assertSame( [ $chosen[1]['subject'], $chosen[2]['subject'] ], \array_column( $this->exchange()->rows[0]->event->data->selected, 'subject' ) );

		// Told anew with the same exception: good enough for a retry, not for leaving it out.
		$this->apply( [ $this->mirror( $chosen[1]['subject'], [ 'exceptions' => [ self::KLARNA ] ] ) ] );
		$skipped = $this->good( 'POST', '/commands', [ 'command' => 'skip', 'reason' => 'No', 'cause' => self::CAUSE, 'selected' => \array_slice( $chosen, 1 ) ] );
		self::assertSame( [ 1, 1 ], [ $skipped->asked, $skipped->changed ] );
		[ $status ] = $this->call( 'POST', '/commands', [ 'command' => 'skip', 'reason' => 'No', 'cause' => self::CAUSE, 'selected' => [ $chosen[1] ] ] );
		self::assertSame( 409, $status, 'none is left' );
		self::assertSame( 409, $this->call( 'POST', '/commands', [ 'command' => 'skip', 'reason' => 'No' ] + $chosen[1] )[0], 'one alone' );
	}

	public function test_orders_of_the_list_are_chosen_by_what_the_list_said_of_them(): void {
		$listed = \array_map( static fn ( \stdClass $order ): array => [ 'subject' => "order/{$order->order_id}", 'seen' => (array) $order->seen ], $this->get( '/orders' )->orders );
		$answer = $this->good( 'POST', '/commands', [ 'command' => 'skip', 'reason' => 'All of them', 'selected' => [ ...$listed, $listed[0] ] ] );
		self::assertSame( [ 3, 0 ], [ $answer->asked, $answer->changed ], 'each once' );
		self::assertSame( 'skip', $this->get( "/orders/{$this->held[0]->get_id()}" )->requested->command );
	}

	public function test_finished_orders_travel_whole_because_no_engine_holds_them(): void {
		$done   = $this->told( [ 'state' => 'completed', 'open' => false ] );
		$chosen = [ ...$this->chosen(), [ 'subject' => $this->key( $done ), 'seen' => [ 'epoch' => 1, 'n' => 4 ] ] ];
		$this->good( 'POST', '/commands', [ 'command' => 'replay', 'selected' => $chosen ] );
		$about = $this->exchange()->rows[0]->event->data->about;
		self::assertSame( [ [ $this->key( $done ) ], $done->get_id() ], [ \array_column( $about, 'subject' ), $about[0]->data->snapshot->id ] );

		// Its copy went some days after it was closed: it is read again.
		$this->wpdb()->update( $this->wpdb()->prefix . 'causeway_subject', [ 'snapshot' => null, 'snapshot_bytes' => 0 ], [ 'subject' => $this->key( $done ) ] );
		self::assertSame( $done->get_id(), $this->exchange()->rows[0]->event->data->about[0]->data->snapshot->id );
	}

	public function test_more_finished_orders_than_can_travel_are_refused(): void {
		$done = \array_map( fn ( int $id ): string => "('order/9{$id}', 9{$id}, 1, 1, '', 0, {$this->now})", \range( 100, 100 + Selection::CLOSED_MAX ) );
		$this->wpdb()->query( "INSERT INTO {$this->wpdb()->prefix}causeway_subject (subject, object_id, incarnation, rev, trace_id, open, updated_at) VALUES " . \implode( ',', $done ) );
		$chosen = \array_map( static fn ( int $id ): array => [ 'subject' => "order/9{$id}", 'seen' => [ 'epoch' => 0, 'n' => 0 ] ], \range( 100, 100 + Selection::CLOSED_MAX ) );
		[ $status, $answer ] = $this->call( 'POST', '/commands', [ 'command' => 'replay', 'selected' => $chosen ] );
		self::assertSame( 400, $status );
		self::assertStringContainsString( 'causeway replay', $answer->message );
		self::assertSame( [], $this->row( 'outbox' ) );
		self::assertSame( Selection::CLOSED_MAX, $this->good( 'POST', '/commands', [ 'command' => 'replay', 'selected' => \array_slice( $chosen, 1 ) ] )->asked );
	}

	public function test_bounded_and_only_what_makes_sense(): void {
		$one  = $this->chosen()[0];
		$many = \array_map( static fn ( int $n ): array => [ 'subject' => "order/{$n}", 'seen' => [ 'epoch' => 0, 'n' => 0 ] ], \range( 1, Selection::MAX + 1 ) );
		foreach (
			[
				[ 'command' => 'retry', 'selected' => [] ],
				[ 'command' => 'retry', 'selected' => $many ],
				[ 'command' => 'retry', 'selected' => [ [ 'subject' => $one['subject'] ] ] ],
				[ 'command' => 'skip', 'selected' => [ $one ] ],
				[ 'command' => 'resolve', 'reason' => 'Done', 'selected' => [ $one ] ],
				[ 'command' => 'ignore', 'reason' => 'Why not', 'cause' => self::CAUSE, 'selected' => [ $one ] ],
				[ 'command' => 'retry', 'selected' => [ $one ], 'subject' => $one['subject'] ],
			] as $body
		) {
			self::assertSame( 400, $this->call( 'POST', '/commands', $body )[0], (string) \json_encode( $body ) );
		}
		self::assertSame( [], $this->row( 'outbox' ) );
	}

	public function test_one_order_of_many_can_not_acknowledge_or_ignore_for_the_others(): void {
		$about = [ 'cause' => self::CAUSE, 'reason' => 'Mine alone' ] + $this->chosen()[0];
		foreach ( [ 'acknowledge', 'ignore' ] as $command ) {
			self::assertSame( 400, $this->call( 'POST', '/commands', [ 'command' => $command ] + $about )[0] );
		}
		self::assertSame( 'open', $this->get( '/exceptions' )->exceptions[0]->status );
	}

	/** @return list<array{subject: string, seen: array{epoch: int, n: int}}> As the panel shows them. */
	private function chosen(): array {
		$list = $this->get( '/exceptions/' . self::CAUSE )->subject_list;
		return \array_map( static fn ( \stdClass $one ): array => [ 'subject' => $one->subject, 'seen' => (array) $one->seen ], $list );
	}

	/** @return list<array<string, string|null>> */
	private function audited( string $action ): array {
		return \array_values( \array_filter( $this->row( 'audit' ), static fn ( array $row ): bool => $action === $row['action'] ) );
	}
}
