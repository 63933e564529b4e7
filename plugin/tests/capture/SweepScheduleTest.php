<?php
declare(strict_types=1);

namespace Causeway\Tests\Capture;

use Causeway\Capture\SweepSchedule;
use Causeway\Outbox\Clock;
use Causeway\Tests\Shop;
use Causeway\Tests\ShopTestCase;

/** Action Scheduler sweeps only where no worker comes. */
final class SweepScheduleTest extends ShopTestCase {

	public function test_it_sweeps_while_no_worker_comes_and_leaves_it_to_one_that_does(): void {
		$this->lostOrder();
		$this->paired( Clock::now() - 60_000 );
		self::assertSame( 0, $this->plugin()->sweepSchedule()->run(), 'a worker was here a minute ago' );
		$this->paired( Clock::now() - 900_000 );
		self::assertSame( 1, $this->plugin()->sweepSchedule()->run() );
	}

	public function test_a_copy_of_the_shop_sweeps_nothing(): void {
		$this->lostOrder();
		$this->paired( null );
		$this->link( [ 'home_hash' => \str_repeat( '0', 64 ) ] );
		self::assertSame( 0, $this->plugin()->sweepSchedule()->run() );
	}

	public function test_activation_schedules_it_once_and_deactivation_takes_it_off(): void {
		if ( ! \function_exists( 'as_get_scheduled_actions' ) ) {
			self::markTestSkipped( 'The store double has no Action Scheduler.' );
		}
		$pending = static fn (): array => \as_get_scheduled_actions( [ 'hook' => SweepSchedule::HOOK, 'status' => 'pending' ], 'ids' );
		SweepSchedule::end();
		self::assertCount( 0, $pending() );
		SweepSchedule::begin();
		SweepSchedule::begin();
		self::assertCount( 1, $pending() );
	}

	private function lostOrder(): void {
		$order = Shop::order();
		$this->plugin()->outbox()->dropLook( $this->key( $order ), 1 );
		$this->newRequest();
	}

	private function paired( ?int $seenAt ): void {
		$identity = $this->plugin()->shopIdentity();
		$this->link(
			[
				'token_hash'     => \str_repeat( 'a', 64 ),
				'paired_at'      => 1,
				'go_live_at'     => 1,
				'swept_at'       => 0,
				'home_hash'      => $identity->homeHash(),
				'environment'    => $identity->environment(),
				'worker_seen_at' => $seenAt,
			]
		);
	}

	/** @param array<string, int|string|null> $set */
	private function link( array $set ): void {
		$this->wpdb()->update( $this->wpdb()->prefix . 'causeway_link', $set, [ 'id' => 1 ] );
	}
}
