<?php
/**
 * An importer: many orders in one process, each saved three times. Args: { orders, lines, address }. Returns their ids.
 *
 * @package Causeway\Promises
 */

$ids = array();
for ( $i = 0; $i < $args['orders']; $i++ ) {
	$order = wc_create_order();
	foreach ( $args['lines'] as $line ) {
		$order->add_product( wc_get_product( wc_get_product_id_by_sku( $line['sku'] ) ), $line['quantity'] );
	}
	foreach ( $args['address'] as $field => $value ) {
		$order->{"set_billing_$field"}( $value );
		if ( 'email' !== $field ) {
			$order->{"set_shipping_$field"}( $value );
		}
	}
	$parcel = new WC_Order_Item_Shipping();
	$parcel->set_props( array( 'method_id' => 'flat_rate', 'method_title' => 'Parcel', 'total' => '4.12' ) );
	$order->add_item( $parcel );
	$order->set_payment_method( 'cod' );
	$order->calculate_totals();
	$order->update_meta_data( '_imported_as', "old-{$i}" );
	$order->save();
	$order->update_status( 'processing', 'Imported.' );
	$ids[] = $order->get_id();
}
return $ids;
