<?php

declare(strict_types=1);

namespace Causeway\StoreContract;

/**
 * The laid test shop that the suite runs in, and the guard that keeps it out of every other one.
 */
final class TestShop {
	/**
	 * The absolute path in CAUSEWAY_WP_LOAD; without a readable one the suite ends.
	 */
	public static function path_to_wp_load(): string {
		$path = getenv( 'CAUSEWAY_WP_LOAD' );
		if ( ! is_string( $path ) || '' === $path ) {
			self::refuse( 'CAUSEWAY_WP_LOAD is not set: name the wp-load.php of a laid test shop (see README.md).' );
		}
		if ( 'wp-load.php' !== basename( $path ) || ! is_readable( $path ) ) {
			self::refuse( "CAUSEWAY_WP_LOAD is not a readable wp-load.php: $path" );
		}
		return $path;
	}

	/**
	 * What WordPress reads from the web server, for a process that has none.
	 */
	public static function pretend_a_request(): void {
		$_SERVER['HTTP_HOST']       = $_SERVER['SERVER_NAME'] = 'localhost';
		$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
		$_SERVER['REQUEST_METHOD']  = 'GET';
		$_SERVER['REQUEST_URI']     = '/';
		$_SERVER['REMOTE_ADDR']     = '127.0.0.1';
	}

	/**
	 * Ends the suite unless the stage laid the shop: the constant in its wp-config.php says so.
	 */
	public static function refuse_any_other_shop(): void {
		if ( ! defined( 'CAUSEWAY_STAGE_SECRET' ) ) {
			self::refuse( 'The stage did not lay this shop (no CAUSEWAY_STAGE_SECRET): its rows would be changed, nothing was touched.' );
		}
		if ( ! function_exists( 'WC' ) ) {
			self::refuse( 'This shop has neither WooCommerce nor the store double active.' );
		}
	}

	/**
	 * Where this shop keeps its orders.
	 *
	 * @return 'double'|'orders table'|'posts'
	 */
	public static function storage(): string {
		if ( defined( 'CAUSEWAY_STORE_DOUBLE' ) ) {
			return 'double';
		}
		return \Automattic\WooCommerce\Utilities\OrderUtil::custom_orders_table_usage_is_enabled() ? 'orders table' : 'posts';
	}

	/**
	 * The line that names store, storage and database in the results.
	 */
	public static function title(): string {
		global $wpdb;
		$database = 'sqlite' === ( defined( 'DB_ENGINE' ) ? DB_ENGINE : '' ) ? 'SQLite' : 'MySQL ' . $wpdb->db_server_info();
		$store    = 'double' === self::storage() ? 'store double' : 'WooCommerce ' . WC()->version . ' (' . self::storage() . ')';
		return "$store on WordPress " . get_bloginfo( 'version' ) . ", $database";
	}

	private static function refuse( string $why ): never {
		fwrite( STDERR, "store contract: $why\n" );
		exit( 2 );
	}
}
