<?php
declare(strict_types=1);

namespace Causeway\Tests\ReadModel;

use Causeway\Tests\Shop;

/** What the panel's banners are made from (`admin-ui/src/status/banners.ts`), none of which needs a worker. */
final class StatusTest extends ReadModelTestCase {

	public function test_a_shop_without_a_worker_says_so(): void {
		$status = $this->get( '/status' );
		self::assertSame( [ false, null, false, null, null ], [ $status->paired, $status->paired_at, $status->copy, $status->go_live_at, $status->worker->seen_at ] );
	}

	public function test_rows_that_wait_and_the_worker_that_was_last_seen(): void {
		$this->paired();
		$this->exchange();
		$seen       = $this->now;
		$this->now += 200_000;
		Shop::order();
		$this->endRequest();
		$waiting    = $this->now;
		$this->now += 200_000;
		$status     = $this->get( '/status' );
		self::assertEquals( (object) [ 'rows' => 1, 'oldest_at' => $waiting ], $status->backlog );
		self::assertSame( [ $seen, '0.1.0', $this->now ], [ $status->worker->seen_at, $status->worker->version, $status->now ] );
	}

	public function test_a_copy_of_the_shop_knows_that_it_is_one(): void {
		$this->paired();
		self::assertFalse( $this->get( '/status' )->copy );
		\add_filter( 'pre_option_home', static fn (): string => 'https://copy.example.org' );
		self::assertTrue( $this->get( '/status' )->copy );
	}

	public function test_orders_under_way_are_counted_by_state(): void {
		$this->paired();
		$this->told( [ 'state' => 'held' ] );
		$this->told( [ 'state' => 'held' ] );
		$this->told( [ 'state' => 'completed', 'open' => false ] );
		Shop::order();
		$this->endRequest();
		self::assertEquals( (object) [ 'held' => 2, 'captured' => 1 ], $this->get( '/status' )->counts );
	}

	public function test_looking_calls_the_worker_every_second_and_stops_when_nobody_looks(): void {
		$this->paired();
		self::assertFalse( $this->exchange()->panel_open );
		$this->get( '/status' );
		self::assertTrue( $this->exchange()->panel_open );
		$this->now += 60_000;
		self::assertFalse( $this->exchange()->panel_open );
	}
}
