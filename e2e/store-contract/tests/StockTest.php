<?php

declare(strict_types=1);

namespace Causeway\StoreContract;

use WC_Product;

/**
 * Products and their stock.
 */
final class StockTest extends StoreTestCase {
	public function test_wc_update_product_stock_fires_in_a_fixed_order(): void {
		$product = wc_get_product( Goods::product( 10 )->get_id() );
		$trace   = HookTrace::of( HookTrace::STOCK );
		self::assertSame( 7, wc_update_product_stock( $product, 3, 'decrease' ) );
		self::assertSame( array( 'product_before_set_stock', 'updated_product_stock', 'update_product', 'product_set_stock' ), $trace->take() );
	}

	public function test_increase_and_set(): void {
		$product = Goods::product( 10 );
		self::assertSame( 12, wc_update_product_stock( $product->get_id(), 2, 'increase' ) );
		self::assertSame( 5, wc_update_product_stock( $product->get_id(), 5 ) );
		self::assertSame( 5, wc_get_product( $product->get_id() )->get_stock_quantity() );
	}

	public function test_stock_goes_below_zero_and_is_then_out_of_stock(): void {
		$product = Goods::product( 1 );
		self::assertSame( -2, wc_update_product_stock( $product->get_id(), 3, 'decrease' ) );
		self::assertSame( 'outofstock', wc_get_product( $product->get_id() )->get_stock_status() );
	}

	public function test_stock_written_as_post_meta_fires_no_hook(): void {
		$product = Goods::product( 10 );
		$trace   = HookTrace::of( HookTrace::STOCK );
		update_post_meta( $product->get_id(), '_stock', 4 );
		self::assertSame( array(), $trace->take() );
		self::assertSame( 4, wc_get_product( $product->get_id() )->get_stock_quantity() );
	}

	public function test_what_a_product_says_of_itself(): void {
		$made = Goods::product( 10, '19.95' );
		$read = wc_get_product( $made->get_id() );
		self::assertInstanceOf( WC_Product::class, $read );
		self::assertSame( 'simple', $read->get_type() );
		self::assertSame( 'Lamp', $read->get_name() );
		self::assertSame( $made->get_sku(), $read->get_sku() );
		self::assertSame( '19.95', $read->get_price() );
		self::assertSame( '19.95', $read->get_regular_price() );
		self::assertTrue( $read->managing_stock() );
		self::assertSame( 10, $read->get_stock_quantity() );
		self::assertSame( 'instock', $read->get_stock_status() );
		self::assertSame( 'publish', $read->get_status() );
		self::assertSame( $made->get_id(), $read->get_stock_managed_by_id() );
		self::assertSame( $made->get_id(), wc_get_product_id_by_sku( $made->get_sku() ) );
		self::assertSame( 0, wc_get_product_id_by_sku( 'no-such-sku' ) );
	}

	public function test_saving_a_product_fires_new_product_then_update_product(): void {
		$trace   = HookTrace::of( array( 'woocommerce_new_product', 'woocommerce_update_product', 'woocommerce_product_set_stock' ) );
		$product = Goods::product();
		self::assertContains( 'new_product', $trace->take() );
		$product->set_name( 'Desk lamp' );
		$product->save();
		self::assertSame( array( 'update_product' ), $trace->take() );
	}

	public function test_no_product_is_false(): void {
		self::assertFalse( wc_get_product( 99999999 ) );
	}
}
