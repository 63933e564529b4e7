<?php
/**
 * A request of its own that changes an item's quantity to 7 and is killed before it ends: edit-item-and-die.php ITEM
 */

declare(strict_types=1);

require dirname( __DIR__ ) . '/bootstrap.php';

add_action( 'woocommerce_after_order_item_object_save', static fn () => posix_kill( (int) getmypid(), SIGKILL ), PHP_INT_MAX );
$causeway_item = new WC_Order_Item_Product( (int) $argv[1] );
$causeway_item->set_quantity( 7 );
$causeway_item->save();
