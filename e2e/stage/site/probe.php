<?php
/**
 * Saves one order, looks where its row went, and deletes it. Returns 'hpos', 'posts' or 'other'.
 *
 * @package Causeway\Stage
 */

global $wpdb;

$order = wc_create_order();
$order->save();
$id = $order->get_id();
// phpcs:disable WordPress.DB.DirectDatabaseQuery
$type = $wpdb->get_var( $wpdb->prepare( "SELECT post_type FROM {$wpdb->posts} WHERE ID = %d", $id ) );
$had  = $wpdb->suppress_errors( true );
$row  = $wpdb->get_var( $wpdb->prepare( "SELECT id FROM {$wpdb->prefix}wc_orders WHERE id = %d", $id ) );
$wpdb->suppress_errors( $had );
// phpcs:enable
$order->delete( true );

if ( 'shop_order' === $type ) {
	return 'posts';
}
return (int) $row === $id ? 'hpos' : 'other';
