<?php declare(strict_types=1);
/** What the shop lays down at activation: tables for items, roles, capabilities. */

namespace Causeway\StoreDouble;

/** Makes tables and roles; may run again. */
function lay_ground(): void {
	global $wpdb;
	$id    = 'bigint(20) unsigned NOT NULL';
	$items = "order_item_id $id AUTO_INCREMENT, order_item_name text NOT NULL, order_item_type varchar(200) NOT NULL, order_id $id, PRIMARY KEY (order_item_id), KEY order_id (order_id)";
	$meta  = "meta_id $id AUTO_INCREMENT, order_item_id $id, meta_key varchar(255), meta_value longtext, PRIMARY KEY (meta_id), KEY order_item_id (order_item_id)";
	foreach ( array( 'woocommerce_order_items' => $items, 'woocommerce_order_itemmeta' => $meta ) as $table => $columns ) {
		$wpdb->query( "CREATE TABLE IF NOT EXISTS {$wpdb->prefix}$table ($columns) {$wpdb->get_charset_collate()}" );
	}
	$capabilities = array( 'manage_woocommerce', 'view_woocommerce_reports', 'create_customers' );
	foreach ( array( 'shop_order', 'product' ) as $type ) {
		foreach ( array( 'edit', 'edit_others', 'edit_published', 'read_private', 'publish', 'delete', 'delete_others', 'delete_published' ) as $right ) {
			$capabilities[] = "{$right}_{$type}s";
		}
	}
	add_role( 'customer', 'Customer', array( 'read' => true ) );
	add_role( 'shop_manager', 'Shop manager', array( 'read' => true, 'edit_posts' => true, 'list_users' => true ) );
	foreach ( $capabilities as $capability ) {
		get_role( 'administrator' )->add_cap( $capability );
		get_role( 'shop_manager' )->add_cap( $capability );
	}
}
