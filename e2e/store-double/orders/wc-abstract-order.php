<?php declare(strict_types=1);
/** Status, totals, lines, and a save that swallows another plugin's exception. */
abstract class WC_Abstract_Order extends WC_Data {
	use Causeway_Double_Holds_Items;
	public const TYPE   = '';
	public const FIELDS = array(
		'int'     => array( 'parent_id' => '' ),
		'text'    => array( 'status' => '', 'currency' => '_order_currency', 'version' => '_order_version' ),
		'bool'    => array( 'prices_include_tax' => '_prices_include_tax' ),
		'date'    => array( 'date_created' => '', 'date_modified' => '' ),
		'decimal' => array(
			'discount_total' => '_cart_discount', 'discount_tax' => '_cart_discount_tax', 'shipping_total' => '_order_shipping',
			'shipping_tax' => '_order_shipping_tax', 'cart_tax' => '_order_tax', 'total_tax' => '_total_tax', 'total' => '_order_total',
		),
	);
	protected string $object_type = 'order';
	/** Saves in WooCommerce's order: row, its hook, lines, after. */
	public function save(): int {
		try {
			do_action( "woocommerce_before_{$this->object_type}_object_save", $this, $this->data_store );
			$this->id ? $this->data_store->update( $this ) : $this->data_store->create( $this );
			$this->save_items();
			do_action( "woocommerce_after_{$this->object_type}_object_save", $this, $this->data_store );
		} catch ( Exception $error ) {
			$this->handle_exception( $error, 'Error saving order ID ' . ( $this->id ?: '(no ID)' ) . '.' );
		}
		return $this->id;
	}
	/** The post type. */
	public function get_type(): string { return static::TYPE; }
	/** The status without its prefix; a new order is pending. */
	public function get_status( string $context = 'view' ): string {
		return $this->get_prop( 'status', $context ) ?: ( 'view' === $context ? apply_filters( 'woocommerce_default_order_status', 'pending' ) : '' );
	}
	/** @return array{from: string, to: string} Sets the status; one that the shop doesn't have becomes pending. */
	public function set_status( $status ): array {
		$from = $this->get_status();
		$to   = (string) preg_replace( '/^wc-/', '', (string) $status );
		if ( $this->object_read ) {
			$to   = wc_is_order_status( "wc-$to" ) || in_array( $to, array( 'auto-draft', 'trash' ), true ) ? $to : 'pending';
			$from = wc_is_order_status( "wc-$from" ) || 'trash' === $from ? $from : 'pending';
		}
		$this->set_prop( 'status', $to );
		return array( 'from' => $from, 'to' => $to );
	}
	/** Whether the status is one of these. */
	public function has_status( $status ): bool { return in_array( $this->get_status(), (array) $status, true ); }
	/** Sets the total, rounded to the currency. */
	public function set_total( $total ): void { $this->set_prop( 'total', wc_format_decimal( $total, wc_get_price_decimals() ) ); }
	/** Sets the tax of lines and fees. */
	public function set_cart_tax( $tax ): void { $this->set_tax( 'cart_tax', $tax ); }
	/** Sets the tax of shipping. */
	public function set_shipping_tax( $tax ): void { $this->set_tax( 'shipping_tax', $tax ); }
	/** Logs what another plugin threw. */
	protected function handle_exception( Exception $error, string $message ): void { wc_get_logger()->error( $message, array( 'error' => $error ) ); }
	/** The store's name follows from the type. */
	protected function store_name(): string { return str_replace( array( 'shop_', '_' ), array( '', '-' ), static::TYPE ); }
	private function set_tax( string $field, $tax ): void {
		$this->set_prop( $field, $tax );
		$this->set_prop( 'total_tax', (float) $this->get_cart_tax() + (float) $this->get_shipping_tax() );
	}
}

/** Money given back, with negative lines; always completed. */
class WC_Order_Refund extends WC_Abstract_Order {
	public const TYPE = 'shop_order_refund';
	public const MORE = array(
		'decimal' => array( 'amount' => '_refund_amount' ),
		'text'    => array( 'reason' => '_refund_reason' ),
		'int'     => array( 'refunded_by' => '_refunded_by' ),
		'bool'    => array( 'refunded_payment' => '_refunded_payment' ),
	);
	protected string $object_type = 'order_refund';
	/** Always completed. */
	public function get_status( string $context = 'view' ): string { return 'completed'; }
}
