<?php
declare(strict_types=1);

namespace Causeway\Tests;

/** Orders by the hundred, copied in SQL: WooCommerce has them, and nothing was captured. In either kind of storage. */
final class ManyOrders {

	/** Actions that WooCommerce's own analytics queue for every save. */
	private const ANALYTICS = 'wc-admin_import_orders';

	private readonly CopiedRows $rows;

	public function __construct( private readonly \wpdb $wpdb, private readonly bool $hpos ) {
		$p          = $wpdb->prefix;
		$this->rows = new CopiedRows(
			$wpdb,
			[ $wpdb->posts => 'ID' ]
				+ ( $hpos ? [ "{$p}wc_orders" => 'id', "{$p}wc_order_addresses" => 'order_id', "{$p}wc_order_operational_data" => 'order_id', "{$p}wc_orders_meta" => 'order_id' ] : [ $wpdb->postmeta => 'post_id' ] )
				+ [ "{$p}woocommerce_order_items" => 'order_id' ]
		);
	}

	/**
	 * @param \WC_Order $order Its items must differ in name or type.
	 * @return list<int> The copies' ids, rising without a gap.
	 */
	public function copy( \WC_Order $order, int $times ): array {
		[ $first, $last ] = $this->rows->copy( $order->get_id(), $times );
		$this->giveKeys( $first, $last );
		$this->copyItemMeta( $order->get_id(), $first, $last );
		\wp_cache_flush();
		return \range( $first, $last );
	}

	/** @param list<int> $ids As `copy` gave them. */
	public function remove( array $ids ): void {
		if ( ! $ids ) {
			return;
		}
		$p     = $this->wpdb->prefix;
		$range = 'BETWEEN ' . \min( $ids ) . ' AND ' . \max( $ids );
		$this->rows->run( "DELETE FROM {$p}woocommerce_order_itemmeta WHERE order_item_id IN (SELECT order_item_id FROM {$p}woocommerce_order_items WHERE order_id {$range})" );
		$this->rows->remove( \min( $ids ), \max( $ids ) );
		$this->rows->run( "DELETE FROM {$this->wpdb->comments} WHERE comment_post_ID {$range}" );
		$this->rows->run( "DELETE FROM {$p}actionscheduler_actions WHERE hook = '" . self::ANALYTICS . "' AND status = 'pending'" );
		\wp_cache_flush();
	}

	/** Every order has a key of its own: external ids are made from it. */
	private function giveKeys( int $first, int $last ): void {
		$p = $this->wpdb->prefix;
		$this->rows->run(
			$this->hpos
				? "UPDATE {$p}wc_order_operational_data SET order_key = CONCAT('wc_order_copy', order_id) WHERE order_id BETWEEN {$first} AND {$last}"
				: "UPDATE {$p}postmeta SET meta_value = CONCAT('wc_order_copy', post_id) WHERE meta_key = '_order_key' AND post_id BETWEEN {$first} AND {$last}"
		);
	}

	private function copyItemMeta( int $from, int $first, int $last ): void {
		$items = "{$this->wpdb->prefix}woocommerce_order_items";
		$meta  = "{$this->wpdb->prefix}woocommerce_order_itemmeta";
		$this->rows->run(
			"INSERT INTO {$meta} (order_item_id, meta_key, meta_value)
			SELECT copy.order_item_id, m.meta_key, m.meta_value FROM {$items} model
			JOIN {$meta} m ON m.order_item_id = model.order_item_id
			JOIN {$items} copy ON copy.order_item_name = model.order_item_name AND copy.order_item_type = model.order_item_type
			WHERE model.order_id = {$from} AND copy.order_id BETWEEN {$first} AND {$last}"
		);
	}
}
