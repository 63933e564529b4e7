<?php
/**
 * One of several processes that edit the same order at the same time: edit-and-fill.php ORDER TIMES NAME
 */

declare(strict_types=1);

require dirname( __DIR__ ) . '/bootstrap.php';

for ( $causeway_i = 0; $causeway_i < (int) $argv[2]; $causeway_i++ ) {
	$causeway_order = new WC_Order( (int) $argv[1] );
	$causeway_order->set_customer_note( "{$argv[3]} {$causeway_i}" );
	$causeway_order->save();
	$causeway_filled = Causeway\Plugin::instance()->fill()->subject( 'order/' . (int) $argv[1] );
	fwrite( STDOUT, "rev {$causeway_filled->rev} {$causeway_filled->hash}\n" );
}
