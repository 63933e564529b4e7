<?php
/**
 * What capture costs, plugin on and off in turn: CAUSEWAY_WP_LOAD=… php tests/measure.php [PAIRS]
 * Prints a line of JSON for a save in PHP and one for a block checkout over HTTP (PHP's own server, OPcache on).
 * Milliseconds are medians of one machine at one time; queries are exact.
 */

declare(strict_types=1);

namespace Causeway\Tests;

require __DIR__ . '/bootstrap.php';

use Causeway\Capture\Response;
use Causeway\Plugin;

$causeway_median = static function ( array $values ): float {
	\sort( $values );
	return \round( (float) $values[ \intdiv( \count( $values ), 2 ) ], 2 );
};
$causeway_pairs  = (int) ( $argv[1] ?? 30 );
$causeway_plugin = Plugin::instance();
\add_filter( 'pre_wp_mail', '__return_true' );

$causeway_save = static function ( \WC_Order $order ): array {
	$plugin  = Plugin::instance();
	$queries = $plugin->wpdb->num_queries;
	$began   = \hrtime( true );
	$order->set_customer_note( \bin2hex( \random_bytes( 8 ) ) );
	$order->save();
	$saved = \hrtime( true );
	$hook  = $plugin->wpdb->num_queries - $queries;
	$plugin->capture()->requestEnds( new Response() );
	return [ 'queries' => $hook, 'end_queries' => $plugin->wpdb->num_queries - $queries - $hook, 'ms' => ( $saved - $began ) / 1e6, 'end_ms' => ( \hrtime( true ) - $saved ) / 1e6 ];
};

$causeway_listeners = $GLOBALS['wp_filter'];
$causeway_order     = Shop::order();
$causeway_costs     = [];
for ( $causeway_i = 0; $causeway_i < $causeway_pairs * 2; $causeway_i++ ) {
	$causeway_on = (bool) ( $causeway_i % 2 );
	$GLOBALS['wp_filter'] = \array_map( static fn ( \WP_Hook $hook ): \WP_Hook => clone $hook, $causeway_listeners );
	$causeway_plugin->settings()->write( [ 'capturing' => $causeway_on ] );
	( new \ReflectionProperty( Plugin::class, 'instance' ) )->setValue( null, null );
	$causeway_plugin = Plugin::instance();
	\wp_cache_flush();
	$causeway_costs[ $causeway_on ? 'on' : 'off' ][] = $causeway_save( new \WC_Order( $causeway_order->get_id() ) );
}
$causeway_line = [ 'what' => 'save', 'shop' => Shop::title() ];
foreach ( $causeway_costs as $causeway_mode => $causeway_rows ) {
	foreach ( \array_keys( $causeway_rows[0] ) as $causeway_key ) {
		$causeway_line[ $causeway_mode ][ $causeway_key ] = $causeway_median( \array_column( \array_slice( $causeway_rows, 2 ), $causeway_key ) );
	}
}
echo \json_encode( $causeway_line ), "\n";
$causeway_order->delete( true );

if ( Shop::real() ) {
	$causeway_plugin->settings()->write( [ 'capturing' => true, 'doorbell' => '' ] );
	$causeway_server  = new Http\Server();
	$causeway_address = [ 'first_name' => 'Ada', 'last_name' => 'L', 'company' => '', 'address_1' => 'Hafenstr. 1', 'address_2' => '', 'city' => 'Hamburg', 'state' => '', 'postcode' => '20359', 'country' => 'DE', 'phone' => '040123' ];
	$causeway_costs   = [];
	for ( $causeway_i = 0; $causeway_i < $causeway_pairs * 2; $causeway_i++ ) {
		$causeway_on      = (bool) ( $causeway_i % 2 );
		$causeway_visitor = new Http\Visitor( $causeway_on ? [] : [ 'X-Causeway-Off: 1' ] );
		$causeway_visitor->ask( '/wp-json/wc/store/v1/cart' );
		$causeway_visitor->ask( '/wp-json/wc/store/v1/cart/add-item', [ 'id' => Shop::product()->get_id(), 'quantity' => 1 ] );
		$causeway_server->forget();
		$causeway_began  = \hrtime( true );
		$causeway_answer = \json_decode( $causeway_visitor->ask( '/wp-json/wc/store/v1/checkout', [ 'billing_address' => $causeway_address + [ 'email' => 'ada@example.org' ], 'shipping_address' => $causeway_address, 'payment_method' => 'cod' ] ) );
		$causeway_ms     = ( \hrtime( true ) - $causeway_began ) / 1e6;
		$causeway_cost   = $causeway_server->last( '/checkout' );
		$causeway_costs[ $causeway_on ? 'on' : 'off' ][] = [ 'queries' => $causeway_cost->queries, 'ours' => \count( $causeway_cost->statements ), 'response_ms' => $causeway_ms ];
		\wp_cache_flush();
		\wc_get_order( (int) $causeway_answer->order_id )->delete( true );
	}
	$causeway_server->stop();
	$causeway_line = [ 'what' => 'block checkout', 'shop' => Shop::title() ];
	foreach ( $causeway_costs as $causeway_mode => $causeway_rows ) {
		foreach ( \array_keys( $causeway_rows[0] ) as $causeway_key ) {
			$causeway_line[ $causeway_mode ][ $causeway_key ] = $causeway_median( \array_column( \array_slice( $causeway_rows, 2 ), $causeway_key ) );
		}
	}
	echo \json_encode( $causeway_line ), "\n";
}
foreach ( [ 'outbox', 'subject' ] as $causeway_table ) {
	$causeway_plugin->wpdb->query( "DELETE FROM {$causeway_plugin->wpdb->prefix}causeway_{$causeway_table}" );
}
$causeway_plugin->settings()->write( [ 'capturing' => false ] );
