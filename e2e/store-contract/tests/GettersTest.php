<?php

declare(strict_types=1);

namespace Causeway\StoreContract;

use WC_DateTime;
use WC_Order;

/**
 * The types and values that a snapshot reads: decimals as strings, dates as objects, lines by type.
 */
final class GettersTest extends StoreTestCase {
	private WC_Order $order;

	protected function setUp(): void {
		parent::setUp();
		$this->order = $this->read_again( Goods::order_with_every_line() );
	}

	public function test_totals_are_decimal_strings(): void {
		$order = $this->order;
		self::assertSame( '32.61', $order->get_total() );
		self::assertSame( '4.28', $order->get_cart_tax() );
		self::assertSame( '4.90', wc_format_decimal( $order->get_shipping_total(), 2 ) );
		self::assertSame( '0.93', $order->get_shipping_tax() );
		self::assertSame( '1.00', wc_format_decimal( $order->get_discount_total(), 2 ) );
		self::assertSame( '0.19', $order->get_discount_tax() );
		self::assertSame( '5.21', $order->get_total_tax() );
		self::assertIsString( $order->get_shipping_total() );
		self::assertIsString( $order->get_discount_total() );
	}

	public function test_identity(): void {
		$order = $this->order;
		self::assertSame( 'shop_order', $order->get_type() );
		self::assertSame( (string) $order->get_id(), (string) $order->get_order_number() );
		self::assertMatchesRegularExpression( '/^wc_order_[A-Za-z0-9]{10,}$/', $order->get_order_key() );
		self::assertSame( $order->get_order_key(), $this->read_again( $order )->get_order_key() );
		self::assertSame( array( 'EUR', 'processing', 0, 'cod' ), array( $order->get_currency(), $order->get_status(), $order->get_customer_id(), $order->get_payment_method() ) );
		self::assertFalse( $order->get_prices_include_tax() );
		self::assertSame( 0, $order->get_parent_id() );
		self::assertSame( WC()->version, $order->get_version() );
		self::assertTrue( $order->has_status( array( 'processing', 'completed' ) ) );
	}

	public function test_dates_are_store_dates_in_utc_seconds(): void {
		$created = $this->order->get_date_created();
		self::assertInstanceOf( WC_DateTime::class, $created );
		self::assertEqualsWithDelta( time(), $created->getTimestamp(), 5 );
		self::assertInstanceOf( WC_DateTime::class, $this->order->get_date_modified() );
		$this->order->set_date_created( '2026-01-02T03:04:05Z' );
		$this->order->save();
		self::assertSame( 1767323045, $this->read_again( $this->order )->get_date_created()->getTimestamp() );
	}

	public function test_addresses(): void {
		$billing = $this->order->get_address( 'billing' );
		self::assertSame(
			array( 'first_name', 'last_name', 'company', 'address_1', 'address_2', 'city', 'state', 'postcode', 'country', 'email', 'phone' ),
			array_keys( $billing )
		);
		self::assertSame( array( 'Ada', 'ada@example.test', '' ), array( $billing['first_name'], $billing['email'], $billing['state'] ) );
		self::assertSame( 'Hamburg', $this->order->get_address( 'shipping' )['city'] );
		self::assertSame( 'Ada Lovelace', $this->order->get_formatted_billing_full_name() );
		self::assertSame( 'Hamburg', $this->order->get_shipping_city() );
	}

	public function test_product_line(): void {
		$items = $this->order->get_items();
		$line  = reset( $items );
		self::assertSame( 'line_item', $line->get_type() );
		self::assertSame( array( 'Lamp', 2, 0, '' ), array( $line->get_name(), $line->get_quantity(), $line->get_variation_id(), $line->get_tax_class() ) );
		self::assertSame( array( '20', '20', '3.8', '3.8' ), array( $line->get_subtotal(), $line->get_total(), $line->get_subtotal_tax(), $line->get_total_tax() ) );
		self::assertSame( array( 'total' => array( 1 => '3.8' ), 'subtotal' => array( 1 => '3.8' ) ), $line->get_taxes() );
		self::assertSame( $line->get_product_id(), $line->get_product()->get_id() );
		self::assertSame( $this->order->get_id(), $line->get_order_id() );
	}

