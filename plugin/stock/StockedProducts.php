<?php
declare(strict_types=1);

namespace Causeway\Stock;

use Causeway\Outbox\Statements;

/** Which product's stock a SKU is sold from: its own, or that of its parent. */
final class StockedProducts {

	public function __construct( private readonly Statements $db ) {}

	/**
	 * @param list<string> $skus
	 * @return array<string, \WC_Product> By SKU in lower case; without those that the shop doesn't sell.
	 */
	public function selling( array $skus ): array {
		$ids = $this->ids( $skus );
		// Posts, meta and terms of all of them at once; WooCommerce then reads each from memory.
		\_prime_post_caches( \array_values( $ids ), true, true );
		$products = [];
		foreach ( $ids as $sku => $id ) {
			$product = \wc_get_product( $id );
			if ( $product instanceof \WC_Product ) {
				$products[ $sku ] = $product;
			}
		}
		return $products;
	}

	/**
	 * SKUs of products whose stock the shop keeps and of which it was told nothing, the newest first.
	 *
	 * @return list<string> None where WooCommerce keeps no list of stocks.
	 */
	public function untold( int $max ): array {
		$wpdb   = $this->db->wpdb;
		$lookup = $wpdb->wc_product_meta_lookup ?? null;
		return ! \is_string( $lookup ) ? [] : $this->db->column(
			"SELECT l.sku FROM {$lookup} l JOIN {$wpdb->posts} p ON p.ID = l.product_id LEFT JOIN {$this->db->table( 'stock' )} t ON t.product_id = l.product_id
			WHERE t.product_id IS NULL AND l.stock_quantity IS NOT NULL AND l.sku <> '' AND p.post_status <> 'trash' ORDER BY l.product_id DESC LIMIT %d",
			[ $max ]
		);
	}

	/** Whether the SKU is (still) sold from this product's stock. */
	public function areSoldFrom( \WC_Product $stocked, string $sku ): bool {
		foreach ( $this->selling( [ $sku ] ) as $product ) {
			return self::stocked( $product )?->get_id() === $stocked->get_id();
		}
		return false;
	}

	/** Under which SKU the product's stock is followed: that of the product whose stock it is, where it has one. */
	public static function sku( \WC_Product $product, \WC_Product $stocked ): string {
		return (string) ( $stocked->get_sku( 'edit' ) ?: $product->get_sku( 'edit' ) );
	}

	/** The product whose stock counts; null: the shop keeps no stock of it. */
	public static function stocked( \WC_Product $product ): ?\WC_Product {
		$by = $product->managing_stock() ? (int) $product->get_stock_managed_by_id() : 0;
		if ( $by === $product->get_id() ) {
			return $product;
		}
		$parent = $by > 0 ? \wc_get_product( $by ) : null;
		return $parent instanceof \WC_Product ? $parent : null;
	}

	/**
	 * @param list<string> $skus
	 * @return array<string, int>
	 */
	private function ids( array $skus ): array {
		$wpdb   = $this->db->wpdb;
		$ids    = [];
		$lookup = $wpdb->wc_product_meta_lookup ?? null;
		if ( ! \is_string( $lookup ) ) {
			foreach ( $skus as $sku ) {
				$ids[ \mb_strtolower( $sku ) ] = (int) \wc_get_product_id_by_sku( $sku );
			}
			return \array_filter( $ids );
		}
		$rows = $skus ? $this->db->rows(
			"SELECT l.sku, p.ID AS id FROM {$lookup} l JOIN {$wpdb->posts} p ON p.ID = l.product_id
			WHERE p.post_type IN ('product', 'product_variation') AND p.post_status <> 'trash' AND l.sku IN (" . Statements::places( $skus, '%s' ) . ') ORDER BY p.ID DESC',
			$skus
		) : [];
		foreach ( $rows as $row ) {
			$ids[ \mb_strtolower( (string) $row['sku'] ) ] = (int) $row['id'];
		}
		return $ids;
	}
}
