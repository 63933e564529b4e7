<?php declare(strict_types=1);
/** What all lines have: an order, a name, a type, amounts and taxes. */
abstract class WC_Order_Item extends WC_Data {
	/** The line's type. */
	public const TYPE = '';
	/** The field that is the name under another name. */
	public const ALIAS = '';
	protected string $object_type       = 'order_item';
	protected string $meta_type         = 'order_item';
	protected array $kinds              = array( 'order_id' => 'int', 'name' => 'text' );
	protected array $data               = array( 'order_id' => 0, 'name' => '' );
	protected ?WC_Abstract_Order $order = null;
	/** The line's type. */
	public function get_type(): string { return static::TYPE; }
	/** Whether the line is of one of the types. */
	public function is_type( $types ): bool { return in_array( static::TYPE, (array) $types, true ); }
	/** Pieces: one, except of products. */
	public function get_quantity( string $context = 'view' ) { return isset( $this->data['quantity'] ) ? $this->get_prop( 'quantity', $context ) : 1; }
	/** The line's order. */
	public function get_order() { return $this->order ?? wc_get_order( $this->get_order_id() ); }
	/** The product, or false where it is gone or was none. */
	public function get_product() {
		return apply_filters( 'woocommerce_order_item_product', isset( $this->data['product_id'] ) ? wc_get_product( $this->get_product_id() ) : false, $this );
	}
	/** Ties the line to its order object. */
	public function set_order( WC_Abstract_Order $order ): void {
		$this->order = $order;
		$this->set_prop( 'order_id', $order->get_id() );
	}
	/** Takes taxes by rate; the line's tax is their sum, each rounded to the currency. */
	public function set_taxes( $raw ): void {
		$raw   = (array) maybe_unserialize( $raw );
		$both  = isset( $this->kinds['subtotal'] );
		$raw   = $both && ( empty( $raw['total'] ) || empty( $raw['subtotal'] ) ) ? array() : $raw;
		$taxes = array();
		foreach ( $both ? array( 'total', 'subtotal' ) : array( 'total' ) as $part ) {
			$taxes[ $part ] = array_map( 'wc_format_decimal', (array) ( $raw[ $part ] ?? array() ) );
			$this->set_prop( "{$part}_tax", array_sum( array_map( 'wc_round_tax_total', $taxes[ $part ] ) ) );
		}
		$this->set_prop( 'taxes', $taxes );
	}
	/** Taxes the line by the shop's one rate. */
	public function calculate_taxes(): void {
		$tax = static fn( $amount ): array => array( CAUSEWAY_DOUBLE_TAX['rate_id'] => (float) $amount * CAUSEWAY_DOUBLE_TAX['rate_percent'] / 100 );
		$this->set_taxes( array( 'total' => $tax( $this->get_total() ), 'subtotal' => isset( $this->kinds['subtotal'] ) ? $tax( $this->get_subtotal() ) : array() ) );
	}
	/** Sets a field; the name has another name in some types. */
	protected function set_prop( string $field, $value ): void {
		$names = array_filter( array( 'name', static::ALIAS ) );
		foreach ( in_array( $field, $names, true ) ? $names : array( $field ) as $each ) {
			parent::set_prop( $each, $value );
		}
	}
	/** The store's name follows from the type. */
	protected function store_name(): string { return 'order-item-' . str_replace( 'line_item', 'product', static::TYPE ); }
}
