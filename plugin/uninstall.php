<?php
/**
 * Causeway was deleted in wp-admin. Its option goes, and the worker's credential is void.
 *
 * Its tables stay: they are the record of which orders the ERP already has (external ids, checkpoints, audit), and a
 * plugin that is deleted and installed again, as people do to mend an update, must not lose that. Who wants them gone
 * says so in wp-config.php, as with WooCommerce's own data: define( 'CAUSEWAY_REMOVE_ALL_DATA', true );
 */

declare(strict_types=1);

namespace Causeway;

\defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

require_once __DIR__ . '/outbox/Schema.php';

( static function (): void {
	global $wpdb;
	\assert( $wpdb instanceof \wpdb );
	\delete_option( 'causeway' );
	\delete_option( 'causeway_alarm' );
	$tables = \array_keys( Outbox\Schema::tables( '', '' ) );
	if ( \defined( 'CAUSEWAY_REMOVE_ALL_DATA' ) && true === \constant( 'CAUSEWAY_REMOVE_ALL_DATA' ) ) {
		foreach ( $tables as $table ) {
			$wpdb->query( "DROP TABLE IF EXISTS {$wpdb->prefix}causeway_{$table}" );
		}
		return;
	}
	$shown = $wpdb->suppress_errors( true );
	$wpdb->query( "UPDATE {$wpdb->prefix}causeway_link SET token_hash = '', code_hash = '', code_expires_at = 0, paired_at = NULL WHERE id = 1" );
	$wpdb->suppress_errors( $shown );
} )();
