<?php declare(strict_types=1);
/** Stock, and how orders move it. */

/** Sets, adds to or takes from a product's stock; returns the new stock, or false without a product. */
function wc_update_product_stock( $product, $quantity = null, string $operation = 'set', bool $updating = false ) {
	$product = $product instanceof WC_Product ? $product : wc_get_product( $product );
	if ( ! $product || null === $quantity || ! $product->managing_stock() ) { return $product ? $product->get_stock_quantity() : false; }
	do_action( 'woocommerce_product_before_set_stock', $product );
	$stock = WC_Data_Store::load( 'product' )->update_product_stock( $product->get_id(), wc_stock_amount( $quantity ), $operation );
	$product->take_stock( $stock );
	if ( ! $updating ) { $product->save(); }
	do_action( 'woocommerce_product_set_stock', $product );
	return $product->get_stock_quantity();
}

/** Takes an order's pieces from stock, or gives them back, once; the order says so in a save of its own, with a fresh object. */
function causeway_double_settle_stock( $order_id, bool $take ): void {
	$taken = wc_get_order( $order_id )->get_order_stock_reduced();
	if ( $take ? ! apply_filters( 'woocommerce_payment_complete_reduce_order_stock', ! $taken, $order_id ) : ! $taken ) { return; }
	$take ? wc_reduce_stock_levels( $order_id ) : wc_increase_stock_levels( $order_id );
	$order = wc_get_order( $order_id );
	$order->set_order_stock_reduced( $take );
	$order->save();
}

/** Takes an order's pieces from stock unless that was done. */
function wc_maybe_reduce_stock_levels( $order_id ): void { causeway_double_settle_stock( $order_id, true ); }
/** Gives an order's pieces back where they were taken. */
function wc_maybe_increase_stock_levels( $order_id ): void { causeway_double_settle_stock( $order_id, false ); }

/** Takes the pieces of each line from stock, once. */
function wc_reduce_stock_levels( $order ): void {
	$order = wc_get_order( $order );
	foreach ( $order->get_items() as $item ) {
		$product = $item->get_product();
		if ( $item->get_meta( '_reduced_stock' ) || ! $product || ! $product->managing_stock() ) { continue; }
		$quantity = apply_filters( 'woocommerce_order_item_quantity', $item->get_quantity(), $order, $item );
		$stock    = wc_update_product_stock( $product, $quantity, 'decrease' );
		$item->add_meta_data( '_reduced_stock', $quantity, true );
		$item->save();
		$order->add_order_note( sprintf( 'Stock levels reduced: %s (%s&rarr;%s)', $product->get_name(), $stock + $quantity, $stock ) );
		do_action( 'woocommerce_reduce_order_item_stock', $item, array( 'product' => $product, 'from' => $stock + $quantity, 'to' => $stock ), $order );
	}
	do_action( 'woocommerce_reduce_order_stock', $order );
}

/** Gives back what each line took. */
function wc_increase_stock_levels( $order ): void {
	$order = wc_get_order( $order );
	foreach ( $order->get_items() as $item ) {
		$product  = $item->get_product();
		$quantity = $item->get_meta( '_reduced_stock' );
		if ( $quantity && $product && $product->managing_stock() ) {
			$stock = wc_update_product_stock( $product, $quantity, 'increase' );
			$item->delete_meta_data( '_reduced_stock' );
			$item->save();
			do_action( 'woocommerce_restore_order_item_stock', $item, $stock, $stock - $quantity, $order );
		}
	}
	do_action( 'woocommerce_restore_order_stock', $order );
}

foreach ( array( 'payment_complete', 'order_status_completed', 'order_status_processing', 'order_status_on-hold' ) as $moment ) {
	add_action( "woocommerce_$moment", 'wc_maybe_reduce_stock_levels' );
}
foreach ( array( 'cancelled', 'pending', 'failed' ) as $status ) {
	add_action( "woocommerce_order_status_$status", 'wc_maybe_increase_stock_levels' );
}
