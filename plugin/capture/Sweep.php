<?php
declare(strict_types=1);

namespace Causeway\Capture;

use Causeway\Outbox\Clock;
use Causeway\Outbox\OutboxTable;
use Causeway\Outbox\Statements;
use Causeway\Outbox\SubjectTable;
use Causeway\Stock\StockTable;

/**
 * Finds what no hook told of, from go-live on: no hook alone is enough. Every five minutes: orders without a row,
 * changed dates, refunds that came or went; and by and by, each open order read again within a day.
 *
 * It goes through stages in order, each by keyset, and where its budget ends the next run goes on.
 */
final class Sweep {

	public const EVERY_MS = 300_000;

	/** How long a closed order's snapshot stays. */
	private const SNAPSHOT_DAYS = 7;

	/** Triples of deleted products that one run takes away. */
	private const TRIPLES_MAX = 200;

	/** Clocks of web servers may differ, and a save takes its time. */
	private const MARGIN_MS = 900_000;

	public function __construct(
		private readonly Statements $db,
		private readonly OutboxTable $outbox,
		private readonly SubjectTable $subjects,
		private readonly Fill $fill,
		private readonly SweepQueries $queries,
		private readonly StockTable $stocks,
	) {}

	/**
	 * @param int $budgetMs Ends after this, between two orders; at least one step is made when a sweep is due.
	 * @return int How many orders were looked at.
	 */
	public function run( int $budgetMs ): int {
		$link = $this->db->row( "SELECT go_live_at, swept_at, sweep_cursor FROM {$this->db->table( 'link' )} WHERE id = 1" );
		$now  = Clock::now();
		if ( ! $link || null === $link['go_live_at'] || (int) $link['go_live_at'] > $now ) {
			return 0;
		}
		$goLive = (int) $link['go_live_at'];
		$swept  = (int) $link['swept_at'];
		$cursor = SweepCursor::parse( (string) $link['sweep_cursor'] );
		if ( ! $cursor->running() ) {
			if ( $swept + self::EVERY_MS > $now ) {
				return 0;
			}
			$cursor = $cursor->begin( SweepQueries::STAGES[0], $now );
			$this->subjects->dropSnapshotsOfClosed( self::SNAPSHOT_DAYS );
			$this->stocks->forgetDeleted( self::TRIPLES_MAX );
		}
		$since = \max( $swept, $goLive ) - self::MARGIN_MS;
		$until = Clock::monotonic() + $budgetMs;
		$found = 0;
		do {
			$step   = $this->queries->step( $cursor, $since, $goLive );
			$found += $this->look( $step, $until );
			$cursor = $cursor->after( $step, SweepQueries::STAGES );
		} while ( $cursor->running() && Clock::monotonic() < $until );
		$this->db->run(
			"UPDATE {$this->db->table( 'link' )} SET swept_at = %d, sweep_cursor = %s WHERE id = 1",
			[ $cursor->running() ? $swept : $cursor->began, (string) $cursor ]
		);
		return $found;
	}

	/**
	 * All are marked first: a mark is durable and cheap, and what time does not allow here is filled by the exchange,
	 * as is what a request may still be writing (once the mark is a minute old). What the next sweep finds as well is
	 * read without a mark: thousands of marks that nobody has time to fill would hold up every exchange after this one.
	 */
	private function look( SweepStep $step, int $until ): int {
		$unsettled = $this->queries->unsettled( $step->subjects );
		$settled   = \array_values( \array_diff( $step->subjects, $unsettled ) );
		$marked    = 0;
		foreach ( $unsettled as $subject ) {
			$marked += (int) $this->outbox->markUnlessWaiting( $subject );
		}
		foreach ( $step->foundAgain ? [] : $settled as $subject ) {
			$this->outbox->mark( $subject );
		}
		foreach ( $settled as $subject ) {
			if ( ! $step->foundAgain && Clock::monotonic() >= $until ) {
				break;
			}
			try {
				$this->fill->subject( $subject );
			} catch ( \Throwable $failure ) {
				\wc_get_logger()->error( "The sweep could not read {$subject}: {$failure->getMessage()}", [ 'source' => 'causeway' ] );
			}
		}
		return $marked + \count( $settled );
	}
}
