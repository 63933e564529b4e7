<?php
/**
 * Plugin Name: Causeway stage
 * Description: Must-use plugin of laid shops: no mail leaves, no wizard opens, readiness can be asked.
 *
 * @package Causeway\Stage
 */

add_filter(
	'pre_wp_mail',
	static function ( $short_circuit, $mail ) {
		$line = wp_json_encode(
			array(
				'to'      => $mail['to'],
				'subject' => $mail['subject'],
				'at'      => gmdate( 'c' ),
			)
		);
		file_put_contents( CAUSEWAY_STAGE_MAIL_LOG, $line . "\n", FILE_APPEND | LOCK_EX );
		return true;
	},
	10,
	2
);

add_filter( 'woocommerce_enable_setup_wizard', '__return_false' );
add_filter( 'woocommerce_prevent_automatic_wizard_redirect', '__return_true' );
add_filter( 'woocommerce_allow_tracking', '__return_false' );
add_filter( 'woocommerce_show_addons_page', '__return_false' );
add_filter( 'admin_email_check_interval', '__return_false' );

add_action(
	'rest_api_init',
	static function () {
		register_rest_route(
			'causeway-stage/v1',
			'/ready',
			array(
				'methods'             => 'GET',
				'permission_callback' => static fn( $request ) => hash_equals( CAUSEWAY_STAGE_SECRET, (string) $request['secret'] ),
				'callback'            => static fn() => array( 'ready' => true, 'sapi' => PHP_SAPI, 'pid' => getmypid() ),
			)
		);
	}
);

// The SQLite drop-in knows DATE_ADD() but not MySQL's operator for it, with which WooCommerce reserves stock at checkout.
if ( defined( 'DB_ENGINE' ) && 'sqlite' === DB_ENGINE ) {
	add_filter(
		'query',
		static fn( $query ) => str_contains( $query, 'NOW() + INTERVAL' )
			? preg_replace( '/NOW\(\) \+ INTERVAL (\d+ \w+)/', 'DATE_ADD( NOW(), INTERVAL $1 )', $query )
			: $query
	);
}
