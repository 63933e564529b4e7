<?php
/**
 * The plugin deleted with all its data and installed again; then a shop that has been there for long.
 * Args: { products, orders, like } `like`: the order that the old ones are copies of. Returns the old orders' ids.
 *
 * @package Causeway\Promises
 */

use Causeway\Plugin;
use Causeway\Tests\CopiedRows;
use Causeway\Tests\ManyOrders;

define( 'CAUSEWAY_REMOVE_ALL_DATA', true );
require_once ABSPATH . 'wp-admin/includes/plugin.php';
deactivate_plugins( 'causeway/causeway.php' );
uninstall_plugin( 'causeway/causeway.php' );

foreach ( array( 'CopiedRows', 'ManyOrders' ) as $class ) {
	require_once WP_PLUGIN_DIR . "/causeway/tests/{$class}.php";
}
global $wpdb;
$old = array();
if ( $args['orders'] > 0 ) {
	$storage = Plugin::instance()->orderStorage();
	$columns = $storage->columns();
	$old     = ( new ManyOrders( $wpdb, $storage->hpos() ) )->copy( wc_get_order( $args['like'] ), $args['orders'] );
	$wpdb->query( $wpdb->prepare( "UPDATE {$storage->table()} SET {$columns['created']} = '2025-11-20 10:00:00', {$columns['modified']} = '2025-11-20 10:00:00' WHERE {$columns['id']} BETWEEN %d AND %d", min( $old ), max( $old ) ) ); // phpcs:ignore
}
if ( $args['products'] > 0 ) {
	$product = new WC_Product_Simple();
	$product->set_props( array( 'name' => 'One of many', 'sku' => 'MANY', 'regular_price' => '5' ) );
	$product->save();
	// What a listing reads of a product; the rest would only make the copy slow.
	$wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->postmeta} WHERE post_id = %d AND meta_key NOT IN ('_sku', '_price', '_stock_status')", $product->get_id() ) );
	$tables = array( $wpdb->posts => 'ID', $wpdb->postmeta => 'post_id', $wpdb->term_relationships => 'object_id' );
	( new CopiedRows( $wpdb, $tables ) )->copy( $product->get_id(), $args['products'] - 1 );
}
wp_cache_flush();
activate_plugin( 'causeway/causeway.php' );
return $old;
