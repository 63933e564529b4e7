<?php declare(strict_types=1);
/** Lines by type: read on first use, changed in memory, written by the order's save. */
trait Causeway_Double_Holds_Items {
	/** @var array<string, array<int|string, WC_Order_Item>> */
	private array $items = array();
	/** @var list<WC_Order_Item> */
	private array $items_to_delete = array();
	/** @return array<int|string, WC_Order_Item> The lines of one type or several, keyed by id. */
	public function get_items( $types = 'line_item' ): array {
		$found = array();
		foreach ( (array) $types as $type ) {
			$this->items[ $type ] ??= $this->id ? $this->data_store->read_items( $this, $type ) : array();
			$found                 += $this->items[ $type ];
		}
		return apply_filters( 'woocommerce_order_get_items', $found, $this, (array) $types );
	}
	/** One line, or false. */
	public function get_item( $item_id ) { return $this->get_items( array( 'line_item', 'shipping', 'fee', 'tax', 'coupon' ) )[ $item_id ] ?? false; }
	/** Fee lines. */
	public function get_fees(): array { return $this->get_items( 'fee' ); }
	/** Tax lines. */
	public function get_taxes(): array { return $this->get_items( 'tax' ); }
	/** Shipping lines. */
	public function get_shipping_methods(): array { return $this->get_items( 'shipping' ); }
	/** @return list<string> The codes of the coupons that were used. */
	public function get_coupon_codes(): array { return array_values( array_map( static fn( $coupon ) => $coupon->get_code(), $this->get_items( 'coupon' ) ) ); }
	/** Adds a line; the next save writes it. */
	public function add_item( WC_Order_Item $item ): void {
		$type = $item->get_type();
		$this->get_items( $type );
		$item->set_order( $this );
		$this->items[ $type ][ $item->get_id() ?: "new:$type" . count( $this->items[ $type ] ) ] = $item;
	}
	/** Takes a line away; the next save deletes it. */
	public function remove_item( $item_id ): void {
		$item = $this->get_item( $item_id );
		if ( $item ) {
			$this->items_to_delete[] = $item;
			unset( $this->items[ $item->get_type() ][ $item_id ] );
		}
	}
	/** Adds and saves a product line at the product's price; returns its id. */
	public function add_product( WC_Product $product, $quantity = 1, array $args = array() ): int {
		$total = (float) $product->get_price() * $quantity;
		$item  = new WC_Order_Item_Product();
		$item->set_product( $product );
		$item->set_props( $args + array( 'quantity' => $quantity, 'subtotal' => $total, 'total' => $total, 'order_id' => $this->get_id() ) );
		$item->save();
		$this->add_item( $item );
		return $item->get_id();
	}
	/** Adds up the lines, taxes first where asked for, and saves. */
	public function calculate_totals( bool $and_taxes = true ): string {
		do_action( 'woocommerce_order_before_calculate_totals', $and_taxes, $this );
		$this->set_shipping_total( $this->sum( 'shipping', 'total' ) );
		if ( $and_taxes ) {
			array_map( static fn( WC_Order_Item $item ) => $item->calculate_taxes(), $this->get_items( array( 'line_item', 'fee', 'shipping' ) ) );
			$this->update_taxes();
		}
		$this->set_discount_total( round( $this->sum( 'line_item', 'subtotal' ) - $this->sum( 'line_item', 'total' ), 2 ) );
		$this->set_discount_tax( wc_round_tax_total( $this->sum( 'line_item', 'subtotal_tax' ) - $this->sum( 'line_item', 'total_tax' ) ) );
		$this->set_total( $this->sum( 'line_item', 'total' ) + $this->sum( 'fee', 'total' ) + (float) $this->get_shipping_total() + (float) $this->get_total_tax() );
		do_action( 'woocommerce_order_after_calculate_totals', $and_taxes, $this );
		$this->save();
		return $this->get_total();
	}
	/** Makes the tax line from the taxes of the other lines, and saves. */
	public function update_taxes(): void {
		$this->set_cart_tax( $this->sum( array( 'line_item', 'fee' ), 'total_tax' ) );
		$this->set_shipping_tax( $this->sum( 'shipping', 'total_tax' ) );
		$lines = $this->get_taxes();
		$line  = $lines ? reset( $lines ) : new WC_Order_Item_Tax();
		$line->set_props( CAUSEWAY_DOUBLE_TAX + array( 'tax_total' => $this->get_cart_tax(), 'shipping_tax_total' => $this->get_shipping_tax() ) );
		if ( ! $lines && (float) $this->get_total_tax() ) { $this->add_item( $line ); }
		$this->save();
	}
	private function sum( $types, string $field ): float {
		return (float) array_sum( array_map( static fn( WC_Order_Item $item ): float => (float) $item->{"get_$field"}(), $this->get_items( $types ) ) );
	}
	private function save_items(): void {
		array_map( static fn( WC_Order_Item $item ) => $item->delete(), array_splice( $this->items_to_delete, 0 ) );
		foreach ( $this->items as $type => $items ) {
			foreach ( $items as $key => $item ) {
				$item->set_order( $this );
				unset( $this->items[ $type ][ $key ] );
				$this->items[ $type ][ $item->save() ] = $item;
			}
		}
	}
}
