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

	/**
	 * @param float $by What the stock moved by; 0: not known any more.
	 * @return string|null The stock that was told of; null: the product is gone.
	 */
	public function after( int $productId, float $by ): ?string {
		for ( $try = 1; $try <= self::TRIES_MAX; $try++ ) {
			$stock = $this->table->stock( $productId );
			\wp_cache_delete( $productId, 'post_meta' );
			\do_action( 'woocommerce_updated_product_stock', $productId );
			$product = \wc_get_product( $productId );
			if ( ! $product instanceof \WC_Product ) {
				return null;
			}
			$this->save( $product );
			if ( $this->table->stock( $productId ) === $stock || self::TRIES_MAX === $try ) {
				\do_action( self::hook( $product, 'set_stock' ), $product );
				self::warn( $product, $by );
				return $stock;
			}
		}
		return null;
	}

	/**
	 * WooCommerce derives the status from the quantity that the product was read with, and writes no quantity. Its whole save
	 * is fifty statements; where the status stays, the date and the caches are all that a save would change.
	 */
	private function save( \WC_Product $product ): void {
		if ( \class_exists( \WC_Cache_Helper::class ) ) {
			$product->validate_props();
			if ( ! $product->get_changes() ) {
				$this->table->touch( $product->get_id() );
				\clean_post_cache( $product->get_id() );
				\WC_Cache_Helper::invalidate_cache_group( 'product_' . $product->get_id() );
				\do_action( 'woocommerce_update_product', $product->get_id(), $product );
				return;
			}
		}
		$product->save();
	}

	/** WooCommerce's mails about low and no stock, where this move crossed the limit. */
	private static function warn( \WC_Product $product, float $by ): void {
		if ( $by >= 0 || ! \function_exists( 'wc_trigger_stock_change_actions' ) ) {
			return;
		}
		$stock = (float) $product->get_stock_quantity();
		foreach ( [ \get_option( 'woocommerce_notify_no_stock_amount', 0 ), \wc_get_low_stock_amount( $product ) ] as $limit ) {
			$limit = \is_numeric( $limit ) ? \abs( (int) $limit ) : 0;
			if ( $stock <= $limit && $stock - $by > $limit ) {
				\wc_trigger_stock_change_actions( $product );
				return;
			}
		}
	}

	/** @return non-empty-string */
	private static function hook( \WC_Product $product, string $moment ): string {
		return 'woocommerce_' . ( $product->is_type( 'variation' ) ? 'variation' : 'product' ) . '_' . $moment;
	}
}
