<?php
declare(strict_types=1);

namespace Causeway\Tests\Effects;

use Causeway\Tests\Shop;

/** What the worker says of subjects: newest only, bounded, many in a statement. */
final class MirrorTest extends EffectsTestCase {

	private const CHECKPOINT = [ 'flow' => 'order', 'version' => 2, 'body' => [ 'stage' => 'accepted' ] ];

	public function test_it_is_kept_whole_beside_the_subject(): void {
		$order = $this->knownOrder();
		$body  = [
			'attempt' => [ 'n' => 3, 'of' => 8, 'next_at' => 1_800_000_060_000 ], 'open' => false, 'external_id' => 'DEMO-7-0a1b', 'erp_number' => 'SO-7',
			'stages' => [ [ 'name' => 'received', 'status' => 'done', 'at' => 1, 'detail' => '' ] ],
			'timeline' => [ [ 'at' => 1, 'actor' => 'shop', 'text' => '100 % "ordered" \\ é 🌊 %s', 'level' => 'info' ] ],
			'checkpoint' => [ 'flow' => 'order', 'version' => 2, 'body' => [ 'empty' => (object) [], 'list' => [] ] ],
		];
		self::assertSame( [ 'applied' ], $this->results( $this->apply( [ $this->mirror( $this->key( $order ), $body, [ 'epoch' => 3, 'n' => 4 ] ) ] ) ) );
		$row = $this->subjectRow( $this->key( $order ) );
		self::assertSame(
			[ 'accepted', 'The ERP took it.', 'allocation', '1800000000000', '3', '8', '1800000060000', 'DEMO-7-0a1b', 'SO-7', '0', '3', '4' ],
			[ $row['state'], $row['reason'], $row['waiting_for'], $row['state_since'], $row['attempt'], $row['attempts_max'], $row['next_at'], $row['external_id'], $row['erp_number'], $row['open'], $row['epoch'], $row['n'] ]
		);
		self::assertSame( '{"flow":"order","version":2,"body":{"empty":{},"list":[]}}', $row['checkpoint'] );
		self::assertSame( '100 % "ordered" \\ é 🌊 %s', \json_decode( $row['timeline'] )[0]->text );
		self::assertSame( [ '1', 'processing' ], [ $row['rev'], $this->snapshot( $order )['status'] ], 'what the shop knows of it stays' );
		self::assertNull( $this->look( $order ), 'a mirror makes no look' );
	}

	public function test_two_hundred_cost_no_more_statements_than_a_few(): void {
		$effects = [];
		for ( $count = 0; $count < 200; $count++ ) {
			$effects[] = $this->mirror( "system/s{$count}", [ 'exceptions' => [ $this->exception( 'connection:erp' ) ] ] );
		}
		$statements = $this->statements( fn () => $this->apply( $effects ) );
		self::assertLessThan( 20, \count( $statements ), \implode( "\n", \array_map( static fn ( string $sql ): string => \substr( $sql, 0, 90 ), $statements ) ) );
		self::assertCount( 200, $this->row( 'subject' ) );
		self::assertCount( 200, $this->row( 'exception_subject' ) );
		self::assertCount( 1, $this->row( 'exception' ) );
	}

	public function test_only_the_newest_of_a_subject_is_written(): void {
		$this->apply( [ $this->mirror( 'system/erp', [ 'state' => 'new' ], [ 'n' => 9 ] ) ] );
		$answers = $this->apply(
			[
				$this->mirror( 'system/erp', [ 'state' => 'newest' ], [ 'n' => 12 ] ),
				$this->mirror( 'system/erp', [ 'state' => 'newer' ], [ 'n' => 11 ] ),
				$this->mirror( 'system/erp', [ 'state' => 'old' ], [ 'n' => 8 ] ),
			]
		);
		self::assertSame( [ 'applied', 'already', 'already' ], $this->results( $answers ) );
		self::assertSame( [ 'newest', '12' ], [ $this->subjectRow( 'system/erp' )['state'], $this->subjectRow( 'system/erp' )['n'] ] );
		self::assertSame( [ 'already' ], $this->results( $this->apply( [ $this->mirror( 'system/erp', [ 'state' => 'late' ], [ 'n' => 11 ] ) ] ) ) );
	}

	public function test_changes_and_mirrors_of_a_subject_keep_their_order(): void {
		$order   = $this->knownOrder();
		$key     = $this->key( $order );
		$effects = [ $this->mirror( $key, [ 'state' => 'one' ] ), $this->note( $order ), $this->mirror( $key, [ 'state' => 'two' ] ), $this->note( $order ) ];
		self::assertSame( [ 'applied', 'applied', 'applied', 'applied' ], $this->results( $this->apply( $effects ) ) );
		self::assertSame( [ 'two', '4' ], [ $this->subjectRow( $key )['state'], $this->subjectRow( $key )['n'] ] );
	}

