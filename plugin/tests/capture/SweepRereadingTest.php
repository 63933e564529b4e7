<?php
declare(strict_types=1);

namespace Causeway\Tests\Capture;

use Causeway\Capture\Sweep;
use Causeway\Capture\SweepQueries;
use Causeway\Outbox\Clock;
use Causeway\Tests\Shop;

/** What shows in no date is found by reading open orders again, within a day. */
final class SweepRereadingTest extends SweepTestCase {

	public function test_an_item_only_edit_whose_request_was_killed_is_found_within_24_hours(): void {
		$order = $this->quietOrder();
		$item  = \array_values( $order->get_items() )[0];
		$meta  = $this->wpdb()->prefix . 'woocommerce_order_itemmeta';
		$this->wpdb()->update( $meta, [ 'meta_value' => '9' ], [ 'order_item_id' => $item->get_id(), 'meta_key' => '_qty' ] ); // phpcs:ignore WordPress.DB.SlowDBQuery
		self::assertSame( 0, $this->sweep() );

		$this->later( 86_400_000 - Sweep::EVERY_MS );
		self::assertSame( 1, $this->sweep() );
		self::assertSame( '9', $this->snapshot( $order )['items'][0]['quantity'] );
	}

	public function test_an_order_whose_look_waits_is_not_read_again_for_its_age_until_that_was_served(): void {
		$order = $this->knownOrder();
		\wc_get_order( $order->get_id() )->update_status( 'on-hold' );
		$this->endRequest();
		$this->quiet( $order );
		$this->rewriteStatus( $order, 'completed' );
		$this->later( 86_400_000 );
		self::assertSame( 0, $this->sweep() );
		self::assertNotNull( $this->look( $order )?->filledAt );

		$this->acknowledgeAll();
		$this->later( Sweep::EVERY_MS );
		self::assertSame( 1, $this->sweep() );
		self::assertSame( 'completed', $this->snapshot( $order )['status'] );
	}

	public function test_orders_read_for_their_age_leave_no_mark_that_an_exchange_must_fill(): void {
		$orders = [ $this->quietOrder(), $this->quietOrder() ];
		$this->later( 86_400_000 );
		for ( $run = 0; $run <= \count( SweepQueries::STAGES ); $run++ ) {
			$marks = $this->statements( fn () => $this->plugin()->sweep()->run( 0 ) );
			self::assertSame( [], \array_filter( $marks, static fn ( string $sql ): bool => \str_contains( $sql, 'INSERT INTO' ) ) );
		}
		foreach ( $orders as $order ) {
			$read = $this->wpdb()->get_var( "SELECT rehashed_at FROM {$this->wpdb()->prefix}causeway_subject WHERE subject = 'order/{$order->get_id()}'" );
			self::assertSame( Clock::now(), (int) $read );
		}
	}

	public function test_an_order_deleted_unnoticed_is_found_by_the_rehash(): void {
		$order = $this->quietOrder();
		$id    = $order->get_id();
		$this->unnoticed( fn () => \wc_get_order( $id )->delete( true ) );
		$this->later( 86_400_000 );
		$this->sweep();
		self::assertTrue( $this->snapshot( $id )['deleted'] );
	}

	public function test_an_order_whose_date_lies_in_the_past_is_found_by_the_slow_pass(): void {
		$order = $this->unnoticed( fn () => Shop::order() );
		$this->link( [ 'go_live_at' => $this->now - 90 * 86_400_000, 'swept_at' => $this->now - Sweep::EVERY_MS ] );
		$this->date( $order, 40 * 86_400, true );
		self::assertSame( 1, $this->sweep() );
		self::assertNotNull( $this->subject( $order ) );
	}
}
