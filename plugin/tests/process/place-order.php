<?php
/**
 * A request of its own that places an order and is killed, or not: place-order.php kill-in-new-order|kill-before-causeway|live
 * Prints the order's id before it dies.
 */

declare(strict_types=1);

require dirname( __DIR__ ) . '/bootstrap.php';

$causeway_kill = static function ( int $id ): void {
	fwrite( STDOUT, "order {$id}\n" );
	posix_kill( (int) getmypid(), SIGKILL );
};

match ( $argv[1] ) {
	'kill-in-new-order'    => add_action( 'woocommerce_new_order', $causeway_kill ),
	'kill-before-causeway' => add_action( 'woocommerce_new_order', $causeway_kill, PHP_INT_MIN ),
	'live'                 => null,
};

$causeway_order = Causeway\Tests\Shop::order();
fwrite( STDOUT, "order {$causeway_order->get_id()}\n" );
