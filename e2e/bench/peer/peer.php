<?php
/**
 * Plugin Name: Peer
 * Description: Lets WooCommerce's webhooks reach the bench's sink on this machine, and runs Action Scheduler's queue as a server's crontab does.
 *
 * @package Causeway\Bench
 */

add_filter( 'http_allowed_safe_ports', static fn ( $ports ) => array_merge( (array) $ports, array( (int) file_get_contents( __DIR__ . '/peer.port' ) ) ) );
if ( isset( $_GET['peer_cron'] ) ) { // phpcs:ignore WordPress.Security
	add_action(
		'wp_loaded',
		static function (): void {
			do_action( 'action_scheduler_run_queue', 'WP Cron' );
			exit( 'done' );
		},
		PHP_INT_MAX
	);
}
