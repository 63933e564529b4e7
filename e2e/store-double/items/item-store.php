<?php declare(strict_types=1);
/** Reads and writes lines of every type. */
class WC_Order_Item_Type_Data_Store implements WC_Object_Data_Store_Interface {
	/** Writes the line's row and fields. */
	public function create( &$item ) {
		global $wpdb;
		$wpdb->insert( "{$wpdb->prefix}woocommerce_order_items", $this->row( $item ) );
		$item->set_id( $wpdb->insert_id );
		$item->write_fields( array_keys( $item->get_data() ) );
		do_action( 'woocommerce_new_order_item', $item->get_id(), $item, $item->get_order_id() );
	}
	/** Writes the line's changes. */
	public function update( &$item ) {
		global $wpdb;
		$changed = $item->get_changes();
		if ( array_intersect_key( $changed, array( 'name' => 1, 'order_id' => 1 ) ) ) {
			$wpdb->update( "{$wpdb->prefix}woocommerce_order_items", $this->row( $item ), array( 'order_item_id' => $item->get_id() ) );
		}
		$item->write_fields( array_keys( $changed ) );
		do_action( 'woocommerce_update_order_item', $item->get_id(), $item, $item->get_order_id() );
	}
	/** Fills the line. */
	public function read( &$item ) {
		global $wpdb;
		$row = $wpdb->get_row( $wpdb->prepare( "SELECT order_id, order_item_name FROM {$wpdb->prefix}woocommerce_order_items WHERE order_item_id = %d", $item->get_id() ) );
		if ( ! $row ) { throw new Exception( 'Invalid order item.' ); }
		$item->set_props( array( 'order_id' => $row->order_id, 'name' => $row->order_item_name ) );
		$item->read_fields();
	}
	/** Deletes the line. */
	public function delete( &$item, $args = array() ) { wc_delete_order_item( $item->get_id() ); }
	private function row( WC_Order_Item $item ): array {
		return array( 'order_item_name' => $item->get_name( 'edit' ), 'order_item_type' => $item->get_type(), 'order_id' => $item->get_order_id() );
	}
}

/** What may be asked about a line without its object. */
class WC_Order_Item_Data_Store {
	/** The id of the line's order; 0 without a line. */
	public function get_order_id_by_order_item_id( $item_id ): int {
		global $wpdb;
		return (int) $wpdb->get_var( $wpdb->prepare( "SELECT order_id FROM {$wpdb->prefix}woocommerce_order_items WHERE order_item_id = %d", $item_id ) );
	}
	/** Deletes the line's rows. */
	public function delete_order_item( int $item_id ): void {
		global $wpdb;
		$wpdb->delete( "{$wpdb->prefix}woocommerce_order_items", array( 'order_item_id' => $item_id ) );
		$wpdb->delete( $wpdb->order_itemmeta, array( 'order_item_id' => $item_id ) );
		wp_cache_delete( $item_id, 'order_item_meta' );
	}
}

/** The id of the order that the line belongs to. */
function wc_get_order_id_by_order_item_id( $item_id ): int { return WC_Data_Store::load( 'order-item' )->get_order_id_by_order_item_id( $item_id ); }

/** Deletes a line, with its hooks. */
function wc_delete_order_item( $item_id ): bool {
	if ( ! absint( $item_id ) ) { return false; }
	do_action( 'woocommerce_before_delete_order_item', $item_id );
	WC_Data_Store::load( 'order-item' )->delete_order_item( absint( $item_id ) );
	do_action( 'woocommerce_delete_order_item', $item_id );
	return true;
}
