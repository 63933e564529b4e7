<?php
declare(strict_types=1);

namespace Causeway\Tests;

use Causeway\Plugin;

/** Which shop the tests run on, and what they buy there. */
final class Shop {

	public static function real(): bool {
		return ! \str_starts_with( (string) \constant( 'WC_VERSION' ), '0.0.0' );
	}

	public static function sqlite(): bool {
		return \defined( 'DB_ENGINE' ) && 'sqlite' === \constant( 'DB_ENGINE' );
	}

	public static function hpos(): bool {
		return Plugin::instance()->orderStorage()->hpos();
	}

	public static function title(): string {
		return \sprintf(
			'%s, %s, %s',
			self::real() ? 'woocommerce ' . \constant( 'WC_VERSION' ) : 'store double',
			self::sqlite() ? 'sqlite' : 'mariadb',
			self::hpos() ? 'order tables' : 'orders as posts'
		);
	}

	public static function path(): string {
		return \dirname( (string) \getenv( 'CAUSEWAY_WP_LOAD' ) );
	}

	/** An order that somebody placed in PHP: two of the first product, by cheque. */
	public static function order( string $status = 'processing' ): \WC_Order {
		$order = new \WC_Order();
		$order->set_billing_first_name( 'Ada' );
		$order->set_billing_email( 'ada@example.org' );
		$order->set_payment_method( 'cheque' );
		$order->set_status( $status );
		$item = new \WC_Order_Item_Product();
		$item->set_product( self::product() );
		$item->set_quantity( 2 );
		$item->set_subtotal( '20' );
		$item->set_total( '20' );
		$order->add_item( $item );
		$order->set_total( '20' );
		$order->save();
		return $order;
	}

	public static function product(): \WC_Product {
		$ids = \get_posts( [ 'post_type' => 'product', 'post_status' => 'publish', 'fields' => 'ids', 'numberposts' => 1, 'orderby' => 'ID', 'order' => 'ASC' ] );
		$product = $ids ? \wc_get_product( (int) $ids[0] ) : null;
		\assert( $product instanceof \WC_Product );
		return $product;
	}
}
