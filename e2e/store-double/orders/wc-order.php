<?php declare(strict_types=1);
/** Addresses, payment, notes, refunds, and the chain of hooks after a change of status. */
class WC_Order extends WC_Abstract_Order {
	use Causeway_Double_Order_Notes;
	use Causeway_Double_Order_Refunds;
	public const TYPE = 'shop_order';
	public const MORE = array(
		'int'  => array( 'customer_id' => '_customer_user' ),
		'date' => array( 'date_completed' => '_date_completed', 'date_paid' => '_date_paid' ),
		'bool' => self::FLAGS,
		'text' => array(
			'order_key' => '_order_key', 'payment_method' => '_payment_method', 'payment_method_title' => '_payment_method_title', 'transaction_id' => '_transaction_id', 'cart_hash' => '_cart_hash',
			'customer_ip_address' => '_customer_ip_address', 'customer_user_agent' => '_customer_user_agent', 'created_via' => '_created_via', 'customer_note' => '',
		),
	);
	/** Fields whose change alone fires no update_order. */
	public const FLAGS = array(
		'order_stock_reduced' => '_order_stock_reduced', 'download_permissions_granted' => '_download_permissions_granted', 'new_order_email_sent' => '_new_order_email_sent',
		'recorded_sales' => '_recorded_sales', 'recorded_coupon_usage_counts' => '_recorded_coupon_usage_counts',
	);
	private const ADDRESS = array( 'first_name', 'last_name', 'company', 'address_1', 'address_2', 'city', 'state', 'postcode', 'country', 'email', 'phone' );
	/** @var array{from: string, to: string, note: string|false, manual: bool}|null */
	private ?array $status_transition = null;
	/** The order of that id; without one it is new. */
	public function __construct( $order = 0 ) {
		foreach ( array_diff( array( ...preg_filter( '/^/', 'billing_', self::ADDRESS ), ...preg_filter( '/^/', 'shipping_', self::ADDRESS ) ), array( 'shipping_email' ) ) as $field ) {
			$this->data[ $field ]  = '';
			$this->kinds[ $field ] = 'text';
			$this->keys[ $field ]  = "_$field";
		}
		parent::__construct( $order );
	}
	/** Saves; the chain of a changed status follows. */
	public function save(): int {
		parent::save();
		$this->status_transition();
		return $this->id;
	}
	/** Sets the status and remembers where it came from. */
	public function set_status( $status, $note = '', bool $manual = false ): array {
		$result = parent::set_status( $status );
		if ( $this->object_read && $result['from'] !== $result['to'] ) {
			$this->status_transition = array( 'from' => $this->status_transition['from'] ?? $result['from'], 'to' => $result['to'], 'note' => $note, 'manual' => $manual );
			$this->set_props( array( 'date_paid' => $this->is_paid() && ! $this->get_date_paid( 'edit' ) ? time() : null, 'date_completed' => 'completed' === $result['to'] ? time() : null ) );
		}
		return $result;
	}
	/** Sets the status and saves. */
	public function update_status( $status, $note = '', bool $manual = false ): bool {
		if ( $this->id ) {
			$this->set_status( $status, $note, $manual );
			$this->save();
		}
		return (bool) $this->id;
	}
	/** The payment came: processing. */
	public function payment_complete( $transaction_id = '' ): bool {
		if ( ! $this->id ) { return false; }
		do_action( 'woocommerce_pre_payment_complete', $this->id, $transaction_id );
		if ( ! $this->has_status( array( 'on-hold', 'pending', 'failed', 'cancelled' ) ) ) {
			do_action( 'woocommerce_payment_complete_order_status_' . $this->get_status(), $this->id, $transaction_id );
			return true;
		}
		$this->set_props( array( 'transaction_id' => $transaction_id ?: null ) );
		$this->set_status( apply_filters( 'woocommerce_payment_complete_order_status', 'processing', $this->id, $this ), false );
		$this->add_order_note( 'Payment complete.' );
		$this->save();
		do_action( 'woocommerce_payment_complete', $this->id, $transaction_id );
		return true;
	}
	/** Takes the order out of the trash. */
	public function untrash(): bool { return $this->data_store->untrash_order( $this ); }
	/** Whether the status means paid. */
	public function is_paid(): bool { return $this->has_status( wc_get_is_paid_statuses() ); }
	/** First and last name of the billing address. */
	public function get_formatted_billing_full_name(): string { return trim( $this->get_billing_first_name() . ' ' . $this->get_billing_last_name() ); }
	/** The number that people see. */
	public function get_order_number() { return (string) apply_filters( 'woocommerce_order_number', $this->id, $this ); }
	/** The page in wp-admin. */
	public function get_edit_order_url(): string { return admin_url( "admin.php?page=woocommerce#order-$this->id" ); }
	/** @return array<string, string> The billing or shipping address. */
	public function get_address( string $kind = 'billing' ): array {
		$fields = array_filter( self::ADDRESS, fn( string $field ): bool => isset( $this->data[ "{$kind}_$field" ] ) );
		return array_combine( $fields, array_map( fn( string $field ): string => $this->{"get_{$kind}_$field"}(), $fields ) );
	}
	/** Logs and leaves a note. */
	protected function handle_exception( Exception $error, string $message ): void {
		parent::handle_exception( $error, $message );
		$this->add_order_note( $message . ' ' . $error->getMessage() );
	}
	private function status_transition(): void {
		list( $change, $this->status_transition ) = array( $this->status_transition, null );
		if ( ! $change ) { return; }
		list( 'from' => $from, 'to' => $to ) = $change;
		try {
			do_action( "woocommerce_order_status_$to", $this->id, $this, $change );
			if ( false !== $change['note'] ) {
				$words = sprintf( ' Order status changed from %s to %s.', wc_get_order_status_name( $from ), wc_get_order_status_name( $to ) );
				$this->add_order_note( trim( $change['note'] . $words ), 0, $change['manual'] );
			}
			do_action( "woocommerce_order_status_{$from}_to_$to", $this->id, $this );
			do_action( 'woocommerce_order_status_changed', $this->id, $from, $to, $this );
			if ( in_array( $from, array( 'pending', 'failed' ), true ) && in_array( $to, wc_get_is_paid_statuses(), true ) ) {
				do_action( 'woocommerce_order_payment_status_changed', $this->id, $this );
			}
		} catch ( Exception $error ) {
			$this->handle_exception( $error, 'Error during status transition.' );
		}
	}
}
