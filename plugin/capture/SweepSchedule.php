<?php
declare(strict_types=1);

namespace Causeway\Capture;

use Causeway\Exchange\LinkTable;
use Causeway\Exchange\ShopIdentity;
use Causeway\Outbox\Clock;

/** Action Scheduler's turn at the sweep: only of the paired shop itself, and only while no worker comes to run it. */
final class SweepSchedule {

	public const HOOK = 'causeway_sweep';

	/** A worker comes every 15 s; after so long without one, orders are still to be found and shown as waiting. */
	private const WORKER_GONE_MS = 900_000;

	private const BUDGET_MS = 10_000;

	public function __construct(
		private readonly Sweep $sweep,
		private readonly LinkTable $links,
		private readonly ShopIdentity $identity,
	) {}

	/** At activation, so that no request ever has to ask whether it is scheduled. */
	public static function begin(): void {
		if ( \function_exists( 'as_schedule_recurring_action' ) ) {
			\as_schedule_recurring_action( \time(), \intdiv( Sweep::EVERY_MS, 1000 ), self::HOOK, [], 'causeway', true );
		}
	}

	public static function end(): void {
		if ( \function_exists( 'as_unschedule_all_actions' ) ) {
			\as_unschedule_all_actions( self::HOOK );
		}
	}

	/** @return int How many orders were looked at. */
	public function run(): int {
		$link = $this->links->read();
		if ( ! $link->paired() || ! $this->identity->isThatOf( $link ) || (int) $link->workerSeenAt + self::WORKER_GONE_MS > Clock::now() ) {
			return 0;
		}
		return $this->sweep->run( self::BUDGET_MS );
	}
}
