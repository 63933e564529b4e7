<?php
declare(strict_types=1);

namespace Causeway\Tests\Capture;

use Causeway\Capture\Sweep;
use Causeway\Capture\SweepQueries;
use Causeway\Outbox\Clock;
use Causeway\Tests\Shop;

/** What no hook told of is found, within minutes; and how the sweep goes about it. */
final class SweepTest extends SweepTestCase {

	public function test_an_order_that_left_no_row_is_found(): void {
		$order = $this->unnoticed( fn () => Shop::order() );

		self::assertSame( 1, $this->sweep() );

		self::assertSame( 'processing', $this->snapshot( $order )['status'] );
		self::assertNotNull( $this->look( $order )?->filledAt );
	}

	public function test_an_order_that_is_just_being_made_is_left_to_its_own_request(): void {
		$order = $this->unnoticed(
			static function (): \WC_Order {
				$order = Shop::order();
				$order->set_order_key( '' );
				$order->save();
				return $order;
			}
		);
		Clock::set( null );
		$this->sweep();
		self::assertNull( $this->subject( $order ) );
		self::assertNull( $this->look( $order )?->filledAt );

		$this->date( $order, 600 );
		$this->later( Sweep::EVERY_MS );
		$this->sweep();
		self::assertSame( '', $this->snapshot( $order )['key'], 'after a minute, that is how it is' );
	}

	public function test_what_a_request_may_still_be_writing_is_marked_and_left_to_the_exchange(): void {
		$known  = $this->quietOrder();
		$refund = $this->quietOrder();
		$made   = $this->unnoticed( fn () => Shop::order() );
		$this->unnoticed( fn () => \wc_get_order( $known->get_id() )->update_status( 'completed' ) );
		$this->unnoticed( fn () => \wc_create_refund( [ 'order_id' => $refund->get_id(), 'amount' => '5' ] ) );
		$this->date( $refund, 600 );
		Clock::set( null );

		self::assertSame( 3, $this->sweep() );

		foreach ( [ $known, $made, $refund ] as $order ) {
			$look = $this->look( $order );
			self::assertNotNull( $look );
			self::assertNull( $look->filledAt, 'half of an order must not pass for the whole' );
		}
		self::assertNull( $this->subject( $made ) );
		self::assertSame( [ 1, 1 ], [ $this->subject( $known )->rev, $this->subject( $refund )->rev ] );
		$this->later( 60_000 );
		self::assertCount( 3, $this->plugin()->outbox()->fillable( 60_000, 10 ), 'a minute later the exchange reads them' );
	}

	public function test_a_look_that_is_ready_to_be_served_is_not_held_up_by_the_sweep(): void {
		Clock::set( null );
		$order = Shop::order();
		$this->endRequest();
		// Read within the second of its last change: that may have missed one.
		$this->sweep();
		self::assertNotNull( $this->look( $order )?->filledAt );
	}

	public function test_a_change_that_left_no_row_is_found_by_its_date(): void {
		$order = $this->quietOrder();
		$this->unnoticed( fn () => \wc_get_order( $order->get_id() )->update_status( 'completed' ) );

		self::assertSame( 1, $this->sweep() );

		self::assertSame( 'completed', $this->snapshot( $order )['status'] );
	}

	public function test_a_change_within_the_second_of_the_last_reading_is_found(): void {
		$order = $this->knownOrder();
		$this->quiet( $order, readAfterMs: 999 );
		$this->rewriteStatus( $order, 'on-hold' );
		self::assertSame( 1, $this->sweep() );
		self::assertSame( 'on-hold', $this->snapshot( $order )['status'] );
	}

	public function test_once_looked_at_an_unchanged_order_is_left_alone(): void {
		$order = $this->quietOrder();
		$this->unnoticed( fn () => \wc_get_order( $order->get_id() )->save() );
		$this->later( 10_000 );
		$this->sweep();
		self::assertNull( $this->look( $order ) );

		$this->later( Sweep::EVERY_MS );
		self::assertSame( 0, $this->sweep() );
	}

	public function test_a_deleted_refund_is_found_though_woocommerce_has_no_hook_for_it(): void {
		$order  = $this->knownOrder();
		$refund = \wc_create_refund( [ 'order_id' => $order->get_id(), 'amount' => '5' ] );
		self::assertInstanceOf( \WC_Order_Refund::class, $refund );
		$this->endRequest();
		$this->acknowledgeAll();
		$this->quiet( $order );
		self::assertCount( 1, $this->snapshot( $order )['refunds'] );
		$this->unnoticed( fn () => ( new \WC_Order_Refund( $refund->get_id() ) )->delete( true ) );

		self::assertSame( 1, $this->sweep() );

		self::assertSame( [], $this->snapshot( $order )['refunds'] );
	}

