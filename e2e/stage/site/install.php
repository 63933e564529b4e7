<?php
/**
 * Installs WordPress itself: php install.php SITE CODE ARGS RESULT (the code is not used).
 *
 * @package Causeway\Stage
 */

define( 'WP_INSTALLING', true );

$args = json_decode( (string) file_get_contents( $argv[3] ), true );

$_SERVER += array(
	'HTTP_HOST'       => '127.0.0.1',
	'SERVER_NAME'     => '127.0.0.1',
	'SERVER_PROTOCOL' => 'HTTP/1.1',
	'REQUEST_METHOD'  => 'GET',
	'REQUEST_URI'     => '/',
	'REMOTE_ADDR'     => '127.0.0.1',
);

require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

wp_install( $args['title'], 'admin', 'admin@example.test', false, '', $args['password'] );

global $wp_rewrite;
$wp_rewrite->set_permalink_structure( '/%postname%/' );
update_option( 'blog_public', '0' );
update_option( 'timezone_string', 'Europe/Berlin' );
update_option( 'date_format', 'Y-m-d' );

file_put_contents( $argv[4], json_encode( array( 'version' => $GLOBALS['wp_version'] ) ) );
