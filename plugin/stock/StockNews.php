<?php
declare(strict_types=1);

namespace Causeway\Stock;

/**
 * Lets WooCommerce hear of a stock that was moved in the database, as wc_update_product_stock() does: caches, status of
 * the stock, hooks for themes and other plugins, and the mails when it runs low.
 */
final class StockNews {

	/** Somebody buys while we say what the stock is: then it is said again. */
	private const TRIES_MAX = 5;

	public function __construct( private readonly StockTable $table ) {}

	public static function before( \WC_Product $product ): void {
		\do_action( self::hook( $product, 'before_set_stock' ), $product );
	}

	/** @param float $by What the stock moved by; 0: not known any more. */
	public function after( int $productId, float $by ): void {
		for ( $try = 1; $try <= self::TRIES_MAX; $try++ ) {
			$stock = $this->table->stock( $productId );
			\wp_cache_delete( $productId, 'post_meta' );
			\do_action( 'woocommerce_updated_product_stock', $productId );
			$product = \wc_get_product( $productId );
			if ( ! $product instanceof \WC_Product ) {
				return;
			}
			// WooCommerce derives the status from the quantity that the product was read with, and writes no quantity.
			$product->save();
			if ( $this->table->stock( $productId ) === $stock ) {
				\do_action( self::hook( $product, 'set_stock' ), $product );
				self::warn( $product, $by );
				return;
			}
		}
		\wc_get_logger()->warning( "The stock of product {$productId} kept moving while its status was written.", [ 'source' => 'causeway' ] );
	}

	/** WooCommerce's mails about low and no stock, where this move crossed the limit. */
	private static function warn( \WC_Product $product, float $by ): void {
		if ( $by >= 0 || ! \function_exists( 'wc_trigger_stock_change_actions' ) ) {
			return;
		}
		$stock = (float) $product->get_stock_quantity();
		foreach ( [ \absint( \get_option( 'woocommerce_notify_no_stock_amount', 0 ) ), \absint( \wc_get_low_stock_amount( $product ) ) ] as $limit ) {
			if ( $stock <= $limit && $stock - $by > $limit ) {
				\wc_trigger_stock_change_actions( $product );
				return;
			}
		}
	}

	private static function hook( \WC_Product $product, string $moment ): string {
		return 'woocommerce_' . ( $product->is_type( 'variation' ) ? 'variation' : 'product' ) . '_' . $moment;
	}
}
