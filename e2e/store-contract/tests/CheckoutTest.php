<?php

declare(strict_types=1);

namespace Causeway\StoreContract;

use PHPUnit\Framework\TestCase;
use WC_Order;
use WC_Product;

/**
 * A purchase through HTTP, outside of any transaction: what it leaves, and what fired in the shop's own process.
 */
final class CheckoutTest extends TestCase {
	private static HttpShop $shop;

	private static WC_Product $product;

	private static WC_Order $order;

	/** @var array{order_id: int, order_key: string, status: string} */
	private static array $answer;

	public static function setUpBeforeClass(): void {
		self::$shop    = new HttpShop();
		self::$product = Goods::product( 10 );
		self::$answer  = self::$shop->buy( self::$product, 2 );
		wp_cache_flush();
		self::$order = wc_get_order( self::$answer['order_id'] );
	}

	public static function tearDownAfterClass(): void {
		self::$shop->close();
		self::$order->delete( true );
		self::$product->delete( true );
	}

	public function test_the_answer_names_order_key_and_status(): void {
		self::assertSame( self::$order->get_order_key(), self::$answer['order_key'] );
		self::assertSame( 'processing', self::$answer['status'] );
	}

	public function test_the_order_is_processing_with_its_buyer_and_method(): void {
		$order = self::$order;
		self::assertSame( array( 'processing', 'cod', 'ada@example.test', 'Ada' ), array( $order->get_status(), $order->get_payment_method(), $order->get_billing_email(), $order->get_billing_first_name() ) );
		self::assertContains( $order->get_created_via(), array( 'checkout', 'store-api' ) );
		self::assertSame( 'Hamburg', $order->get_shipping_city() );
	}

	public function test_the_order_has_product_shipping_and_tax_lines_that_add_up(): void {
		$lines    = self::$order->get_items();
		$shipping = self::$order->get_shipping_methods();
		$taxes    = self::$order->get_taxes();
		self::assertSame( array( 1, 1, 1 ), array( count( $lines ), count( $shipping ), count( $taxes ) ) );
		self::assertSame( array( self::$product->get_id(), 2 ), array( reset( $lines )->get_product_id(), reset( $lines )->get_quantity() ) );
		self::assertSame( 'flat_rate', reset( $shipping )->get_method_id() );
		self::assertSame( 19.0, reset( $taxes )->get_rate_percent() );
		$sum = (float) reset( $lines )->get_total() + (float) reset( $shipping )->get_total() + (float) self::$order->get_total_tax();
		self::assertEqualsWithDelta( $sum, (float) self::$order->get_total(), 0.011 );
	}

	public function test_stock_is_reduced_once(): void {
		$items = self::$order->get_items();
		self::assertSame( 8, wc_get_product( self::$product->get_id() )->get_stock_quantity() );
		self::assertSame( '2', (string) reset( $items )->get_meta( '_reduced_stock' ) );
		self::assertTrue( self::$order->get_order_stock_reduced() );
	}

	public function test_the_order_was_new_while_pending_and_changed_within_the_request(): void {
		$hooks = array_column( self::$shop->hooks(), 'said', 'hook' );
		$fired = array_column( self::$shop->hooks(), 'hook' );
		self::assertSame( 1, count( array_keys( $fired, 'woocommerce_new_order', true ) ) );
		self::assertSame( 'pending', $hooks['woocommerce_new_order'] );
		self::assertSame( 'processing', $hooks['woocommerce_order_status_changed'] );
		self::assertLessThan( array_search( 'woocommerce_order_status_changed', $fired, true ), array_search( 'woocommerce_new_order', $fired, true ) );
	}

	public function test_the_last_save_hands_over_an_object_that_still_says_pending(): void {
		$hooks = self::$shop->hooks();
		self::assertSame( array( 'hook' => 'woocommerce_update_order', 'said' => 'pending', 'stored' => 'processing' ), end( $hooks ) );
	}

	public function test_a_note_says_how_it_will_be_paid(): void {
		$notes = array_map( static fn( object $note ): string => $note->content, wc_get_order_notes( array( 'order_id' => self::$order->get_id() ) ) );
		self::assertNotEmpty( preg_grep( '/^Payment to be made upon delivery\..*Processing\.$/', $notes ) );
	}

	public function test_more_than_there_is_in_stock_is_refused_with_a_reason(): void {
		list( $status, $reason ) = self::$shop->refused( self::$product, 99 );
		self::assertSame( 400, $status );
		self::assertStringContainsString( 'stock', $reason );
	}

	public function test_nothing_is_refused_with_a_reason(): void {
		list( $status, $reason ) = self::$shop->refused( self::$product, 0 );
		self::assertSame( 400, $status );
		self::assertNotSame( '', $reason );
	}
}
