<?php
/**
 * A request of its own in which the plugin is deleted by somebody who wants all of it gone. Nothing is: prints what would be
 * dropped, the tables that there are, and the options that are left, as JSON.
 */

declare(strict_types=1);

require dirname( __DIR__ ) . '/bootstrap.php';

global $wpdb;
$causeway_dropped = [];
$wpdb->query( 'START TRANSACTION' );
update_option( 'causeway_alarm', [ 'since' => 1 ], false );
add_filter(
	'query',
	static function ( string $sql ) use ( &$causeway_dropped ): string {
		$drops = preg_match( '/^DROP TABLE IF EXISTS (\w+)$/', $sql, $table );
		if ( $drops ) {
			$causeway_dropped[] = $table[1];
		}
		return $drops ? 'SELECT 1' : $sql;
	}
);
define( 'WP_UNINSTALL_PLUGIN', 'causeway/causeway.php' );
define( 'CAUSEWAY_REMOVE_ALL_DATA', true );
require dirname( Causeway\FILE ) . '/uninstall.php';
$causeway_tables  = $wpdb->get_col( "SHOW TABLES LIKE '{$wpdb->prefix}causeway%'" );
$causeway_options = $wpdb->get_col( "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE 'causeway%'" );
$wpdb->query( 'ROLLBACK' );
fwrite( STDOUT, "\nanswer " . json_encode( [ $causeway_dropped, $causeway_tables, $causeway_options ] ) . "\n" );
