<?php
declare(strict_types=1);

namespace Causeway\Tests\Exchange;

use Causeway\Exchange\GoLiveRefused;

/** Going live is an act of its own: now or later, once. */
final class GoLiveTest extends ExchangeTestCase {

	public function test_now_or_later_once(): void {
		$this->paired( false );
		$instant = \intdiv( $this->now, 1000 ) * 1000 + 60_000;
		$this->plugin()->goLive()->at( $instant );
		self::assertSame( $instant, $this->plugin()->goLive()->instant() );
		$this->expectException( GoLiveRefused::class );
		$this->plugin()->goLive()->at( $this->now + 120_000 );
	}

	public function test_an_order_of_the_same_second_is_not_from_before(): void {
		$this->paired( false );
		$second = \intdiv( $this->now, 1000 ) * 1000;
		$this->plugin()->goLive()->at( $second + 700 );
		self::assertSame( $second, $this->plugin()->goLive()->instant() );
	}

	public function test_not_in_the_past(): void {
		$this->paired( false );
		$this->expectException( GoLiveRefused::class );
		$this->plugin()->goLive()->at( $this->now - 3_600_000 );
	}

	public function test_not_without_a_worker(): void {
		$this->expectException( GoLiveRefused::class );
		$this->plugin()->goLive()->at( $this->now );
	}

	public function test_the_panel_writes_only_when_its_time_runs_out(): void {
		$this->plugin()->heartbeat()->panelOpened();
		$until      = $this->link()->panelUntil;
		$this->now += 1000;
		$this->plugin()->heartbeat()->panelOpened();
		self::assertSame( $until, $this->link()->panelUntil );
		$this->now += 10_000;
		$this->plugin()->heartbeat()->panelOpened();
		self::assertSame( $this->now + 20_000, $this->link()->panelUntil );
	}
}