	public function test_a_system_gets_its_row_an_unknown_order_does_not(): void {
		self::assertSame( [ 'applied', 'failed' ], $this->results( $this->apply( [ $this->mirror( 'system/wms' ), $this->mirror( 'order/999999999' ) ] ) ) );
		self::assertSame( [ 'system/wms' ], \array_column( $this->row( 'subject' ), 'subject' ) );
	}

	public function test_an_order_that_a_restore_took_away_gets_its_row_and_whatever_takes_its_id_goes_on_from_there(): void {
		$this->paired();
		$real = Shop::order();
		$this->newRequest();
		$key = $this->key( $real );
		$this->wpdb()->query( "DELETE FROM {$this->wpdb()->prefix}causeway_outbox" );
		$lost = [ 'state' => 'lost_in_restore', 'open' => false, 'external_id' => "DEMO-{$real->get_id()}-0a1b" ];

		self::assertSame( [ 'applied', 'applied', 'failed' ], $this->results( $this->apply( [ $this->mirror( $key, $lost ), $this->mirror( 'order/987654', $lost ), $this->mirror( 'customer/5', $lost ) ] ) ) );

		$row = $this->subjectRow( $key );
		self::assertSame( [ (string) $real->get_id(), '0', '', null, '0' ], [ $row['object_id'], $row['rev'], $row['hash'], $row['snapshot'], $row['open'] ] );
		// Nothing reads "deleted" into an order that the shop never had.
		self::assertSame( 0, $this->plugin()->fill()->subject( 'order/987654' )->rev );
		$this->plugin()->links()->change( [ 'swept_at' => 0 ] );
		self::assertSame( 0, $this->plugin()->sweep()->run( 60_000 ) );
		$answer = $this->exchange( [ 'ask' => [ 'open_after' => '', 'looks' => [ 'order/987654' ] ] ] );
		self::assertSame( [ null, [] ], [ $answer->looks[0]->event, $answer->open->events ] );
		self::assertSame( [ '0', [] ], [ $this->subjectRow( 'order/987654' )['rev'], $this->row( 'outbox' ) ] );

		$this->plugin()->outbox()->mark( $key );
		$this->plugin()->fill()->subject( $key );
		$look = $this->exchange()->rows[0]->event->data;
		self::assertSame( [ 1, $real->get_id(), 'processing' ], [ $look->rev, $look->snapshot->id, $look->snapshot->status ] );
	}

	public function test_more_than_16_kb_are_refused_and_keep_no_other_back(): void {
		$big = $this->mirror( 'system/erp', [ 'checkpoint' => [ 'flow' => 'order', 'version' => 1, 'body' => [ 'x' => \str_repeat( 'x', 16_384 ) ] ] ] );
		self::assertSame( [ 'failed', 'applied' ], $this->results( $this->apply( [ $big, $this->mirror( 'system/wms' ) ] ) ) );
	}

	public function test_more_than_50_timeline_entries_are_not_as_agreed(): void {
		$this->paired();
		$entry   = [ 'at' => 1, 'actor' => 'shop', 'text' => 'x', 'level' => 'info' ];
		$refusal = $this->refused( 'causeway_invalid', [ 'effects' => [ $this->mirror( 'system/erp', [ 'timeline' => \array_fill( 0, 51, $entry ) ] ) ] ] );
		self::assertSame( [ 'effects[0].body.timeline' ], $refusal->data->paths );
	}

	public function test_one_that_cannot_be_stored_keeps_no_other_back(): void {
		$poison = static fn ( string $sql ): string => \str_contains( $sql, 'INSERT INTO' ) && \str_contains( $sql, 'poison' ) ? 'INSERT INTO no_such_table VALUES (1)' : $sql;
		\add_filter( 'query', $poison );
		$answers = $this->apply( [ $this->mirror( 'system/a' ), $this->mirror( 'system/b', [ 'state' => 'poison' ] ), $this->mirror( 'system/c' ) ] );
		\remove_filter( 'query', $poison );
		self::assertSame( [ 'applied', 'failed', 'applied' ], $this->results( $answers ) );
	}

	public function test_a_checkpoint_answered_applied_travels_with_the_next_look(): void {
		$this->paired();
		$order = $this->knownOrder();
		$this->exchange( [ 'effects' => [ $this->mirror( $this->key( $order ), [ 'checkpoint' => self::CHECKPOINT ], [ 'epoch' => 1, 'n' => 6 ] ) ] ] );
		$edited = \wc_get_order( $order->get_id() );
		$edited->set_customer_note( 'Later, please.' );
		$edited->save();
		$this->endRequest();
		$memory = $this->exchange()->rows[0]->event->data->memory;
		self::assertSame( [ 'accepted', 1, 6 ], [ $memory->checkpoint->body->stage, $memory->epoch, $memory->n ] );
	}

	private function exception( string $cause ): array {
		return [ 'cause' => $cause, 'category' => 'connection', 'severity' => 'error', 'owner' => 'it', 'title' => 'The ERP does not answer', 'next_step' => 'Look whether it runs.', 'detail' => '' ];
	}
}
