<?php
/**
 * Plugin Name: Effect gate
 * Description: Another plugin at the worst moment: holds an exchange where `effect-gate.json` beside says (`gate`), is slow at every
 * save (`slow_ms`) or throws at the saves of some orders (`throws`: id => how often); and writes down what was answered.
 *
 * @package Causeway\Promises
 */

if ( '/causeway/v1/exchange' !== ( $_GET['rest_route'] ?? '' ) || ! is_file( __DIR__ . '/effect-gate.json' ) ) { // phpcs:ignore WordPress.Security
	return;
}

$causeway_plan  = static fn (): stdClass => json_decode( (string) file_get_contents( __DIR__ . '/effect-gate.json' ) );
$causeway_began = microtime( true );

/** Stops the first request that comes here, until the test opens. */
$causeway_gate = static function ( string $at ) use ( $causeway_plan ): void {
	clearstatcache();
	if ( $at !== $causeway_plan()->gate || is_file( __DIR__ . '/effect-gate.reached' ) ) {
		return;
	}
	touch( __DIR__ . '/effect-gate.reached' );
	while ( ! is_file( __DIR__ . '/effect-gate.open' ) ) {
		usleep( 10_000 );
		clearstatcache();
	}
};

add_filter(
	'rest_pre_dispatch',
	static function ( $result, $server, $request ) use ( $causeway_gate ) {
		$kinds = array_column( $request->get_json_params()['effects'] ?? array(), 'kind' );
		if ( in_array( 'status', $kinds, true ) ) {
			$causeway_gate( 'while the batch waits' );
		}
		if ( $kinds ) {
			$causeway_gate( 'before any effect' );
		}
		return $result;
	},
	10,
	3
);

add_action(
	'woocommerce_before_order_object_save',
	static function ( $order ) use ( $causeway_plan, $causeway_gate ): void {
		$plan = $causeway_plan();
		usleep( $plan->slow_ms * 1000 );
		$thrown = __DIR__ . '/effect-gate.thrown-' . $order->get_id();
		clearstatcache();
		if ( ( is_file( $thrown ) ? filesize( $thrown ) : 0 ) < ( $plan->throws->{$order->get_id()} ?? 0 ) ) {
			file_put_contents( $thrown, 'x', FILE_APPEND );
			throw new Exception( 'Another plugin does not like this order.' );
		}
		if ( 'completed' === ( $order->get_changes()['status'] ?? '' ) ) {
			$causeway_gate( 'between reading and save' );
		}
	}
);

// After the last look at the status that an effect takes, before the statement that writes it.
add_filter(
	'query',
	static function ( $sql ) use ( $causeway_gate ) {
		if ( preg_match( '/^\s*(INSERT|UPDATE)\b.*\bwc-completed\b/is', (string) $sql ) ) {
			$causeway_gate( 'in the instant of the write' );
		}
		return $sql;
	}
);

add_action( 'woocommerce_order_status_completed', static fn () => $causeway_gate( 'between save and answer' ), PHP_INT_MAX );

add_filter(
	'rest_post_dispatch',
	static function ( $response, $server, $request ) use ( $causeway_began ) {
		$sent  = array_column( $request->get_json_params()['effects'] ?? array(), 'kind', 'id' );
		$data  = $response->get_data();
		$told  = array_map(
			static fn ( $answer ) => array( 'kind' => $sent[ $answer['id'] ] ) + array_intersect_key( $answer, array_flip( array( 'subject', 'epoch', 'n', 'result' ) ) ),
			$data['answers'] ?? array()
		);
		$line = array(
			'answers' => $told,
			'rows'    => array_map( static fn ( $row ) => array( 'row' => $row['row'], 'subject' => $row['event']['subject'] ), $data['rows'] ?? array() ),
			'ms'      => (int) round( ( microtime( true ) - $causeway_began ) * 1000 ),
		);
		file_put_contents( __DIR__ . '/effect-gate.log', wp_json_encode( $line ) . "\n", FILE_APPEND | LOCK_EX );
		return $response;
	},
	10,
	3
);
