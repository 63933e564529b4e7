<?php
declare(strict_types=1);

namespace Causeway\Cli;

use Causeway\Capture\Sweep;
use Causeway\Health\ShopCondition;
use Causeway\Outbox\Clock;
use Causeway\Plugin;

/** `wp causeway sweep` */
final class SweepCommand {

	private const STEP_MS = 10_000;

	/** Hours. */
	private const STEPS_MAX = 1_000;

	/**
	 * Looks for orders and changes that no hook told of, at once and to the end.
	 *
	 * The worker's exchanges do this every five minutes; Action Scheduler does where no worker comes.
	 *
	 * ## EXAMPLES
	 *
	 *     wp causeway sweep
	 */
	public function __invoke(): void {
		$condition = ShopCondition::of( Plugin::instance() );
		$began     = Clock::now();
		$goLive    = $condition->link()->goLiveAt;
		if ( $condition->isCopy() || ! $condition->link()->paired() ) {
			\WP_CLI::error( $condition->isCopy() ? 'This is a copy of the shop that was paired: it runs no sweep.' : 'No worker is paired with this shop: orders are not looked for yet.' );
		}
		if ( null === $goLive || $goLive > $began ) {
			\WP_CLI::error( 'The shop is not live: orders from before go-live are not looked for.' );
		}
		$found = 0;
		for ( $step = 0; $step < self::STEPS_MAX; $step++ ) {
			// So that one is due, from where the last one ended.
			Plugin::instance()->links()->change( [ 'swept_at' => $began - Sweep::EVERY_MS ], 'swept_at > %d', [ $began - Sweep::EVERY_MS ] );
			$found += Plugin::instance()->sweep()->run( self::STEP_MS );
			if ( Plugin::instance()->links()->read()->sweptAt >= $began ) {
				\WP_CLI::success( \sprintf( '%d orders looked at.', $found ) );
				return;
			}
		}
		\WP_CLI::error( \sprintf( '%d orders looked at, and more are left: run it again.', $found ) );
	}
}
