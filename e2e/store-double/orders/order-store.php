<?php declare(strict_types=1);
/** Reads and writes orders; fires WooCommerce's hooks where it fires them with order tables. */
class WC_Order_Data_Store_CPT extends Causeway_Double_Post_Store {
	protected const COLUMNS = array( 'parent_id' => 'post_parent', 'status' => 'post_status', 'customer_note' => 'post_excerpt' );
	private const DRAFTS    = array( 'auto-draft', 'draft', 'checkout-draft' );
	/** Writes a new order; a draft fires no hook. */
	public function create( &$order ) {
		$key = 'wc_order_' . wp_generate_password( 13, false );
		$order->set_props( array( 'version' => WC_VERSION, 'currency' => $order->get_currency( 'edit' ) ?: get_woocommerce_currency(), 'order_key' => $order instanceof WC_Order && $order->get_order_key( 'edit' ) ? null : $key ) );
		$this->insert( $order, $order->get_type() );
		if ( $order instanceof WC_Order && ! in_array( $order->get_status( 'edit' ), self::DRAFTS, true ) ) {
			do_action( 'woocommerce_new_order', $order->get_id(), $order );
		}
	}
	/** Writes an order's changes. */
	public function update( &$order ) {
		$before  = $order->saved( 'status' );
		$changes = $order->get_changes();
		$now     = $changes['status'] ?? $before;
		$this->write( $order );
		$quiet = isset( $changes['status'] ) && in_array( 'trash', array( $now, $before ), true ) || $changes && ! array_diff_key( $changes, WC_Order::FLAGS );
		$born  = in_array( $before, self::DRAFTS, true ) && ! in_array( $now, self::DRAFTS, true );
		if ( $born || ! $quiet ) { do_action( $born ? 'woocommerce_new_order' : 'woocommerce_update_order', $order->get_id(), $order ); }
	}
	/** Puts an order into the trash, or removes it with its refunds. */
	public function delete( &$order, $args = array() ) {
		$id = $order->get_id();
		if ( $args['force_delete'] ) {
			do_action( 'woocommerce_before_delete_order', $id, $order );
			array_map( static fn( $refund ) => $refund->delete( true ), $order->get_refunds() );
			$this->remove_rows( $id );
			do_action( 'woocommerce_delete_order', $id );
			return;
		}
		do_action( 'woocommerce_before_trash_order', $id, $order );
		update_post_meta( $id, '_wp_trash_meta_status', 'wc-' . $order->get_status( 'edit' ) );
		$this->update_row( $id, array( 'post_status' => 'trash', 'post_modified' => current_time( 'mysql' ), 'post_modified_gmt' => current_time( 'mysql', true ) ) );
		do_action( 'woocommerce_trash_order', $id );
	}
	/** Gives a trashed order its former status back. */
	public function untrash_order( WC_Order $order ): bool {
		if ( ! $order->has_status( 'trash' ) ) { return false; }
		$former = (string) get_post_meta( $order->get_id(), '_wp_trash_meta_status', true );
		$former = wc_is_order_status( $former ) ? $former : 'wc-pending';
		do_action( 'woocommerce_untrash_order', $order->get_id(), $former );
		$order->update_status( $former );
		return true;
	}
	/** @return array<int, WC_Order_Item> The order's lines of one type. */
	public function read_items( WC_Abstract_Order $order, string $type ): array {
		global $wpdb;
		$class = 'WC_Order_Item_' . ucfirst( str_replace( 'line_item', 'product', $type ) );
		$items = array();
		foreach ( $wpdb->get_col( $wpdb->prepare( "SELECT order_item_id FROM {$wpdb->prefix}woocommerce_order_items WHERE order_id = %d AND order_item_type = %s ORDER BY order_item_id", $order->get_id(), $type ) ) as $id ) {
			$items[ (int) $id ] = new $class( (int) $id );
			$items[ (int) $id ]->set_order( $order );
		}
		return $items;
	}
	/** Finds orders. */
	public function query( array $query ) { return causeway_double_find_orders( $query ); }
	/** Removes the lines too. */
	protected function remove_rows( int $id ): void {
		global $wpdb;
		array_map( array( WC_Data_Store::load( 'order-item' ), 'delete_order_item' ), array_map( 'intval', $wpdb->get_col( $wpdb->prepare( "SELECT order_item_id FROM {$wpdb->prefix}woocommerce_order_items WHERE order_id = %d", $id ) ) ) );
		parent::remove_rows( $id );
	}
	/** The prefix of statuses. */
	protected function in_row( string $field, $value ) {
		$value = 'status' === $field && '' === $value ? 'pending' : $value;
		return 'status' === $field && wc_is_order_status( "wc-$value" ) ? "wc-$value" : $value;
	}
}

/** Refunds: no hook at creation, none at deletion. */
class WC_Order_Refund_Data_Store_CPT extends WC_Order_Data_Store_CPT {
	protected const COLUMNS = array( 'parent_id' => 'post_parent', 'status' => 'post_status' );
	/** Writes a refund's changes. */
	public function update( &$refund ) {
		$this->write( $refund );
		do_action( 'woocommerce_update_order_refund', $refund->get_id(), $refund );
	}
	/** Removes the refund: it has no trash. */
	public function delete( &$refund, $args = array() ) { $this->remove_rows( $refund->get_id() ); }
}
