<?php
/**
 * Orders made by CRUD, many in one process. Args: { baskets: { lines: { sku, quantity }[], address }[] }.
 * Returns { order_id, order_key, at_ms }[]: `at_ms` is when it was saved.
 *
 * @package Causeway\Bench
 */

// An importer tells no customer; the e-mails of the road's own end (order completed) are sent as ever.
foreach ( array( 'new_order', 'customer_processing_order' ) as $email ) {
	add_filter( 'woocommerce_email_enabled_' . $email, '__return_false' );
}

$made     = array();
$products = array();
foreach ( $args['baskets'] as $basket ) {
	$order = new WC_Order();
	$order->set_currency( 'EUR' );
	foreach ( $basket['lines'] as $line ) {
		$products[ $line['sku'] ] ??= wc_get_product_id_by_sku( $line['sku'] );
		$order->add_product( wc_get_product( $products[ $line['sku'] ] ), $line['quantity'] );
	}
	foreach ( $basket['address'] as $field => $value ) {
		$order->{"set_billing_$field"}( $value );
		if ( 'email' !== $field ) {
			$order->{"set_shipping_$field"}( $value );
		}
	}
	$parcel = new WC_Order_Item_Shipping();
	$parcel->set_props(
		array(
			'method_id'    => 'flat_rate',
			'method_title' => 'Parcel',
			'total'        => '4.12',
		)
	);
	$order->add_item( $parcel );
	$order->set_payment_method( 'cod' );
	$order->calculate_totals();
	$order->set_status( 'processing' );
	$order->save();
	$made[] = array(
		'order_id'  => $order->get_id(),
		'order_key' => $order->get_order_key(),
		'at_ms'     => (int) ( microtime( true ) * 1000 ),
	);
}
return $made;
