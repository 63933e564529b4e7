<?php declare(strict_types=1);
/** What was given back of one order. */
trait Causeway_Double_Order_Refunds {
	/** @return list<WC_Order_Refund> The newest first. */
	public function get_refunds(): array { return wc_get_orders( array( 'type' => 'shop_order_refund', 'parent' => $this->get_id(), 'limit' => -1, 'orderby' => 'ID' ) ); }
	/** Money given back. */
	public function get_total_refunded(): float { return (float) array_sum( array_map( static fn( $refund ) => (float) $refund->get_amount(), $this->get_refunds() ) ); }
	/** Money that may still be given back. */
	public function get_remaining_refund_amount(): string { return wc_format_decimal( (float) $this->get_total() - $this->get_total_refunded(), wc_get_price_decimals() ); }
	/** Pieces of a line given back, as a negative number. */
	public function get_qty_refunded_for_item( $item_id, string $type = 'line_item' ): int|float {
		$lines = array_merge( array(), ...array_map( static fn( $refund ) => array_values( $refund->get_items( $type ) ), $this->get_refunds() ) );
		return array_sum( array_map( static fn( $line ) => (int) $line->get_meta( '_refunded_item_id' ) === (int) $item_id ? $line->get_quantity() : 0, $lines ) );
	}
}

/** Gives money back: makes the refund, restocks where asked, sets a fully refunded order's status. */
function wc_create_refund( array $args = array() ) {
	$args  += array( 'amount' => 0, 'reason' => null, 'order_id' => 0, 'line_items' => array(), 'refund_payment' => false, 'restock_items' => false );
	$order  = wc_get_order( $args['order_id'] );
	$remain = $order ? (float) $order->get_remaining_refund_amount() - (float) $args['amount'] : -1;
	if ( ! $order || $args['refund_payment'] || $args['amount'] < 0 || $remain < -0.00001 ) {
		return new WP_Error( 'error', $args['refund_payment'] ? 'The store double has no gateway that can refund.' : ( $order ? 'Invalid refund amount.' : 'Invalid order ID.' ) );
	}
	$refund = causeway_double_refund( $order, $args );
	do_action( 'woocommerce_create_refund', $refund, $args );
	$refund->save();
	if ( $args['restock_items'] ) { causeway_double_restock( $order, $args['line_items'] ); }
	do_action( $remain > 0.00001 ? 'woocommerce_order_partially_refunded' : 'woocommerce_order_fully_refunded', $order->get_id(), $refund->get_id() );
	if ( $remain <= 0.00001 ) {
		$order->update_status( apply_filters( 'woocommerce_order_fully_refunded_status', 'refunded', $order->get_id(), $refund->get_id() ) );
	}
	$order->set_date_modified( time() );
	$order->save();
	do_action( 'woocommerce_refund_created', $refund->get_id(), $args );
	do_action( 'woocommerce_order_refunded', $order->get_id(), $refund->get_id() );
	return $refund;
}

/** The refund with its negative lines, saved once by its totals. */
function causeway_double_refund( WC_Order $order, array $args ): WC_Order_Refund {
	$refund = new WC_Order_Refund();
	$refund->set_props( array( 'currency' => $order->get_currency(), 'amount' => $args['amount'], 'parent_id' => $order->get_id(), 'refunded_by' => get_current_user_id() ?: 1, 'reason' => $args['reason'] ) );
	foreach ( array_intersect_key( $order->get_items( array( 'line_item', 'fee', 'shipping' ) ), array_filter( $args['line_items'], 'array_filter' ) ) as $id => $item ) {
		$given = $args['line_items'][ $id ];
		$total = -1 * (float) $given['refund_total'];
		$taxes = array_map( static fn( $tax ): float => -1 * (float) $tax, array_filter( (array) ( $given['refund_tax'] ?? array() ) ) );
		$line  = clone $item;
		$line->add_meta_data( '_refunded_item_id', $id, true );
		$line->set_props( array( 'quantity' => -1 * ( $given['qty'] ?? 0 ), 'total' => $total, 'subtotal' => $total, 'taxes' => array( 'total' => $taxes, 'subtotal' => $taxes ) ) );
		$refund->add_item( $line );
	}
	$refund->update_taxes();
	$refund->calculate_totals( false );
	$refund->set_total( -1 * (float) $args['amount'] );
	return $refund;
}

/** Puts the refunded pieces back into stock. */
function causeway_double_restock( WC_Order $order, array $given ): void {
	foreach ( array_intersect_key( $order->get_items(), array_filter( $given, static fn( array $line ): bool => ! empty( $line['qty'] ) ) ) as $id => $item ) {
		$product = $item->get_product();
		$reduced = $item->get_meta( '_reduced_stock' );
		if ( $reduced && $product && $product->managing_stock() ) {
			$old = $product->get_stock_quantity();
			$new = wc_update_product_stock( $product, $given[ $id ]['qty'], 'increase' );
			$item->update_meta_data( '_reduced_stock', $reduced - $given[ $id ]['qty'] );
			$order->add_order_note( sprintf( 'Item #%d stock increased from %s to %s.', $product->get_id(), $old, $new ) );
			$item->save();
			do_action( 'woocommerce_restock_refunded_item', $product->get_id(), $old, $new, $order, $product );
		}
	}
}
