<?php
declare(strict_types=1);

namespace Causeway\Tests\Capture;

use Causeway\Outbox\Clock;
use Causeway\Plugin;
use Causeway\Tests\CommittedTestCase;
use Causeway\Tests\Shop;

/** Promise 1, the shop's part: real processes that are killed or run at the same time. */
final class ProcessTest extends CommittedTestCase {

	protected function tearDown(): void {
		Clock::set( null );
		parent::tearDown();
	}

	public function test_a_request_of_its_own_fills_its_looks_when_it_ends(): void {
		$id = $this->placed( 'live', 0 );
		self::assertNotNull( Plugin::instance()->outbox()->look( "order/{$id}" )?->filledAt );
	}

	public function test_php_killed_inside_woocommerce_new_order_leaves_a_look_that_the_exchange_fills(): void {
		$id = $this->placed( 'kill-in-new-order', -SIGKILL );
		self::assertNull( Plugin::instance()->subjects()->find( "order/{$id}" ) );
		self::assertSame( [], Plugin::instance()->outbox()->fillable( 60_000, 10 ) );

		$now = Clock::now();
		Clock::set( static fn (): int => $now + 60_000 );
		self::assertSame( [ "order/{$id}" ], Plugin::instance()->outbox()->fillable( 60_000, 10 ) );
		self::assertTrue( Plugin::instance()->fill()->subject( "order/{$id}" )->changed );
	}

	public function test_php_killed_before_any_hook_of_ours_is_repaired_by_the_sweep(): void {
		$id = $this->placed( 'kill-before-causeway', -SIGKILL );
		self::assertNull( Plugin::instance()->outbox()->look( "order/{$id}" ) );

		$this->goneLive();
		$now = Clock::now();
		Clock::set( static fn (): int => $now + 180_000 );
		Plugin::instance()->sweep()->run( 60_000 );

		self::assertNotNull( Plugin::instance()->outbox()->look( "order/{$id}" )?->filledAt );
	}

	public function test_an_item_edited_by_a_request_that_is_killed_leaves_a_look_that_the_exchange_fills(): void {
		$id   = $this->placed( 'live', 0 );
		$item = \array_key_first( ( new \WC_Order( $id ) )->get_items() );
		Plugin::instance()->outbox()->acknowledge( \array_map( static fn ( $row ): int => $row->id, Plugin::instance()->outbox()->serve( 10, 1_000_000 ) ) );
		[ $process, $output ] = $this->start( 'edit-item-and-die.php', [ (string) $item ] );
		self::assertSame( -SIGKILL, $this->finish( $process, $output )[0] );
		self::assertNull( Plugin::instance()->outbox()->look( "order/{$id}" )?->filledAt );

		$now = Clock::now();
		Clock::set( static fn (): int => $now + 60_000 );
		self::assertSame( [ "order/{$id}" ], Plugin::instance()->outbox()->fillable( 60_000, 10 ) );
		$told = \json_decode( (string) Plugin::instance()->fill()->subject( "order/{$id}" )->snapshot );
		self::assertSame( '7', $told->items[0]->quantity );
	}

	public function test_processes_that_fill_one_subject_at_the_same_time_agree_on_every_revision(): void {
		$order          = Shop::order();
		$this->orders[] = $order->get_id();
		$times          = 12;
		$running        = \array_map( fn ( string $name ): array => $this->start( 'edit-and-fill.php', [ (string) $order->get_id(), (string) $times, $name ] ), [ 'one', 'two', 'three' ] );
		$revisions      = [];
		foreach ( $running as [ $process, $output ] ) {
			[ $code, $text ] = $this->finish( $process, $output );
			self::assertSame( 0, $code );
			self::assertSame( $times, \preg_match_all( '/^rev (\d+) (\w{64})$/m', $text, $lines, PREG_SET_ORDER ) );
			foreach ( $lines as [ , $rev, $hash ] ) {
				$revisions[ $rev ][ $hash ] = true;
			}
		}

		$final = Plugin::instance()->fill()->subject( 'order/' . $order->get_id() );

		foreach ( $revisions as $rev => $hashes ) {
			self::assertCount( 1, $hashes, "revision {$rev} means one content" );
		}
		self::assertGreaterThan( 1, \count( $revisions ) );
		self::assertFalse( $final->changed, 'the last to fill saw the last content' );
		self::assertNotNull( Plugin::instance()->outbox()->look( $final->subject )?->filledAt );
	}

	private function placed( string $how, int $expected ): int {
		[ $process, $output ] = $this->start( 'place-order.php', [ $how ] );
		[ $code, $text ]      = $this->finish( $process, $output );
		self::assertSame( $expected, $code, $text );
		self::assertSame( 1, \preg_match( '/^order (\d+)$/m', $text, $match ), $text );
		$this->orders[] = (int) $match[1];
		return (int) $match[1];
	}

	private function goneLive(): void {
		$wpdb = Plugin::instance()->wpdb;
		$wpdb->update( $wpdb->prefix . 'causeway_link', [ 'go_live_at' => Clock::now() - 3_600_000 ], [ 'id' => 1 ] );
	}
}
