<?php
/**
 * Plugin Name: Exchange weather
 * Description: What the worker's request meets in this shop, as the file beside says: fair, hangs, html, shape, huge.
 *
 * @package Causeway\Promises
 */

if ( '/causeway/v1/exchange' === ( $_GET['rest_route'] ?? '' ) ) { // phpcs:ignore WordPress.Security
	$causeway_file    = __DIR__ . '/exchange-weather';
	$causeway_weather = static function () use ( $causeway_file ): string {
		clearstatcache();
		return is_file( $causeway_file ) ? (string) file_get_contents( $causeway_file ) : 'fair';
	};
	$causeway_answer  = array(
		'html'  => '<!doctype html><p>Briefly unavailable for scheduled maintenance.</p>',
		'shape' => '{"protocol":1,"rows":"none"}',
		'huge'  => '{"protocol":1,"rows":["' . ( 'huge' === $causeway_weather() ? str_repeat( 'x', 9_000_000 ) : '' ) . '"]}',
	);
	if ( 'hangs' === $causeway_weather() ) {
		file_put_contents( $causeway_file . '.met', 'x', FILE_APPEND );
		while ( 'hangs' === $causeway_weather() ) {
			usleep( 20_000 );
		}
	}
	if ( isset( $causeway_answer[ $causeway_weather() ] ) ) {
		header( 'Content-Type: ' . ( 'html' === $causeway_weather() ? 'text/html' : 'application/json' ) );
		echo $causeway_answer[ $causeway_weather() ]; // phpcs:ignore WordPress.Security.EscapeOutput
		exit;
	}
}
