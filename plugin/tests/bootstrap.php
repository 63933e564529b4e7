<?php
/**
 * Boots the laid shop that CAUSEWAY_WP_LOAD names (e2e/stage/README.md), with Causeway active in it.
 */

declare(strict_types=1);

// WordPress expects the global scope; PHPUnit requires this file inside a function.
global $wpdb, $wp, $wp_query, $wp_the_query, $wp_rewrite, $wp_did_header, $wp_filter, $wp_actions, $wp_roles, $wp_locale,
	$wp_version, $wp_db_version, $table_prefix, $blog_id, $current_site, $shortcode_tags, $post, $pagenow, $wp_widget_factory,
	$wp_locale_switcher, $wp_textdomain_registry, $wp_plugin_paths, $wp_embed, $woocommerce;

$causeway_wp_load = (string) getenv( 'CAUSEWAY_WP_LOAD' );
if ( ! is_file( $causeway_wp_load ) ) {
	fwrite( STDERR, "Set CAUSEWAY_WP_LOAD to the wp-load.php of a laid shop: see e2e/stage/README.md.\n" );
	exit( 2 );
}

$_SERVER += [
	'HTTP_HOST'       => '127.0.0.1',
	'REQUEST_URI'     => '/',
	'REQUEST_METHOD'  => 'GET',
	'SERVER_PROTOCOL' => 'HTTP/1.1',
	'SERVER_NAME'     => '127.0.0.1',
	'REMOTE_ADDR'     => '127.0.0.1',
];

require $causeway_wp_load;

// The tests write orders and empty tables: never in a shop that the stage did not lay.
if ( ! defined( 'CAUSEWAY_STAGE_SECRET' ) || ! class_exists( Causeway\Plugin::class ) ) {
	fwrite( STDERR, "{$causeway_wp_load} is no laid shop with Causeway active; nothing was touched.\n" );
	exit( 2 );
}

Causeway\Plugin::instance()->migration()->run();

spl_autoload_register(
	static function ( string $name ): void {
		if ( str_starts_with( $name, 'Causeway\\Tests\\' ) ) {
			$parts = explode( '\\', substr( $name, 15 ) );
			$file  = array_pop( $parts ) . '.php';
			$path  = __DIR__ . '/' . ( $parts ? strtolower( implode( '/', $parts ) ) . '/' : '' ) . $file;
			if ( is_file( $path ) ) {
				require $path;
			}
		}
	}
);

fwrite( STDOUT, 'Store: ' . Causeway\Tests\Shop::title() . "\n" );
