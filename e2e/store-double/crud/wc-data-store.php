<?php declare(strict_types=1);
/** What a data store of a plugin has to offer; each takes the object by reference. */
interface WC_Object_Data_Store_Interface {
	/** Writes a new object. */
	public function create( &$data );
	/** Fills the object from the database. */
	public function read( &$data );
	/** Writes an object's changes. */
	public function update( &$data );
	/** Removes the object. */
	public function delete( &$data, $args = array() );
}

/** Finds a data store by name, lets plugins replace it, and passes calls on to it. */
class WC_Data_Store {
	private object $store;
	/** @throws Exception Where no store has the name. */
	public function __construct( string $name ) {
		$types  = array( 'order-item-product', 'order-item-shipping', 'order-item-fee', 'order-item-tax', 'order-item-coupon' );
		$stores = array_fill_keys( $types, 'WC_Order_Item_Type_Data_Store' ) + array( 'order-item' => 'WC_Order_Item_Data_Store', 'product' => 'WC_Product_Data_Store_CPT' );
		$stores = apply_filters( 'woocommerce_data_stores', $stores + array( 'order' => 'WC_Order_Data_Store_CPT', 'order-refund' => 'WC_Order_Refund_Data_Store_CPT' ) );
		$name   = isset( $stores[ $name ] ) ? $name : strtok( $name, '-' );
		$store  = apply_filters( "woocommerce_{$name}_data_store", $stores[ $name ] ?? '' );
		if ( is_object( $store ) ? ! $store instanceof WC_Object_Data_Store_Interface : ! class_exists( (string) $store ) ) {
			throw new Exception( 'Invalid data store.' );
		}
		$this->store = is_object( $store ) ? $store : new $store();
	}
	/** The store of that name. */
	public static function load( string $name ): self { return new self( $name ); }
	/** The class behind it. */
	public function get_current_class_name(): string { return get_class( $this->store ); }
	/** Passes the call on. */
	public function __call( string $method, array $arguments ) { return $this->store->$method( ...$arguments ); }
}
