<?php
declare(strict_types=1);

namespace Causeway\Tests\Effects;

use Causeway\Exchange\Budget;
use Causeway\Tests\ReadModel\ReadModelTestCase;
use PHPUnit\Framework\Attributes\Group;

/** One outage with 4,000 orders is one exception with 4,000 subjects; what that costs is counted in statements. */
#[Group( 'one-shop' )]
final class OutageTest extends ReadModelTestCase {

	private const ORDERS = 4000;

	/** The worker sends as many effects an exchange. */
	private const BATCH = 500;

	private const OUTAGE = [
		'cause' => 'connection:erp', 'category' => 'connection', 'severity' => 'error', 'owner' => 'it', 'title' => 'the ERP does not answer', 'next_step' => 'Look after it, then Retry.',
		'detail' => 'Gave up after 8 of 8 attempts.',
	];

	protected function setUp(): void {
		parent::setUp();
		$this->paired();
		$rows = \array_map( fn ( int $id ): string => "('order/{$id}', {$id}, 1, 1, '" . \str_repeat( 'a', 32 ) . "', {$this->now})", \range( 1, self::ORDERS ) );
		$this->wpdb()->query( "INSERT INTO {$this->wpdb()->prefix}causeway_subject (subject, object_id, incarnation, rev, trace_id, updated_at) VALUES " . \implode( ',', $rows ) );
	}

	public function test_it_opens_is_shown_is_retried_and_closes_at_a_cost_that_does_not_grow_with_its_orders(): void {
		$few  = \count( $this->statements( fn () => $this->tell( 1, 2, [ self::OUTAGE ] ) ) );
		$many = \count( $this->statements( fn () => $this->tell( 3, self::BATCH, [ self::OUTAGE ] ) ) );
		// Mirrors are written fifty a statement.
		self::assertSame( $few + 9, $many );
		// The others, as six more such exchanges would leave them.
		$of = "{$this->wpdb()->prefix}causeway_exception_subject";
		$this->wpdb()->query( "INSERT INTO {$of} (cause, subject, detail, epoch, n, opened_at) SELECT 'connection:erp', subject, 'Gave up.', 1, 1, {$this->now} FROM {$this->wpdb()->prefix}causeway_subject WHERE object_id > " . self::BATCH );
		self::assertCount( 1, $this->row( 'exception' ) );

		$shown = $this->get( '/exceptions' )->exceptions[0];
		self::assertSame( [ self::ORDERS, 3 ], [ $shown->subjects, \count( $shown->first_subjects ) ] );
		self::assertLessThanOrEqual( 6, \count( $this->statements( fn () => $this->call( 'GET', '/exceptions' ) ) ) );
		$last = fn (): \stdClass => $this->get( '/exceptions/connection:erp', [ 'page' => 40, 'per_page' => 100 ] );
		self::assertCount( 100, $last()->subject_list );
		self::assertLessThanOrEqual( 6, \count( $this->statements( $last ) ) );
		self::assertLessThan( 64_000, \strlen( (string) \json_encode( $last() ) ) );

		$answer = $this->good( 'POST', '/commands', [ 'command' => 'retry', 'filter' => [ 'cause' => 'connection:erp', 'count' => self::ORDERS ] ] );
		self::assertSame( self::ORDERS, $answer->asked );
		self::assertCount( 1, $this->row( 'outbox' ), 'one row for all' );
		self::assertCount( 1, \array_filter( $this->row( 'audit' ), static fn ( array $row ): bool => 'retry_asked' === $row['action'] ), 'and one line in the audit' );

		$this->wpdb()->query( "DELETE FROM {$of} WHERE subject NOT IN ('order/1', 'order/" . self::ORDERS . "')" );
		$this->tell( 1, self::BATCH, [] );
		self::assertSame( 'open', $this->row( 'exception' )[0]['status'] );
		$this->tell( self::ORDERS, self::ORDERS, [] );
		self::assertSame( [ 'resolved', 'causeway' ], [ $this->row( 'exception' )[0]['status'], $this->row( 'exception' )[0]['closed_by'] ] );
		self::assertSame( [ 'retry_asked', 'exception_closed' ], \array_slice( \array_column( $this->row( 'audit' ), 'action' ), -2 ) );
	}

	/** @param list<array<string, string>> $exceptions */
	private function tell( int $first, int $last, array $exceptions ): void {
		foreach ( \array_chunk( \range( $first, $last ), self::BATCH ) as $ids ) {
			$effects = \array_map( fn ( int $id ): array => $this->mirror( "order/{$id}", [ 'state' => 'needs_attention', 'exceptions' => $exceptions ] ), $ids );
			$sent    = \json_decode( (string) \json_encode( $effects ) );
			$answers = $this->plugin()->effects()->apply( $sent, new Budget( 60_000 ), static fn (): bool => true );
			self::assertSame( [ 'applied' ], \array_values( \array_unique( \array_column( $answers, 'result' ) ) ) );
		}
	}
}
