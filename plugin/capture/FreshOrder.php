<?php
declare(strict_types=1);

namespace Causeway\Capture;

/**
 * Reads an order through WooCommerce's CRUD as the database has it now: everything that this process or a shared
 * object cache remembers of the order, its items and its refunds is forgotten first.
 */
final class FreshOrder {

	public function __construct( private readonly OrderStorage $storage ) {}

	/**
	 * @return \WC_Order|null Null: the database has no such order.
	 * @throws \Exception When it has one that WooCommerce could not read.
	 */
	public function order( int $orderId ): ?\WC_Order {
		$this->forget( $orderId );
		$order = $this->again( $orderId );
		if ( $order ) {
			$this->forgetItems( $order );
		}
		return $order;
	}

	/**
	 * A second object of an order that was read a moment ago, for changing it: what WooCommerce remembers of its items is
	 * that reading's.
	 *
	 * @return \WC_Order|null As `order`.
	 * @throws \Exception As `order`.
	 */
	public function again( int $orderId ): ?\WC_Order {
		try {
			return new \WC_Order( $orderId );
		} catch ( \Exception $unreadable ) {
			if ( $this->storage->exists( $orderId ) ) {
				throw $unreadable;
			}
			return null;
		}
	}

	/** @return list<\WC_Order_Refund> By rising id. */
	public function refunds( int $orderId ): array {
		$refunds = [];
		foreach ( $this->storage->refundIds( $orderId ) as $id ) {
			$this->forget( $id );
			$refund = new \WC_Order_Refund( $id );
			$this->forgetItems( $refund );
			$refunds[] = $refund;
		}
		return $refunds;
	}

	/** The order's own row, meta, and the lists of its items and refunds. */
	private function forget( int $id ): void {
		\wp_cache_delete( $id, 'posts' );
		\wp_cache_delete( $id, 'post_meta' );
		\wp_cache_delete( 'order-items-' . $id, 'orders' );
		if ( \class_exists( \WC_Cache_Helper::class ) ) {
			\wp_cache_delete( \WC_Order::generate_meta_cache_key( $id, 'orders' ), 'orders' );
			\wp_cache_delete( \WC_Cache_Helper::get_cache_prefix( 'orders' ) . 'refund_ids' . $id, 'orders' );
		}
		// The data store passes calls on to the class behind it; only that of the order tables has a cache.
		$store = \WC_Data_Store::load( 'order' );
		if ( \method_exists( $store->get_current_class_name(), 'clear_cached_data' ) ) {
			$store->__call( 'clear_cached_data', [ [ $id ] ] );
		}
	}

	/** Asking for items of no type makes WooCommerce list them all (its own query) without building one from old meta. */
	private function forgetItems( \WC_Abstract_Order $order ): void {
		$caches = \class_exists( \WC_Cache_Helper::class );
		if ( $caches ) {
			\WC_Data_Store::load( 'order' )->__call( 'read_items', [ $order, 'causeway_none' ] );
		}
		$rows = \wp_cache_get( 'order-items-' . $order->get_id(), 'orders' );
		foreach ( \is_array( $rows ) ? \array_column( $rows, 'order_item_id' ) : $this->storage->itemIds( $order->get_id() ) as $item ) {
			$item = \is_numeric( $item ) ? (int) $item : 0;
			\wp_cache_delete( $item, 'order_item_meta' );
			if ( $caches ) {
				\wp_cache_delete( \WC_Order_Item::generate_meta_cache_key( $item, 'order-items' ), 'order-items' );
			}
		}
	}
}
