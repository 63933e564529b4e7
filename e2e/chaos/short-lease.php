<?php
/**
 * Plugin Name: Short lease
 * Description: Tells the worker that its lease lasts only so many ms (`short-lease.ms` beside), so that nobody waits minutes for its end.
 *
 * @package Causeway\Chaos
 */

add_filter(
	'rest_post_dispatch',
	static function ( $response, $server, $request ) {
		$data = $response->get_data();
		if ( '/causeway/v1/exchange' === $request->get_route() && isset( $data['lease'] ) ) {
			$data['lease']['expires_in_ms'] = min( $data['lease']['expires_in_ms'], (int) file_get_contents( __DIR__ . '/short-lease.ms' ) );
			$response->set_data( $data );
		}
		return $response;
	},
	10,
	3
);
