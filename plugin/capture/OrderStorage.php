<?php
declare(strict_types=1);

namespace Causeway\Capture;

use Automattic\WooCommerce\Utilities\OrderUtil;

/** Where this shop keeps orders: WooCommerce's own tables (HPOS) or posts. Names for our set-based questions. */
final class OrderStorage {

	public function __construct( private readonly \wpdb $wpdb ) {}

	public function hpos(): bool {
		return \class_exists( OrderUtil::class ) && OrderUtil::custom_orders_table_usage_is_enabled();
	}

	public function table(): string {
		return $this->hpos() ? $this->wpdb->prefix . 'wc_orders' : $this->wpdb->posts;
	}

	/** @return array{id: string, type: string, status: string, parent: string, created: string, modified: string} Column names. */
	public function columns(): array {
		return $this->hpos()
			? [ 'id' => 'id', 'type' => 'type', 'status' => 'status', 'parent' => 'parent_order_id', 'created' => 'date_created_gmt', 'modified' => 'date_updated_gmt' ]
			: [ 'id' => 'ID', 'type' => 'post_type', 'status' => 'post_status', 'parent' => 'post_parent', 'created' => 'post_date_gmt', 'modified' => 'post_modified_gmt' ];
	}

	/** Asks the database itself. */
	public function exists( int $orderId ): bool {
		return null !== $this->type( $orderId );
	}

	/** What kind of order the database has under this id, e.g. `shop_order`; null: none. (A post of another kind has its own.) */
	public function type( int $orderId ): ?string {
		[ 'id' => $id, 'type' => $type ] = $this->columns();
		$found = $this->wpdb->get_var( $this->wpdb->prepare( "SELECT {$type} FROM {$this->table()} WHERE {$id} = %d", $orderId ) );
		if ( '' !== $this->wpdb->last_error ) {
			throw new \Causeway\Outbox\DatabaseError( $this->wpdb->last_error );
		}
		return $found;
	}

	/** @return list<int> Ids of an order's refunds, rising; asked of the database itself: a filter on WooCommerce's queries hides none. */
	public function refundIds( int $orderId ): array {
		[ 'id' => $id, 'type' => $type, 'status' => $status, 'parent' => $parent ] = $this->columns();
		$ids = $this->wpdb->get_col( $this->wpdb->prepare( "SELECT {$id} FROM {$this->table()} WHERE {$parent} = %d AND {$type} = 'shop_order_refund' AND {$status} <> 'trash' ORDER BY {$id}", $orderId ) );
		if ( '' !== $this->wpdb->last_error ) {
			throw new \Causeway\Outbox\DatabaseError( $this->wpdb->last_error );
		}
		return \array_map( 'intval', $ids );
	}

	/** @return list<string> For a store that does not keep the list where WooCommerce does. */
	public function itemIds( int $orderId ): array {
		$ids = $this->wpdb->get_col( $this->wpdb->prepare( "SELECT order_item_id FROM {$this->wpdb->prefix}woocommerce_order_items WHERE order_id = %d", $orderId ) );
		return \array_map( 'strval', $ids );
	}

	/** An instant (epoch ms) as the columns of dates have it: UTC, to the second. */
	public static function sqlTime( int $epochMs ): string {
		return \gmdate( 'Y-m-d H:i:s', \max( 0, \intdiv( $epochMs, 1000 ) ) );
	}
}
