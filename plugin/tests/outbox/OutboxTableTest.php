<?php
declare(strict_types=1);

namespace Causeway\Tests\Outbox;

use Causeway\Outbox\Clock;
use Causeway\Outbox\OutboxTable;
use Causeway\Tests\ShopTestCase;

/** Rows: marked, filled, served, acknowledged. */
final class OutboxTableTest extends ShopTestCase {

	private OutboxTable $outbox;

	protected function setUp(): void {
		parent::setUp();
		$this->outbox = $this->plugin()->outbox();
	}

	public function test_a_mark_is_one_statement_and_a_second_keeps_the_first_time(): void {
		Clock::set( static fn (): int => 1_000 );
		self::assertCount( 1, $this->statements( fn () => $this->outbox->mark( 'order/1' ) ) );
		$first = $this->outbox->look( 'order/1' );
		Clock::set( static fn (): int => 9_000 );
		self::assertCount( 1, $this->statements( fn () => $this->outbox->mark( 'order/1', 'completed' ) ) );

		$look = $this->outbox->look( 'order/1' );
		self::assertSame( [ $first->id, 2 ], [ $look->id, $look->touches ] );
		self::assertSame( '1000', $this->wpdb()->get_var( "SELECT first_at FROM {$this->wpdb()->prefix}causeway_outbox" ) );
	}

	public function test_a_later_mark_without_a_status_keeps_the_one_that_was_written(): void {
		$this->known( 'order/1' );
		$this->outbox->mark( 'order/1', 'completed' );
		$this->outbox->mark( 'order/1' );
		$this->outbox->markFilled( 'order/1', 2 );
		self::assertSame( 'completed', $this->outbox->serve( 1, 1000 )[0]->data->written_status );
	}

	public function test_only_old_unfilled_looks_are_left_to_the_exchange(): void {
		Clock::set( static fn (): int => 100_000 );
		$this->outbox->mark( 'order/1' );
		$this->outbox->mark( 'order/2' );
		$this->outbox->markFilled( 'order/2', 1 );
		Clock::set( static fn (): int => 159_999 );
		self::assertSame( [], $this->outbox->fillable( 60_000, 10 ) );
		Clock::set( static fn (): int => 160_000 );
		self::assertSame( [ 'order/1' ], $this->outbox->fillable( 60_000, 10 ) );
	}

	public function test_commands_come_first_then_looks_then_hints_and_unfilled_looks_not_at_all(): void {
		$this->outbox->hint( 'wms', 'shipment/7', [ 'system' => 'wms' ] );
		$this->filledLook( 'order/1' );
		$this->known( 'order/2' );
		$this->outbox->mark( 'order/2' );
		$this->outbox->command( 'order/1', [ 'command' => 'retry' ] );

		$kinds = \array_map( static fn ( $row ): string => $row->kind . ' ' . $row->subject, $this->outbox->serve( 10, 100_000 ) );

		self::assertSame( [ 'command order/1', 'look order/1', 'hint system/wms' ], $kinds );
	}

	public function test_a_served_look_gets_a_successor_and_both_cross(): void {
		$this->filledLook( 'order/1' );
		$first = $this->outbox->serve( 10, 100_000 )[0];
		self::assertNull( $this->outbox->look( 'order/1' ) );
		$this->outbox->mark( 'order/1' );
		self::assertSame( [ $first->id ], \array_column( $this->outbox->serve( 10, 100_000 ), 'id' ), 'unacknowledged, so again; the successor waits for its fill' );
		$this->outbox->markFilled( 'order/1', 1 );

		self::assertCount( 2, $this->outbox->serve( 10, 100_000 ) );
	}

	public function test_a_look_touched_after_its_fill_is_not_served_until_it_is_filled_again(): void {
		$this->filledLook( 'order/1' );
		$this->outbox->mark( 'order/1' );
		self::assertSame( [], $this->outbox->serve( 10, 100_000 ) );
	}

	public function test_a_look_that_has_a_revision_to_carry_is_never_dropped(): void {
		$this->outbox->mark( 'order/1' );
		$this->outbox->promise( 'order/1', 4, \str_repeat( 'a', 32 ) );
		self::assertFalse( $this->outbox->dropLook( 'order/1', 1 ) );
		$this->outbox->mark( 'order/2' );
		self::assertFalse( $this->outbox->dropLook( 'order/2', 2 ), 'somebody touched it meanwhile' );
		self::assertTrue( $this->outbox->dropLook( 'order/2', 1 ) );
	}

