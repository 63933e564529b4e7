<?php

declare(strict_types=1);

namespace Causeway\StoreContract;

use WC_Order;
use WC_Order_Item_Coupon;
use WC_Order_Item_Fee;
use WC_Order_Item_Product;
use WC_Order_Item_Shipping;
use WC_Order_Item_Tax;
use WC_Product_Simple;

/**
 * Products and orders of known content, made by the store's own CRUD.
 */
final class Goods {
	/**
	 * A simple product at 10.00 with managed stock.
	 */
	public static function product( int $stock = 10, string $price = '10.00' ): WC_Product_Simple {
		$product = new WC_Product_Simple();
		$product->set_name( 'Lamp' );
		$product->set_sku( 'LAMP-' . wp_generate_password( 8, false ) );
		$product->set_regular_price( $price );
		$product->set_manage_stock( true );
		$product->set_stock_quantity( $stock );
		$product->save();
		return $product;
	}

	/**
	 * An order that nobody has saved yet: one product line of two pieces, 20.00 and 3.80 tax.
	 */
	public static function unsaved_order( string $status = 'pending', ?WC_Product_Simple $product = null ): WC_Order {
		$order = new WC_Order();
		$order->set_status( $status );
		$order->set_currency( 'EUR' );
		$order->set_billing_first_name( 'Ada' );
		$order->set_billing_last_name( 'Lovelace' );
		$order->set_billing_email( 'ada@example.test' );
		$order->set_billing_country( 'DE' );
		$order->set_shipping_city( 'Hamburg' );
		$order->set_payment_method( 'cod' );
		$order->add_item( self::product_line( $product ?? self::product() ) );
		$order->set_cart_tax( '3.80' );
		$order->set_total( '23.80' );
		return $order;
	}

	/**
	 * The same order, saved.
	 */
	public static function order( string $status = 'pending', ?WC_Product_Simple $product = null ): WC_Order {
		$order = self::unsaved_order( $status, $product );
		$order->save();
		return $order;
	}

	/**
	 * An order with a line of every type: product, shipping, fee, tax and coupon.
	 */
	public static function order_with_every_line(): WC_Order {
		$order    = self::unsaved_order( 'processing' );
		$shipping = new WC_Order_Item_Shipping();
		$shipping->set_props( array( 'method_title' => 'Flat rate', 'method_id' => 'flat_rate', 'instance_id' => '3', 'total' => '4.90' ) );
		$shipping->set_taxes( array( 'total' => array( 1 => '0.93' ) ) );
		$fee = new WC_Order_Item_Fee();
		$fee->set_props( array( 'name' => 'Gift wrap', 'total' => '2.50' ) );
		$fee->set_taxes( array( 'total' => array( 1 => '0.48' ) ) );
		$tax = new WC_Order_Item_Tax();
		$tax->set_props( array( 'rate_id' => 1, 'rate_code' => 'DE-VAT-1', 'label' => 'VAT', 'tax_total' => '4.28', 'shipping_tax_total' => '0.93' ) );
		$tax->set_rate_percent( 19.0 );
		$coupon = new WC_Order_Item_Coupon();
		$coupon->set_props( array( 'code' => 'spring', 'discount' => '1.00', 'discount_tax' => '0.19' ) );
		foreach ( array( $shipping, $fee, $tax, $coupon ) as $item ) {
			$order->add_item( $item );
		}
		$order->set_shipping_total( '4.90' );
		$order->set_shipping_tax( '0.93' );
		$order->set_discount_total( '1.00' );
		$order->set_discount_tax( '0.19' );
		$order->set_cart_tax( '4.28' );
		$order->set_total( '32.61' );
		$order->save();
		return $order;
	}

	private static function product_line( WC_Product_Simple $product ): WC_Order_Item_Product {
		$item = new WC_Order_Item_Product();
		$item->set_props( array( 'name' => 'Lamp', 'product_id' => $product->get_id(), 'quantity' => 2, 'subtotal' => '20', 'total' => '20' ) );
		$item->set_taxes( array( 'subtotal' => array( 1 => '3.8' ), 'total' => array( 1 => '3.8' ) ) );
		return $item;
	}
}
