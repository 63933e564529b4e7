<?php
/**
 * Plugin Name: Bare loop
 * Description: Loads each order, sets the fields that Causeway's effects set, saves: with Causeway switched off. What writing back costs at the least.
 *
 * @package Causeway\Bench
 */

if ( ! isset( $_GET['bare_loop'] ) ) { // phpcs:ignore WordPress.Security
	return;
}
add_filter( 'option_active_plugins', static fn ( $plugins ) => array_values( array_filter( (array) $plugins, static fn ( $plugin ) => ! str_contains( (string) $plugin, 'causeway.php' ) ) ) );
add_action(
	'wp_loaded',
	static function (): void {
		foreach ( json_decode( (string) file_get_contents( 'php://input' ) ) as $wanted ) {
			$order = wc_get_order( $wanted->id );
			$order->update_meta_data( '_causeway_erp_number', $wanted->number );
			$order->update_meta_data( '_causeway_external_id', $wanted->external_id );
			$order->save();
			$order = wc_get_order( $wanted->id );
			$order->set_status( 'completed', 'Shipped.' );
			$order->save();
		}
		exit( 'done' );
	},
	PHP_INT_MAX
);
