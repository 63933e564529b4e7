<?php
/**
 * An order made by CRUD. Args: { lines: { sku, quantity }[], address, payment?, note?, status }.
 *
 * @package Causeway\Stage
 */

$order = wc_create_order();
foreach ( $args['lines'] as $line ) {
	$product = wc_get_product( wc_get_product_id_by_sku( $line['sku'] ) );
	if ( ! $product ) {
		throw new RuntimeException( 'no product ' . $line['sku'] );
	}
	$order->add_product( $product, $line['quantity'] );
}
foreach ( $args['address'] as $field => $value ) {
	$order->{"set_billing_$field"}( $value );
	if ( 'email' !== $field ) {
		$order->{"set_shipping_$field"}( $value );
	}
}
if ( class_exists( 'WC_Order_Item_Shipping' ) ) {
	$parcel = new WC_Order_Item_Shipping();
	$parcel->set_props(
		array(
			'method_id'    => 'flat_rate',
			'method_title' => 'Parcel',
			'total'        => '4.12',
		)
	);
	$order->add_item( $parcel );
}
$order->set_payment_method( $args['payment'] ?? 'cod' );
$order->set_customer_note( $args['note'] ?? '' );
$order->calculate_totals();
$order->set_status( $args['status'] );
$order->save();
return array(
	'id'  => $order->get_id(),
	'key' => $order->get_order_key(),
);