	public function test_shipping_line(): void {
		$lines = $this->order->get_shipping_methods();
		$line  = reset( $lines );
		self::assertSame( array( 'shipping', 'Flat rate', 'flat_rate', '3' ), array( $line->get_type(), $line->get_method_title(), $line->get_method_id(), $line->get_instance_id() ) );
		self::assertSame( array( '4.90', '0.93' ), array( $line->get_total(), $line->get_total_tax() ) );
		self::assertSame( array( 'total' => array( 1 => '0.93' ) ), $line->get_taxes() );
	}

	public function test_fee_line(): void {
		$lines = $this->order->get_items( 'fee' );
		$line  = reset( $lines );
		self::assertSame( array( 'fee', 'Gift wrap', '2.50', '0.48' ), array( $line->get_type(), $line->get_name(), $line->get_total(), $line->get_total_tax() ) );
	}

	public function test_tax_line(): void {
		$lines = $this->order->get_taxes();
		$line  = reset( $lines );
		self::assertSame( array( 'tax', 1, 'DE-VAT-1', 'VAT' ), array( $line->get_type(), $line->get_rate_id(), $line->get_rate_code(), $line->get_label() ) );
		self::assertSame( array( '4.28', '0.93' ), array( $line->get_tax_total(), $line->get_shipping_tax_total() ) );
		self::assertSame( 19.0, $line->get_rate_percent() );
		self::assertFalse( $line->get_compound() );
	}

	public function test_coupon_line(): void {
		$lines = $this->order->get_items( 'coupon' );
		$line  = reset( $lines );
		self::assertSame( array( 'coupon', 'spring' ), array( $line->get_type(), $line->get_code() ) );
		self::assertSame( array( '1.00', '0.19' ), array( wc_format_decimal( $line->get_discount(), 2 ), $line->get_discount_tax() ) );
		self::assertSame( array( 'spring' ), $this->order->get_coupon_codes() );
	}

	public function test_items_are_keyed_by_their_id_and_types_can_be_asked_together(): void {
		$items = $this->order->get_items( array( 'line_item', 'shipping', 'fee', 'tax', 'coupon' ) );
		self::assertCount( 5, $items );
		foreach ( $items as $id => $item ) {
			self::assertSame( $id, $item->get_id() );
		}
	}

	public function test_order_meta(): void {
		$order = $this->order;
		$order->update_meta_data( '_tracking', array( 'carrier' => 'dhl' ) );
		$order->add_meta_data( 'colour', 'red' );
		$order->add_meta_data( 'colour', 'blue' );
		$order->save();
		$read = $this->read_again( $order );
		self::assertSame( array( 'carrier' => 'dhl' ), $read->get_meta( '_tracking' ) );
		self::assertCount( 2, $read->get_meta( 'colour', false ) );
		self::assertSame( '', $read->get_meta( 'none' ) );
		$keys = array_map( static fn( object $meta ): string => $meta->key, $read->get_meta_data() );
		self::assertSame( array( '_tracking', 'colour', 'colour' ), array_values( array_intersect( $keys, array( '_tracking', 'colour' ) ) ) );
		self::assertNotContains( '_order_total', $keys );
		$read->delete_meta_data( 'colour' );
		$read->save();
		self::assertFalse( $this->read_again( $order )->meta_exists( 'colour' ) );
	}

	public function test_calculate_totals_adds_up_lines(): void {
		$order = $this->order;
		$order->calculate_totals( false );
		self::assertSame( '32.61', $this->read_again( $order )->get_total() );
	}

	public function test_getters_pass_a_filter_in_view_and_not_in_edit(): void {
		add_filter( 'woocommerce_order_get_currency', static fn(): string => 'XTS' );
		self::assertSame( array( 'XTS', 'EUR' ), array( $this->order->get_currency(), $this->order->get_currency( 'edit' ) ) );
	}
}
