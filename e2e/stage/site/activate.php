<?php
/**
 * Activates plugins, in order. Args: { plugins: string[] }. Throws the plugin's own message.
 *
 * @package Causeway\Stage
 */

foreach ( $args['plugins'] as $plugin ) {
	$failed = activate_plugin( $plugin );
	if ( is_wp_error( $failed ) ) {
		throw new RuntimeException( $plugin . ': ' . $failed->get_error_message() );
	}
}
return get_option( 'active_plugins' );
