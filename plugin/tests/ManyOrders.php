<?php
declare(strict_types=1);

namespace Causeway\Tests;

/**
 * Orders by the hundred: the rows of one order copied in SQL, so that no hook runs and nothing is captured. In either
 * kind of order storage, on either database. Products and clock are not asked.
 */
final class ManyOrders {

	/** Actions that WooCommerce's own analytics queue for every save. */
	private const ANALYTICS = 'wc-admin_import_orders';

	public function __construct( private readonly \wpdb $wpdb, private readonly bool $hpos ) {}

	/**
	 * @param \WC_Order $order Its items must differ in name or type.
	 * @return list<int> The copies' ids, rising without a gap.
	 */
	public function copy( \WC_Order $order, int $times ): array {
		$from  = $order->get_id();
		$first = 1 + (int) $this->wpdb->get_var( "SELECT MAX(ID) FROM {$this->wpdb->posts}" );
		foreach ( $this->tables() as $table => $id ) {
			$this->copyRows( $table, $id, $from, $first, 1 );
			// Each round doubles what is there.
			for ( $have = 1; $have < $times; $have *= 2 ) {
				$this->copyRows( $table, $id, $first, $first + $have, \min( $have, $times - $have ) );
			}
		}
		$last = $first + $times - 1;
		$this->giveKeys( $first, $last );
		$this->copyItemMeta( $from, $first, $last );
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
		$this->run( "DELETE FROM {$p}woocommerce_order_itemmeta WHERE order_item_id IN (SELECT order_item_id FROM {$p}woocommerce_order_items WHERE order_id {$range})" );
		foreach ( $this->tables() as $table => $id ) {
			$this->run( "DELETE FROM {$table} WHERE {$id} {$range}" );
		}
		$this->run( "DELETE FROM {$this->wpdb->comments} WHERE comment_post_ID {$range}" );
		$this->run( "DELETE FROM {$p}actionscheduler_actions WHERE hook = '" . self::ANALYTICS . "' AND status = 'pending'" );
		\wp_cache_flush();
	}

	/** @return array<string, string> Table → the column that names the order. */
	private function tables(): array {
		$p = $this->wpdb->prefix;
		return [ "{$p}posts" => 'ID' ]
			+ ( $this->hpos ? [ "{$p}wc_orders" => 'id', "{$p}wc_order_addresses" => 'order_id', "{$p}wc_order_operational_data" => 'order_id', "{$p}wc_orders_meta" => 'order_id' ] : [ "{$p}postmeta" => 'post_id' ] )
			+ [ "{$p}woocommerce_order_items" => 'order_id' ];
	}

	/** Rows of the orders from `$from` on, as rows of as many orders from `$to` on. */
	private function copyRows( string $table, string $id, int $from, int $to, int $orders ): void {
		/** @var list<string> $columns */
		$columns = $this->wpdb->get_col( "DESCRIBE {$table}" );
		// A table's own number, where the order's is another, is given anew.
		$copied = \in_array( $id, [ 'ID', 'id' ], true ) ? $columns : \array_slice( $columns, 1 );
		$values = \array_map( static fn ( string $column ): string => $column === $id ? "{$id} + " . ( $to - $from ) : $column, $copied );
		$this->run( "INSERT INTO {$table} (" . \implode( ', ', $copied ) . ') SELECT ' . \implode( ', ', $values ) . " FROM {$table} WHERE {$id} BETWEEN {$from} AND " . ( $from + $orders - 1 ) );
	}

	/** Every order has a key of its own: external ids are made from it. */
	private function giveKeys( int $first, int $last ): void {
		$p = $this->wpdb->prefix;
		$this->run(
			$this->hpos
				? "UPDATE {$p}wc_order_operational_data SET order_key = CONCAT('wc_order_copy', order_id) WHERE order_id BETWEEN {$first} AND {$last}"
				: "UPDATE {$p}postmeta SET meta_value = CONCAT('wc_order_copy', post_id) WHERE meta_key = '_order_key' AND post_id BETWEEN {$first} AND {$last}"
		);
	}

	private function copyItemMeta( int $from, int $first, int $last ): void {
		$items = "{$this->wpdb->prefix}woocommerce_order_items";
		$meta  = "{$this->wpdb->prefix}woocommerce_order_itemmeta";
		$this->run(
			"INSERT INTO {$meta} (order_item_id, meta_key, meta_value)
			SELECT copy.order_item_id, m.meta_key, m.meta_value FROM {$items} model
			JOIN {$meta} m ON m.order_item_id = model.order_item_id
			JOIN {$items} copy ON copy.order_item_name = model.order_item_name AND copy.order_item_type = model.order_item_type
			WHERE model.order_id = {$from} AND copy.order_id BETWEEN {$first} AND {$last}"
		);
	}

	private function run( string $sql ): void {
		if ( false === $this->wpdb->query( $sql ) ) { // phpcs:ignore WordPress.DB.PreparedSQL -- names and numbers of our own.
			throw new \RuntimeException( $this->wpdb->last_error );
		}
	}
}
