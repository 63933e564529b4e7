<?php
/**
 * Milliseconds that the panel's list takes in a large shop; median of five, each as its own search, filter or sort.
 * Fills the laid shop's table with ORDERS made-up rows of about 5 KB (once), 2,000 of them open.
 *
 *     node e2e/stage/main.ts lay --dir DIR --database mariadb
 *     ORDERS=200000 node e2e/stage/main.ts run --dir DIR -- php plugin/tests/readmodel/bench.php
 */

declare(strict_types=1);

require \dirname( __DIR__ ) . '/bootstrap.php';

( static function ( \wpdb $wpdb, int $orders ): void {
	$table    = $wpdb->prefix . 'causeway_subject';
	$snapshot = \str_repeat( 'x', 2000 );
	$timeline = \str_repeat( 't', 3000 );
	$open     = [ 'accepted', 'held', 'retrying', 'released' ];
	for ( $from = (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$table}" ); $from < $orders; $from += 500 ) {
		$rows = [];
		for ( $id = $from + 1; $id <= $from + 500; $id++ ) {
			$is_open = (int) ( $id > $orders - 2000 );
			$state   = $is_open ? $open[ $id % 4 ] : 'completed';
			$at      = 1_800_000_000_000 + $id * 1000;
			$trace   = \md5( (string) $id );
			$rows[]  = "('order/{$id}', {$id}, 1, '{$id}', {$at}, '{$trace}', '{$state}', 'because', {$at}, 'SO-{$id}', 'DEMO-{$id}-0a1b', {$is_open}, {$at}, '{$snapshot}', '{$timeline}')";
		}
		$wpdb->query( "INSERT INTO {$table} (subject, object_id, incarnation, order_number, order_created_at, trace_id, state, reason, state_since, erp_number, external_id, open, updated_at, snapshot, timeline) VALUES " . \implode( ', ', $rows ) );
	}
	\wp_set_current_user( 1 );
	$last  = $orders - 7;
	$cases = [
		'newest'               => [],
		'page 400'             => [ 'page' => 400 ],
		'search by ERP number' => [ 'search' => "SO-{$last}" ],
		'search by id'         => [ 'search' => (string) $last ],
		'search, nothing'      => [ 'search' => 'zzz' ],
		'held'                 => [ 'state' => [ 'held' ] ],
		'completed'            => [ 'state' => [ 'completed' ] ],
		'open, oldest first'   => [ 'open' => true, 'sort' => 'since', 'direction' => 'asc' ],
		'all, by since'        => [ 'sort' => 'since' ],
	];
	foreach ( $cases as $name => $query ) {
		$times = [];
		for ( $run = 0; $run < 5; $run++ ) {
			$request = new \WP_REST_Request( 'GET', '/causeway/v1/orders' );
			$request->set_query_params( $query );
			$begun    = \hrtime( true );
			$response = \rest_get_server()->dispatch( $request );
			$times[]  = ( \hrtime( true ) - $begun ) / 1e6;
		}
		\sort( $times );
		\printf( "%-22s %8.1f ms   %d found\n", $name, $times[2], $response->get_data()['total'] );
	}
} )( $wpdb, (int) ( \getenv( 'ORDERS' ) ?: 200_000 ) );
