<?php
declare(strict_types=1);

namespace Causeway\Tests\Capture;

use Causeway\Outbox\Json;
use Causeway\Tests\Shop;
use Causeway\Tests\ShopTestCase;

/** What an order says of the stock it holds, and orders from before it said so. */
final class SoldFromStockTest extends ShopTestCase {

	public function test_a_line_tells_whose_stock_it_holds_and_how_much_of_it(): void {
		$order = Shop::order( 'pending' );
		$sku   = Shop::product()->get_sku();
		$this->endRequest();
		self::assertSame( [ 'sku' => $sku, 'reduced' => '0' ], $this->snapshot( $order )['items'][0]['stock'] );

		\wc_get_order( $order->get_id() )->update_status( 'processing' );
		$this->endRequest();
		self::assertSame( [ 'sku' => $sku, 'reduced' => '2' ], $this->snapshot( $order )['items'][0]['stock'] );

		\wc_get_order( $order->get_id() )->update_status( 'cancelled' );
		$this->endRequest();
		self::assertSame( '0', $this->snapshot( $order )['items'][0]['stock']['reduced'] );
	}

	public function test_a_line_without_stock_tells_none(): void {
		$product = Shop::product();
		$product->set_manage_stock( false );
		$product->save();
		$order = Shop::order();
		$this->endRequest();
		self::assertNull( $this->snapshot( $order )['items'][0]['stock'] );
	}

	public function test_a_variation_that_shares_its_parents_stock_tells_the_parents_sku(): void {
		Shop::real() || self::markTestSkipped( 'variations: the store double has none' );
		$parent = new \WC_Product_Variable();
		$parent->set_sku( 'SHARED' );
		$parent->set_manage_stock( true );
		$parent->set_stock_quantity( 9 );
		$parent->save();
		$variation = new \WC_Product_Variation();
		$variation->set_parent_id( $parent->get_id() );
		$variation->set_sku( 'SHARED-RED' );
		$variation->save();
		$order = new \WC_Order();
		$order->add_product( $variation, 3 );
		$order->set_status( 'processing' );
		$order->save();
		$this->endRequest();
		self::assertSame( [ 'SHARED-RED', [ 'sku' => 'SHARED', 'reduced' => '3' ] ], [ $this->snapshot( $order )['items'][0]['sku'], $this->snapshot( $order )['items'][0]['stock'] ] );
	}

	public function test_an_open_order_from_before_is_told_once_and_nothing_decided_on_it_goes_stale(): void {
		$order = $this->asReadBefore( $this->knownOrder() );

		$filled = $this->plugin()->fill()->subject( $this->key( $order ) );

		self::assertSame( [ true, 2, 1 ], [ $filled->changed, $filled->rev, $filled->foreignRev ] );
		self::assertSame( 2, $this->look( $order )?->rev );
		self::assertSame( 1, $this->subject( $order )->foreignRev );
		self::assertNotNull( $this->snapshot( $order )['items'][0]['stock'] );
		$this->acknowledgeAll();
		self::assertFalse( $this->plugin()->fill()->subject( $this->key( $order ) )->changed );

		$order->set_customer_note( 'and this is news' );
		$order->save();
		self::assertSame( 3, $this->plugin()->fill()->subject( $this->key( $order ) )->foreignRev );
	}

	public function test_a_closed_order_from_before_is_no_news_until_it_changes(): void {
		$order = $this->asReadBefore( $this->knownOrder() );
		$this->wpdb()->update( $this->wpdb()->prefix . 'causeway_subject', [ 'open' => 0 ], [ 'subject' => $this->key( $order ) ] );

		$filled = $this->plugin()->fill()->subject( $this->key( $order ) );
		self::assertSame( [ false, 1, null ], [ $filled->changed, $filled->rev, $this->look( $order ) ] );

		$order->set_customer_note( 'but this is' );
		$order->save();
		self::assertSame( 2, $this->plugin()->fill()->subject( $this->key( $order ) )->foreignRev );
	}

	/** As the plugin kept it before there was `stock`. */
	private function asReadBefore( \WC_Order $order ): \WC_Order {
		$snapshot = $this->snapshot( $order );
		foreach ( \array_keys( $snapshot['items'] ) as $place ) {
			unset( $snapshot['items'][ $place ]['stock'] );
			$snapshot['items'][ $place ]['meta'] = (object) $snapshot['items'][ $place ]['meta'];
		}
		$snapshot['meta'] = (object) $snapshot['meta'];
		$json             = Json::ascii( $snapshot );
		$this->wpdb()->update( $this->wpdb()->prefix . 'causeway_subject', [ 'snapshot' => $json, 'hash' => \hash( 'sha256', $json ) ], [ 'subject' => $this->key( $order ) ] );
		return $order;
	}
}
