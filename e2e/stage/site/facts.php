<?php
/**
 * What the laid shop says of itself; the stage compares it with what was asked for.
 *
 * @package Causeway\Stage
 */

$order_util = 'Automattic\WooCommerce\Utilities\OrderUtil';
$path       = static fn( $id ) => $id > 0 ? (string) wp_parse_url( (string) get_permalink( $id ), PHP_URL_PATH ) : '';
$page       = static fn( $slug ) => get_page_by_path( $slug )->ID ?? 0;
$store_page = static fn( $name ) => function_exists( 'wc_get_page_id' ) ? (int) wc_get_page_id( $name ) : $page( $name );

return array(
	'wordpress' => $GLOBALS['wp_version'],
	'store'     => defined( 'WC_VERSION' ) ? WC_VERSION : null,
	'hpos'      => class_exists( $order_util ) && $order_util::custom_orders_table_usage_is_enabled(),
	'products'  => count(
		wc_get_products(
			array(
				'limit'  => -1,
				'return' => 'ids',
				'status' => 'publish',
			)
		)
	),
	'plugins'   => array_values( (array) get_option( 'active_plugins' ) ),
	'currency'  => get_option( 'woocommerce_currency' ),
	'url'       => home_url(),
	'pages'     => array(
		'checkout'        => $path( $store_page( 'checkout' ) ),
		'classicCheckout' => $path( $page( 'classic-checkout' ) ),
		'shop'            => $path( $store_page( 'shop' ) ),
	),
);