	public function test_a_refund_made_unnoticed_is_found(): void {
		$order = $this->quietOrder();
		$this->unnoticed( fn () => \wc_create_refund( [ 'order_id' => $order->get_id(), 'amount' => '5' ] ) );
		$this->date( $order, 600 );

		self::assertSame( 1, $this->sweep() );

		self::assertCount( 1, $this->snapshot( $order )['refunds'] );
	}

	public function test_orders_before_go_live_and_drafts_get_no_row(): void {
		$old   = $this->unnoticed( fn () => Shop::order() );
		$draft = $this->unnoticed( fn () => Shop::order( 'checkout-draft' ) );
		$this->date( $old, 7200, true );
		self::assertSame( 0, $this->sweep() );
		self::assertNull( $this->subject( $old ) );
		self::assertNull( $this->subject( $draft ) );
	}

	public function test_it_begins_at_go_live_and_runs_every_five_minutes(): void {
		$order = $this->unnoticed( fn () => Shop::order() );
		$this->now += 180_000;
		Clock::set( fn (): int => $this->now );
		foreach ( [ null, $this->now + 60_000 ] as $not_yet ) {
			$this->link( [ 'go_live_at' => $not_yet ] );
			self::assertSame( 0, $this->sweep() );
		}
		$this->link( [ 'go_live_at' => $this->now - 3_600_000, 'swept_at' => $this->now - Sweep::EVERY_MS + 1 ] );
		self::assertSame( 0, $this->sweep() );
		$this->later( 2 );
		self::assertSame( 1, $this->sweep() );
		self::assertNotNull( $this->subject( $order ) );
	}

	public function test_where_the_budget_ends_the_next_run_goes_on_and_marked_orders_are_not_lost(): void {
		$orders = [ $this->unnoticed( fn () => Shop::order() ), $this->unnoticed( fn () => Shop::order() ) ];
		self::assertSame( 2, $this->plugin()->sweep()->run( 0 ) );
		foreach ( $orders as $order ) {
			self::assertNull( $this->subject( $order ) );
			self::assertNotNull( $this->look( $order ), 'marked: the exchange fills it' );
		}
		$cursor = $this->cursor();
		self::assertStringStartsWith( 'refunds_made:', $cursor );
		for ( $run = 1; $run < \count( SweepQueries::STAGES ); $run++ ) {
			$this->plugin()->sweep()->run( 0 );
		}
		self::assertStringStartsWith( ':', $this->cursor() );
	}

	public function test_a_closed_orders_snapshot_goes_after_some_days_and_a_change_brings_a_new_one(): void {
		$order = $this->quietOrder();
		$table = $this->wpdb()->prefix . 'causeway_subject';
		$hash  = $this->subject( $order )->hash;
		$this->wpdb()->update( $table, [ 'open' => 0 ], [ 'subject' => $this->key( $order ) ] );
		$this->later( 6 * 86_400_000 );
		$this->sweep();
		self::assertNotNull( $this->subject( $order )->snapshot );
		$this->later( 2 * 86_400_000 );
		$this->sweep();
		self::assertSame( [ null, $hash ], [ $this->subject( $order )->snapshot, $this->subject( $order )->hash ] );

		\wc_get_order( $order->get_id() )->update_status( 'completed' );
		$this->endRequest();
		self::assertSame( 'completed', $this->snapshot( $order )['status'] );
	}

	public function test_what_the_shop_was_told_of_deleted_products_goes_with_them(): void {
		$product = new \WC_Product_Simple();
		$product->save();
		$table = "{$this->wpdb()->prefix}causeway_stock";
		foreach ( [ $product->get_id(), 900_000_001, 900_000_002 ] as $id ) {
			$this->wpdb()->insert( $table, [ 'product_id' => $id, 'sku' => "S-{$id}", 'subject' => "stock/S-{$id}", 'version' => 1, 'base' => '1', 'counted' => '0', 'as_of' => 1, 'applied_at' => 1, 'epoch' => 1, 'n' => 1, 'settled' => 1 ] );
		}
		$this->sweep();
		self::assertSame( [ (string) $product->get_id() ], $this->wpdb()->get_col( "SELECT product_id FROM {$table}" ) );
	}
}
