<?php
/**
 * Another process of the shop, at hand while a test stands between two statements. Reads a line, does it, prints what came of it:
 *   buy PRODUCT          an order of one piece, its stock reduced as a checkout does; prints the order's id
 *   apply EFFECT         a stock effect as JSON; prints its result
 */

declare(strict_types=1);

require dirname( __DIR__ ) . '/bootstrap.php';

$causeway_buy = static function ( int $product_id ): string {
	$order = new WC_Order();
	$item  = new WC_Order_Item_Product();
	$item->set_product( wc_get_product( $product_id ) );
	$item->set_quantity( 1 );
	$order->add_item( $item );
	$order->save();
	wc_reduce_stock_levels( $order );
	return (string) $order->get_id();
};

$causeway_apply = static fn ( string $effect ): string => Causeway\Plugin::instance()->effects()->apply( array( json_decode( $effect ) ), new Causeway\Exchange\Budget( 60_000 ), static fn (): bool => true )[0]['result'];

// phpcs:ignore Generic.CodeAnalysis.AssignmentInCondition
while ( false !== ( $causeway_line = fgets( STDIN ) ) ) {
	[ $causeway_verb, $causeway_what ] = explode( ' ', trim( $causeway_line ), 2 );
	// A request of its own: it remembers nothing of the one before.
	wp_cache_flush_runtime();
	fwrite( STDOUT, 'did ' . ( 'buy' === $causeway_verb ? $causeway_buy( (int) $causeway_what ) : $causeway_apply( $causeway_what ) ) . "\n" );
}