	public function test_acknowledged_rows_move_to_the_archive_those_around_them_stay_and_repeating_changes_nothing(): void {
		foreach ( [ 'order/1', 'order/2', 'order/3' ] as $subject ) {
			$this->filledLook( $subject );
		}
		[ $before, $id, $after ] = \array_column( $this->outbox->serve( 10, 100_000 ), 'id' );

		self::assertSame( 1, $this->outbox->acknowledge( [ $id, 999_999_999 ] ) );
		self::assertSame( 0, $this->outbox->acknowledge( [ $id ] ) );

		self::assertSame( [ $before, $after ], \array_column( $this->outbox->serve( 10, 100_000 ), 'id' ) );
		self::assertSame( [ 'order/2' ], $this->wpdb()->get_col( "SELECT subject FROM {$this->archive()}" ) );
	}

	public function test_a_row_never_served_is_not_acknowledged(): void {
		$this->filledLook( 'order/1' );
		$id = $this->outbox->look( 'order/1' )->id;
		self::assertSame( 0, $this->outbox->acknowledge( [ $id ] ) );
		self::assertSame( 1, $this->outbox->backlog()->rows );
	}

	public function test_the_archive_is_bounded_in_days_and_rows(): void {
		$day = 86_400_000;
		$row = fn ( int $id, int $at ) => $this->wpdb()->query( "INSERT INTO {$this->archive()} (id, kind, subject, event_id, trace_id, first_at, acked_at) VALUES ({$id}, 'look', 'order/9', 'e', 't', 0, {$at})" );
		$row( 1, Clock::now() );
		$row( OutboxTable::ARCHIVE_ROWS_MAX + 500, Clock::now() - 31 * $day );
		$row( OutboxTable::ARCHIVE_ROWS_MAX + 501, Clock::now() - 29 * $day );

		$this->outbox->acknowledge( [ 7 ] );

		self::assertSame( [ (string) ( OutboxTable::ARCHIVE_ROWS_MAX + 501 ) ], $this->wpdb()->get_col( "SELECT id FROM {$this->archive()}" ) );
	}

	public function test_serving_stops_before_the_bytes_are_spent_but_always_moves(): void {
		$this->filledLook( 'order/1' );
		$this->filledLook( 'order/2' );
		self::assertCount( 1, $this->outbox->serve( 10, 10 ) );
		self::assertCount( 2, $this->outbox->serve( 10, 100_000 ) );
		self::assertCount( 1, $this->outbox->serve( 1, 100_000 ) );
	}

	public function test_hints_of_one_document_merge_and_the_mailbox_is_bounded(): void {
		self::assertTrue( $this->outbox->hint( 'wms', 'a', [ 'body' => 'old' ] ) );
		self::assertTrue( $this->outbox->hint( 'wms', 'a', [ 'body' => 'new' ] ) );
		$served = $this->outbox->serve( 10, 100_000 );
		self::assertCount( 1, $served );
		self::assertSame( 'new', $served[0]->data->body );
		$slots = [];
		for ( $i = 0; $i < OutboxTable::HINTS_MAX; $i++ ) {
			$slots[] = "('hint', 9, 'system/wms', 'hint:{$i}', 'e', 't', 0, 'r', 1, '{}')";
		}
		$this->wpdb()->query( "INSERT INTO {$this->wpdb()->prefix}causeway_outbox (kind, priority, subject, slot, event_id, trace_id, first_at, request, filled_at, body) VALUES " . \implode( ',', $slots ) );
		self::assertFalse( $this->outbox->hint( 'wms', 'one too many', [] ) );
	}

	public function test_a_served_row_is_a_cloud_event(): void {
		$this->filledLook( 'order/1' );
		$wire = $this->outbox->serve( 1, 100_000 )[0]->wire( 'shop-id' );
		self::assertSame( [ '1.0', 'shop-id', 'com.causeway.order.look.v1', 'order/1' ], [ $wire['event']['specversion'], $wire['event']['source'], $wire['event']['type'], $wire['event']['subject'] ] );
		self::assertMatchesRegularExpression( '/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/', $wire['event']['id'] );
		self::assertMatchesRegularExpression( '/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/', $wire['event']['traceparent'] );
		self::assertStringContainsString( '"meta":{}', (string) \json_encode( $wire ), 'an empty object does not turn into a list' );
	}

	private function archive(): string {
		return $this->wpdb()->prefix . 'causeway_archive';
	}

	private function known( string $subject ): void {
		$reading = \Causeway\Outbox\Reading::of( 1, [ 'deleted' => false, 'meta' => (object) [] ], '1', 1000, 1000, [], 2000 );
		self::assertTrue( $this->plugin()->subjects()->insertFirst( $subject, 1, $reading, \str_repeat( 'b', 32 ) ) );
		self::assertFalse( $this->plugin()->subjects()->insertFirst( $subject, 1, $reading, \str_repeat( 'b', 32 ) ) );
	}

	private function filledLook( string $subject ): void {
		$this->known( $subject );
		$this->outbox->mark( $subject );
		$this->outbox->markFilled( $subject, 1 );
	}
}
