<?php
/**
 * Router of PHP's built-in server: files as they are, all else through WordPress.
 *
 * @package Causeway\Stage
 */

$path = rawurldecode( (string) parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH ) );
$file = $_SERVER['DOCUMENT_ROOT'] . $path;

if ( str_contains( $path, '..' ) || str_contains( $path, '/.' ) ) {
	http_response_code( 404 );
	return true;
}
if ( is_dir( $file ) && ! str_ends_with( $path, '/' ) && is_file( $file . '/index.php' ) ) {
	header( 'Location: ' . $path . '/', true, 301 );
	return true;
}
if ( '/' !== $path && ( is_file( $file ) || ( is_dir( $file ) && is_file( $file . 'index.php' ) ) ) ) {
	return false;
}
$_SERVER['SCRIPT_NAME']     = '/index.php';
$_SERVER['SCRIPT_FILENAME'] = $_SERVER['DOCUMENT_ROOT'] . '/index.php';
$_SERVER['PHP_SELF']        = '/index.php';
require $_SERVER['DOCUMENT_ROOT'] . '/index.php';
