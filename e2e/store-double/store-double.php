<?php
/**
 * Plugin Name: Causeway Store Double
 * Description: Stands in for WooCommerce in Causeway's tests and demo where WooCommerce cannot be had. Never for a real shop.
 * Version: 0.0.0
 * Requires PHP: 8.1
 * License: GPL-2.0-or-later
 */
declare(strict_types=1);

defined( 'ABSPATH' ) || exit;

if ( class_exists( 'WooCommerce', false ) || in_array( 'woocommerce/woocommerce.php', (array) get_option( 'active_plugins', array() ), true ) ) {
	return;
}

define( 'CAUSEWAY_STORE_DOUBLE', __FILE__ );
define( 'WC_VERSION', '0.0.0-double' );

$parts = array(
	'shop'     => array( 'formats', 'logger', 'ground', 'utilities', 'woocommerce' ),
	'crud'     => array( 'keeps-meta', 'wc-data', 'wc-data-store', 'post-store' ),
	'items'    => array( 'wc-order-item', 'item-types', 'item-store' ),
	'orders'   => array( 'holds-items', 'notes', 'refunds', 'wc-abstract-order', 'wc-order', 'order-store', 'finding' ),
	'products' => array( 'wc-product', 'stock' ),
	'checkout' => array( 'checkout' ),
);
foreach ( $parts as $room => $files ) {
	foreach ( $files as $file ) {
		require __DIR__ . "/$room/$file.php";
	}
}

register_activation_hook( __FILE__, 'Causeway\\StoreDouble\\lay_ground' );

// A plugin that requires WooCommerce may be activated beside the double.
add_filter( 'wp_plugin_dependencies_slug', static fn( string $slug ): string => 'woocommerce' === $slug ? dirname( plugin_basename( __FILE__ ) ) : $slug );

WC()->open();
