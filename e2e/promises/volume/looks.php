<?php
/**
 * Orders, and the looks at them, as three days of capture leave them while no worker comes. Args: { like, orders, days }
 * `like`: a captured order that each is a copy of. Returns the ids; throws where capture itself would say otherwise.
 *
 * @package Causeway\Promises
 */

use Causeway\Outbox\Clock;
use Causeway\Outbox\Reading;
use Causeway\Plugin;
use Causeway\Tests\ManyOrders;

foreach ( array( 'CopiedRows', 'ManyOrders' ) as $class ) {
	require_once WP_PLUGIN_DIR . "/causeway/tests/{$class}.php";
}
global $wpdb;
$plugin = Plugin::instance();
$model  = (array) json_decode( (string) $plugin->subjects()->find( 'order/' . $args['like'] )->snapshot );
$ids    = ( new ManyOrders( $wpdb, $plugin->orderStorage()->hpos() ) )->copy( wc_get_order( $args['like'] ), $args['orders'] );

$items = array();
foreach ( $wpdb->get_results( $wpdb->prepare( "SELECT order_item_id, order_id FROM {$wpdb->prefix}woocommerce_order_items WHERE order_id = %d OR order_id BETWEEN %d AND %d ORDER BY order_item_id", $args['like'], min( $ids ), max( $ids ) ) ) as $row ) {
	$items[ (int) $row->order_id ][] = (int) $row->order_item_id;
}
$began   = time() * 1000 - $args['days'] * DAY_IN_SECONDS * 1000;
$storage = $plugin->orderStorage();
$columns = $storage->columns();
$wpdb->query( 'START TRANSACTION' );
foreach ( $ids as $n => $id ) {
	$at       = $began + intdiv( $n * $args['days'] * DAY_IN_SECONDS * 1000, count( $ids ) );
	$placed   = gmdate( 'Y-m-d H:i:s', intdiv( $at, 1000 ) - 2 );
	$wpdb->update( $storage->table(), array( $columns['created'] => $placed, $columns['modified'] => $placed ), array( $columns['id'] => $id ) );
	$renamed  = array_combine( $items[ $args['like'] ], $items[ $id ] );
	$snapshot = (array) json_decode( (string) wp_json_encode( array( 'id' => $id, 'number' => (string) $id, 'key' => "wc_order_copy{$id}", 'created_at' => str_replace( ' ', 'T', $placed ) . 'Z' ) + $model ) );
	$ordered  = array();
	foreach ( array_keys( $model ) as $key ) {
		$ordered[ $key ] = $snapshot[ $key ];
	}
	foreach ( array( 'items', 'shipping_lines', 'fees', 'coupons', 'taxes' ) as $kind ) {
		foreach ( $ordered[ $kind ] as $line ) {
			$line->id = $renamed[ $line->id ] ?? $line->id;
		}
	}
	Clock::set( static fn (): int => $at );
	$made    = strtotime( $ordered['created_at'] ) * 1000;
	$reading = Reading::of( $id, $ordered, (string) $id, $made, $made, array(), $at );
	$subject = "order/{$id}";
	$plugin->outbox()->mark( $subject, (string) $ordered['status'] );
	$look = $plugin->outbox()->look( $subject );
	$plugin->outbox()->promise( $subject, 1, $look->traceId );
	$plugin->subjects()->insertFirst( $subject, 1, $reading, $look->traceId );
	$plugin->outbox()->markFilled( $subject, 1 );
}
Clock::set( null );
$wpdb->query( 'COMMIT' );
foreach ( array( $ids[0], $ids[ intdiv( count( $ids ), 2 ) ], $ids[ count( $ids ) - 1 ] ) as $sample ) {
	$seen = $plugin->orderSnapshot()->reading( $sample, true );
	if ( $seen->hash !== $plugin->subjects()->find( "order/{$sample}" )->hash ) {
		throw new RuntimeException( "Capture reads order {$sample} otherwise:\n{$seen->json}\n" . $plugin->subjects()->find( "order/{$sample}" )->snapshot );
	}
}
return $ids;
