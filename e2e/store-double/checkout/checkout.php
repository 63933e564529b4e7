<?php declare(strict_types=1);
/** One plain checkout: POST /?store-double=checkout. */

namespace Causeway\StoreDouble;

use InvalidArgumentException;
use WC_Order;
use WC_Order_Item_Product;
use WC_Order_Item_Shipping;

/** What shipping costs, before tax. */
const FLAT_RATE = '4.90';

const REQUIRED = array( 'billing_first_name', 'billing_last_name', 'billing_address_1', 'billing_city', 'billing_postcode', 'billing_country', 'billing_email' );

add_action(
	'wp_loaded',
	static function (): void {
		if ( 'checkout' !== ( $_GET['store-double'] ?? '' ) ) { return; }
		try {
			$order = check_out( wc_clean( wp_unslash( $_POST ) ) );
		} catch ( InvalidArgumentException $refused ) {
			wp_send_json( array( 'error' => $refused->getMessage() ), 400 );
		}
		wp_send_json( array( 'order_id' => $order->get_id(), 'order_key' => $order->get_order_key(), 'status' => wc_get_order( $order )->get_status() ) );
	}
);

/** Places an order as the classic checkout does: pending, then to be paid on delivery and processing, then late saves of the first object. */
function check_out( array $form ): WC_Order {
	$order = order_from_form( $form );
	do_action( 'woocommerce_checkout_create_order', $order, $form );
	$order->calculate_totals();
	do_action( 'woocommerce_checkout_update_order_meta', $order->get_id(), $form );
	do_action( 'woocommerce_checkout_order_created', $order );
	do_action( 'woocommerce_checkout_order_processed', $order->get_id(), $form, $order );
	wc_get_order( $order )->update_status( apply_filters( 'woocommerce_cod_process_payment_order_status', 'processing', $order ), 'Payment to be made upon delivery.' );
	$mailed = wc_get_order( $order );
	$mailed->set_new_order_email_sent( true );
	$mailed->save();
	$order->save();
	$order->save();
	return $order;
}

/** The unsaved order of a form; throws where the form lacks something. */
function order_from_form( array $form ): WC_Order {
	$missing = array_diff( REQUIRED, array_keys( array_filter( $form, static fn( $value ): bool => '' !== $value ) ) );
	if ( $missing || ! is_email( $form['billing_email'] ) || 'cod' !== ( $form['payment_method'] ?? '' ) ) {
		throw new InvalidArgumentException( $missing ? 'Missing: ' . implode( ', ', $missing ) : 'billing_email must be an address and payment_method cod.' );
	}
	$billing = array_filter( $form, static fn( $field ): bool => str_starts_with( (string) $field, 'billing_' ), ARRAY_FILTER_USE_KEY );
	$order   = new WC_Order();
	$order->set_props( array_combine( str_replace( 'billing_', 'shipping_', array_keys( $billing ) ), $billing ) );
	$order->set_props( array_filter( $form, static fn( $field ): bool => 1 === preg_match( '/^(billing|shipping)_/', (string) $field ), ARRAY_FILTER_USE_KEY ) );
	$order->set_props( array( 'created_via' => 'checkout', 'customer_id' => get_current_user_id(), 'customer_note' => $form['order_comments'] ?? '', 'payment_method' => 'cod', 'payment_method_title' => 'Cash on delivery' ) );
	$order->set_props( array( 'customer_ip_address' => $_SERVER['REMOTE_ADDR'] ?? '', 'customer_user_agent' => wc_clean( $_SERVER['HTTP_USER_AGENT'] ?? '' ) ) );
	add_lines( $order, array_filter( array_map( 'intval', (array) ( $form['items'] ?? array() ) ), static fn( int $quantity ): bool => $quantity > 0 ) );
	return $order;
}

/** Product lines by SKU, and shipping; throws where nothing is bought, or something that can't be. */
function add_lines( WC_Order $order, array $items ): void {
	foreach ( $items ?: throw new InvalidArgumentException( 'items: empty.' ) as $sku => $quantity ) {
		$product = wc_get_product( wc_get_product_id_by_sku( (string) $sku ) );
		if ( ! $product || ! $product->has_enough_stock( $quantity ) ) {
			throw new InvalidArgumentException( $product ? "$sku: not enough in stock." : "$sku: no such product." );
		}
		$total = (float) $product->get_price() * $quantity;
		$line  = new WC_Order_Item_Product();
		$line->set_product( $product );
		$line->set_props( array( 'quantity' => $quantity, 'subtotal' => $total, 'total' => $total ) );
		do_action( 'woocommerce_checkout_create_order_line_item', $line, (string) $sku, array( 'data' => $product, 'quantity' => $quantity ), $order );
		$order->add_item( $line );
	}
	$shipping = new WC_Order_Item_Shipping();
	$shipping->set_props( array( 'method_title' => 'Flat rate', 'method_id' => 'flat_rate', 'instance_id' => '1', 'total' => FLAT_RATE ) );
	$order->add_item( $shipping );
}
