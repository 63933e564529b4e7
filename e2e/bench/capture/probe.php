<?php
/**
 * Plugin Name: Causeway bench probe
 * Description: Must-use plugin that the capture bench puts into a shop it laid. Leaves Causeway out of a request that asks for it, and writes down what each measured request cost.
 *
 * Request headers: X-Bench-Id (this request is measured, under this name), X-Bench-Off (leave Causeway out),
 * X-Bench-Save (with the stage's secret: save an order, and nothing else).
 *
 * @package Causeway\Bench
 */

declare(strict_types=1);

if ( ! isset( $_SERVER['HTTP_X_BENCH_ID'] ) ) {
	return;
}

if ( isset( $_SERVER['HTTP_X_BENCH_OFF'] ) ) {
	add_filter( 'option_active_plugins', static fn ( $plugins ) => array_values( array_filter( (array) $plugins, static fn ( $plugin ) => ! str_contains( (string) $plugin, 'causeway.php' ) ) ) );
}

$bench_probe = (object) array(
	'statements' => array(),
	'ended'      => false,
	'save'       => null,
);

// $wpdb's own filter tells which statements are Causeway's; how many there are in all, $wpdb->num_queries counts.
add_filter(
	'query',
	static function ( $sql ) use ( $bench_probe ) {
		if ( preg_match_all( "/\b{$GLOBALS['wpdb']->prefix}causeway_(\w+)/", (string) $sql, $found ) ) {
			$bench_probe->statements[] = array(
				'when' => $bench_probe->ended ? 'end' : 'hook',
				'what' => strtok( trim( (string) $sql ), ' ' ) . ' ' . implode( '+', array_unique( $found[1] ) ),
			);
		}
		return $sql;
	}
);

if ( isset( $_SERVER['HTTP_X_BENCH_SAVE'] ) ) {
	add_action(
		'wp_loaded',
		static function () use ( $bench_probe ): void {
			[ $secret, $kind, $id ] = explode( ' ', (string) $_SERVER['HTTP_X_BENCH_SAVE'] ) + array( '', '', '0' );
			if ( ! hash_equals( CAUSEWAY_STAGE_SECRET, $secret ) ) {
				wp_die( 'not yours', 403 );
			}
			if ( 'new' === $kind ) {
				$order = new WC_Order();
				$order->add_product( wc_get_product( wc_get_product_id_by_sku( 'SKU-001' ) ), 2 );
				$order->add_product( wc_get_product( wc_get_product_id_by_sku( 'SKU-002' ) ), 1 );
				$order->set_address(
					array(
						'first_name' => 'Frieda',
						'last_name'  => 'Hansen',
						'address_1'  => 'Am Kai 3',
						'city'       => 'Kiel',
						'postcode'   => '24103',
						'country'    => 'DE',
					)
				);
				$order->set_payment_method( 'cod' );
				// Not calculate_totals(): it saves the order itself.
				$order->set_total( 42 );
				$order->set_status( 'processing' );
			} else {
				$order = wc_get_order( (int) $id );
				$order->set_customer_note( 'Ring twice. ' . uniqid() );
			}
			$queries = $GLOBALS['wpdb']->num_queries;
			$began   = hrtime( true );
			$order->save();
			$bench_probe->save = array(
				'ms'      => ( hrtime( true ) - $began ) / 1e6,
				'queries' => $GLOBALS['wpdb']->num_queries - $queries,
			);
			header( 'Content-Type: application/json' );
			echo wp_json_encode( array( 'id' => $order->get_id() ) );
			exit;
		}
	);
}

register_shutdown_function(
	// After WordPress's `shutdown` hooks, before what a plugin registered for after them: capture's end is there.
	static function () use ( $bench_probe ): void {
		global $wpdb;
		$bench_probe->ended = true;
		$memory             = memory_get_usage();
		$files              = count( get_included_files() );
		$hooks              = 0;
		foreach ( $GLOBALS['wp_filter'] as $hook ) {
			foreach ( $hook->callbacks as $callbacks ) {
				$hooks += count( $callbacks );
			}
		}
		$queries = (int) $wpdb->num_queries;
		$ended   = hrtime( true );
		$ms      = ( microtime( true ) - (float) $_SERVER['REQUEST_TIME_FLOAT'] ) * 1000;
		register_shutdown_function(
			static function () use ( $bench_probe, $memory, $files, $hooks, $queries, $ended, $ms ): void {
				global $wpdb;
				$line = array(
					'id'          => (string) $_SERVER['HTTP_X_BENCH_ID'],
					'uri'         => $_SERVER['REQUEST_METHOD'] . ' ' . $_SERVER['REQUEST_URI'],
					'off'         => isset( $_SERVER['HTTP_X_BENCH_OFF'] ),
					'loaded'      => defined( 'Causeway\VERSION' ),
					'queries'     => $queries,
					'end_queries' => (int) $wpdb->num_queries - $queries,
					'ms'          => $ms,
					'end_ms'      => ( hrtime( true ) - $ended ) / 1e6,
					'hooks'       => $hooks,
					'files'       => $files,
					'memory'      => $memory,
					'statements'  => $bench_probe->statements,
					'save'        => $bench_probe->save,
				);
				file_put_contents( dirname( CAUSEWAY_STAGE_MAIL_LOG ) . '/bench.jsonl', wp_json_encode( $line ) . "\n", FILE_APPEND | LOCK_EX );
			}
		);
	}
);
