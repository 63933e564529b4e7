<?php
/**
 * Plugin Name: Costs of the worker's requests
 * Description: One line of JSON for each: which route, statements (all and Causeway's own), peak memory in bytes, ms.
 *
 * @package Causeway\Promises
 */

$causeway_route = (string) ( $_GET['rest_route'] ?? '' ); // phpcs:ignore WordPress.Security
if ( str_starts_with( $causeway_route, '/causeway/v1/' ) ) {
	$causeway_costs = (object) array(
		'route'      => substr( $causeway_route, strlen( '/causeway/v1/' ) ),
		'queries'    => 0,
		'statements' => 0,
	);
	$causeway_began = hrtime( true );
	add_filter(
		'query',
		static function ( $sql ) use ( $causeway_costs ) {
			++$causeway_costs->queries;
			$causeway_costs->statements += (int) str_contains( (string) $sql, 'causeway_' );
			return $sql;
		}
	);
	register_shutdown_function(
		static function () use ( $causeway_costs, $causeway_began ): void {
			$causeway_costs->peak = memory_get_peak_usage();
			$causeway_costs->ms   = intdiv( hrtime( true ) - $causeway_began, 1_000_000 );
			file_put_contents( __DIR__ . '/costs.jsonl', wp_json_encode( $causeway_costs ) . "\n", FILE_APPEND | LOCK_EX );
		}
	);
}
