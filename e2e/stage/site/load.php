<?php
/**
 * Starts the laid WordPress and runs a piece of PHP in it: php load.php SITE CODE ARGS RESULT
 *
 * @package Causeway\Stage
 */

$_SERVER += array(
	'HTTP_HOST'       => '127.0.0.1',
	'SERVER_NAME'     => '127.0.0.1',
	'SERVER_PROTOCOL' => 'HTTP/1.1',
	'REQUEST_METHOD'  => 'GET',
	'REQUEST_URI'     => '/',
	'REMOTE_ADDR'     => '127.0.0.1',
);

require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';

wp_set_current_user( 1 );

( static function ( string $code, string $args, string $result ) {
	$args  = json_decode( (string) file_get_contents( $args ), true );
	$value = include $code;
	file_put_contents( $result, json_encode( 1 === $value ? null : $value, JSON_THROW_ON_ERROR | JSON_PRESERVE_ZERO_FRACTION ) );
} )( $argv[2], $argv[3], $argv[4] );
