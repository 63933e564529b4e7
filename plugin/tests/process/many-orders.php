<?php
/**
 * A process of its own that works on many orders: many-orders.php import NUMBER | many-orders.php queue
 * `import` saves each order three times; `queue` runs Action Scheduler's queue until nothing in it is due.
 * Prints a line of JSON: the orders' ids, the most looks that ever waited unfilled, statements of Causeway's, peak memory.
 */

declare(strict_types=1);

require dirname( __DIR__ ) . '/bootstrap.php';

use Causeway\Plugin;
use Causeway\Tests\Shop;

$causeway_seen = (object) [ 'orders' => [], 'unfilled' => 0, 'statements' => 0 ];
add_filter(
	'query',
	static function ( $sql ) use ( $causeway_seen ) {
		$causeway_seen->statements += (int) str_contains( (string) $sql, 'causeway_' );
		return $sql;
	}
);
$causeway_count = static function () use ( $causeway_seen ): void {
	$wpdb   = Plugin::instance()->wpdb;
	$looks  = (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->prefix}causeway_outbox WHERE filled_at IS NULL" );
	$causeway_seen->unfilled    = max( $causeway_seen->unfilled, $looks );
	$causeway_seen->statements -= 1;
};

if ( 'import' === $argv[1] ) {
	for ( $causeway_i = 0; $causeway_i < (int) $argv[2]; $causeway_i++ ) {
		$causeway_order = Shop::order( 'pending' );
		$causeway_order->update_meta_data( '_imported_as', "old-{$causeway_i}" );
		$causeway_order->save();
		$causeway_order->update_status( 'processing', 'Imported.' );
		$causeway_seen->orders[] = $causeway_order->get_id();
		$causeway_count();
	}
} else {
	add_action(
		'causeway_tests_hold',
		static function ( int $id ): void {
			wc_get_order( $id )->update_status( 'on-hold' );
		}
	);
	add_action( 'action_scheduler_after_execute', $causeway_count );
	while ( ActionScheduler::runner()->run( 'causeway tests' ) > 0 ) {
		continue;
	}
}

// After capture's own end of the request, which registers itself later than this.
register_shutdown_function(
	static function () use ( $causeway_seen ): void {
		register_shutdown_function( static fn () => fwrite( STDOUT, json_encode( [ 'peak' => memory_get_peak_usage() ] + (array) $causeway_seen ) . "\n" ) );
	}
);
