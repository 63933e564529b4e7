<?php
declare(strict_types=1);

namespace Causeway\Capture;

use Causeway\Outbox\Clock;
use Causeway\Outbox\Reading;
use Causeway\Outbox\Settings;

/**
 * An order as contracts/src/snapshot.ts has it: keys in fixed order, so that equal content is equal JSON and an
 * equal hash. Outside: products' stock, dates of modification, notes, and everything Causeway writes itself.
 */
final class OrderSnapshot {

	/** An order in one of these is not placed yet. */
	public const DRAFTS = [ 'checkout-draft', 'auto-draft', 'draft', 'new' ];

	/** WooCommerce writes an order piece by piece, its key after its row: how long one without a key may still be in the making. */
	private const MAKING_MS = 60_000;

	private const ADDRESS = [ 'first_name', 'last_name', 'company', 'address_1', 'address_2', 'city', 'state', 'postcode', 'country', 'phone' ];

	public function __construct(
		private readonly FreshOrder $fresh,
		private readonly Settings $settings,
	) {}

	/**
	 * @return array<string, mixed>|null Null: there is no such order, or it is a draft.
	 * @throws \Exception When WooCommerce could not read it.
	 */
	public function read( int $orderId ): ?array {
		$order = $this->fresh->order( $orderId );
		if ( ! $order || \in_array( $order->get_status( 'edit' ), self::DRAFTS, true ) ) {
			return null;
		}
		return $this->snapshot( $order, $this->fresh->refunds( $orderId ) );
	}

	/**
	 * The snapshot with what the outbox keeps beside it.
	 *
	 * @param bool $known The shop has a row of this subject: then its absence is news, and reads as deleted.
	 * @return Reading|null Null: nothing that anyone was told of.
	 */
	public function reading( int $orderId, bool $known ): ?Reading {
		$began = Clock::now();
		$order = $this->fresh->order( $orderId );
		if ( ! $order ) {
			return $known ? Reading::of( $orderId, [ 'deleted' => true, 'id' => $orderId ], '', null, null, [], $began ) : null;
		}
		if ( ! $known && ( \in_array( $order->get_status( 'edit' ), self::DRAFTS, true ) || self::inTheMaking( $order, $began ) ) ) {
			return null;
		}
		$refunds = $this->fresh->refunds( $orderId );
		return Reading::of(
			$orderId,
			$this->snapshot( $order, $refunds ),
			(string) $order->get_order_number(),
			self::epochMs( $order->get_date_created( 'edit' ) ),
			self::epochMs( $order->get_date_modified( 'edit' ) ),
			\array_map( static fn ( \WC_Order_Refund $refund ): int => $refund->get_id(), $refunds ),
			$began
		);
	}

	/** Another request is just creating it: its own hook will name it. Read now, it would pass for another order later. */
	private static function inTheMaking( \WC_Order $order, int $now ): bool {
		// One that is dated well into the future is not being made now either.
		return '' === $order->get_order_key( 'edit' ) && \abs( ( self::epochMs( $order->get_date_created( 'edit' ) ) ?? $now ) - $now ) < self::MAKING_MS;
	}

	/**
	 * @param list<\WC_Order_Refund> $refunds
	 * @return array<string, mixed>
	 */
	private function snapshot( \WC_Order $order, array $refunds ): array {
		$lines    = new SnapshotLines( new MetaSelection( $this->settings->itemMeta() ) );
		$currency = $order->get_currency( 'edit' );
		return [
			'deleted'              => false,
			'id'                   => $order->get_id(),
			'number'               => (string) $order->get_order_number(),
			'key'                  => $order->get_order_key( 'edit' ),
			'status'               => $order->get_status( 'edit' ),
			'currency'             => '' === $currency ? \get_woocommerce_currency() : $currency,
			'currency_decimals'    => \min( 4, \wc_get_price_decimals() ),
			'prices_include_tax'   => (bool) $order->get_prices_include_tax( 'edit' ),
			'created_via'          => (string) $order->get_created_via( 'edit' ),
			'created_at'           => self::instant( $order->get_date_created( 'edit' ) ) ?? '1970-01-01T00:00:00Z',
			'paid_at'              => self::instant( $order->get_date_paid( 'edit' ) ),
			'completed_at'         => self::instant( $order->get_date_completed( 'edit' ) ),
			'customer_id'          => (int) $order->get_customer_id( 'edit' ),
			'customer_note'        => (string) $order->get_customer_note( 'edit' ),
			'billing'              => self::address( $order, 'billing' ) + [ 'email' => (string) $order->get_billing_email( 'edit' ) ],
			'shipping'             => self::address( $order, 'shipping' ),
			'payment_method'       => (string) $order->get_payment_method( 'edit' ),
			'payment_method_title' => (string) $order->get_payment_method_title( 'edit' ),
			'transaction_id'       => (string) $order->get_transaction_id( 'edit' ),
			'items'                => $lines->items( $order ),
			'shipping_lines'       => $lines->shipping( $order ),
			'fees'                 => $lines->fees( $order ),
			'coupons'              => $lines->coupons( $order ),
			'taxes'                => $lines->taxes( $order ),
			'refunds'              => \array_map( $lines->refund( ... ), $refunds ),
			'totals'               => [
				'discount'     => Decimal::of( $order->get_discount_total( 'edit' ) ),
				'discount_tax' => Decimal::of( $order->get_discount_tax( 'edit' ) ),
				'shipping'     => Decimal::of( $order->get_shipping_total( 'edit' ) ),
				'shipping_tax' => Decimal::of( $order->get_shipping_tax( 'edit' ) ),
				'cart_tax'     => Decimal::of( $order->get_cart_tax( 'edit' ) ),
				'total'        => Decimal::of( $order->get_total( 'edit' ) ),
				'total_tax'    => Decimal::of( $order->get_total_tax( 'edit' ) ),
			],
			'meta'                 => (object) $this->meta( $order ),
		];
	}

	/** @return array<string, mixed> */
	private function meta( \WC_Order $order ): array {
		$order->read_meta_data( true );
		$meta = ( new MetaSelection( $this->settings->orderMeta() ) )->of( $order->get_meta_data() );
		/**
		 * What the snapshot of an order carries under `meta`: add what your back office must know.
		 * Keys that look like a gateway's token or a secret are taken out again.
		 *
		 * @param array<string, mixed> $meta  Key → JSON value.
		 * @param \WC_Order            $order As the database has it; do not save it.
		 */
		$filtered = \apply_filters( 'causeway_snapshot', $meta, $order );
		return \is_array( $filtered ) ? MetaSelection::checked( $filtered ) : $meta;
	}

	/** @return array<string, string> */
	private static function address( \WC_Order $order, string $type ): array {
		$given = $order->get_address( $type );
		$all   = [];
		foreach ( self::ADDRESS as $field ) {
			$value         = $given[ $field ] ?? '';
			$all[ $field ] = \is_scalar( $value ) ? (string) $value : '';
		}
		return $all;
	}

	/** RFC 3339 in UTC, to the second, as WooCommerce keeps it. */
	public static function instant( ?\WC_DateTime $date ): ?string {
		return $date ? \gmdate( 'Y-m-d\TH:i:s\Z', $date->getTimestamp() ) : null;
	}

	private static function epochMs( ?\WC_DateTime $date ): ?int {
		return $date ? $date->getTimestamp() * 1000 : null;
	}
}
