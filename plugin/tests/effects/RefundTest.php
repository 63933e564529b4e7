<?php
declare(strict_types=1);

namespace Causeway\Tests\Effects;

/** Money back for a return: once, never more than is left, and never again where nobody can tell. */
final class RefundTest extends EffectsTestCase {

	use RefundEffects;

	protected function setUp(): void {
		parent::setUp();
		self::insistOnGateways();
	}

	protected function tearDown(): void {
		$this->endPayments();
		parent::tearDown();
	}

	public function test_it_is_made_and_paid_once_however_often_and_under_whatever_number_it_is_told(): void {
		$order  = $this->paid();
		$answer = $this->apply( [ self::refundOf( $order ) ] )[0];
		self::assertSame( [ 'applied', '10.00', true ], [ $answer->result, $answer->refund->amount, $answer->refund->payment_refunded ] );
		foreach ( [ 1, 2 ] as $n ) {
			$again = $this->apply( [ self::refundOf( $order, $n ) ] )[0];
			self::assertSame( [ 'already', $answer->refund->id ], [ $again->result, $again->refund->id ] );
		}
		self::assertCount( 1, $this->payments() );
		self::assertSame( [ $answer->refund->id ], $this->refundsOf( $order ) );
	}

	public function test_goods_are_not_restocked_and_the_order_hears_its_own_echo_only(): void {
		$order   = $this->paid();
		$product = $this->stocked( $order );
		$this->apply( [ self::refundOf( $order ) ] );
		self::assertSame( 5.0, (float) \wc_get_product( $product )->get_stock_quantity( 'edit' ) );
		$this->endRequest();
		self::assertNull( $this->look( $order ), 'our own revision' );
		self::assertCount( 1, $this->snapshot( $order )['refunds'] );
	}

	public function test_tax_goes_back_by_the_rates_it_was_paid_at_of_shipping_and_fees_too(): void {
		$order = $this->knownOrder();
		$items = [ $this->taxed( \array_values( $order->get_items() )[0], [ 7 => '2.00', 9 => '1.00' ] ) ];
		foreach ( [ [ new \WC_Order_Item_Shipping(), '5.00', [ 7 => '0.50' ] ], [ new \WC_Order_Item_Fee(), '3.00', [] ] ] as [ $item, $total, $taxes ] ) {
			$item->set_total( $total );
			$order->add_item( $item );
			$items[] = $this->taxed( $item, $taxes );
		}
		$order->set_total( '31.50' );
		$order->save();
		$this->payBy( $order );
		$this->endRequest();
		$this->acknowledgeAll();
		$lines = [];
		foreach ( [ [ '1', '10.00', '1.51' ], [ '1', '5.00', '0.50' ], [ '1', '3.00', '0' ] ] as $place => [ $quantity, $total, $tax ] ) {
			$lines[] = [ 'item_id' => $items[ $place ]->get_id(), 'quantity' => $quantity, 'total' => $total, 'total_tax' => $tax ];
		}
		$answer = $this->apply( [ self::refundOf( $order, 1, [ 'amount' => '20.01', 'lines' => $lines ] ) ] )[0];
		self::assertSame( 'applied', $answer->result, (string) $answer->message );

		$refund = new \WC_Order_Refund( $answer->refund->id );
		$given  = [];
		foreach ( $refund->get_items( [ 'line_item', 'shipping', 'fee' ] ) as $item ) {
			$given[ $item->get_type() ] = [ (float) $item->get_total(), \array_map( 'floatval', $item->get_taxes()['total'] ) ];
		}
		self::assertEqualsWithDelta( [ 'line_item' => [ -10.0, [ 7 => -1.006667, 9 => -0.503333 ] ], 'shipping' => [ -5.0, [ 7 => -0.5 ] ], 'fee' => [ -3.0, [] ] ], $given, 0.00001 );
		self::assertSame( [ '20.01', 11.49 ], [ $refund->get_amount(), (float) ( new \WC_Order( $order->get_id() ) )->get_remaining_refund_amount() ] );
	}

	public function test_only_recorded_it_asks_no_gateway(): void {
		$order  = $this->paid();
		$answer = $this->apply( [ self::refundOf( $order, 1, [ 'payment' => 'none' ] ) ] )[0];
		self::assertSame( [ 'applied', false ], [ $answer->result, $answer->refund->payment_refunded ] );
		self::assertSame( [], $this->payments() );
	}

	public function test_never_more_than_is_left(): void {
		$order = $this->paid();
		foreach ( [ [ 'amount' => '20.01', 'lines' => [] ], [ 'amount' => '0', 'lines' => [] ] ] as $place => $body ) {
			$answer = $this->apply( [ self::refundOf( $order, $place + 1, $body ) ] )[0];
			self::assertSame( 'failed', $answer->result );
			self::assertStringContainsString( '20 ', $answer->message, 'what is left' );
		}
		$item   = \array_key_first( $order->get_items() );
		$answer = $this->apply( [ self::refundOf( $order, 3, [ 'lines' => [ [ 'item_id' => $item, 'quantity' => '3', 'total' => '10.00', 'total_tax' => '0' ] ] ] ) ] )[0];
		self::assertStringContainsString( 'Only 2 of line', $answer->message );
		self::assertSame( [ [], [] ], [ $this->payments(), $this->refundsOf( $order ) ] );
		self::assertSame( [ 'applied' ], $this->results( $this->apply( [ self::refundOf( $order, 4 ) ] ) ), 'a refusal is no intent' );
		self::assertSame( [ 'failed' ], $this->results( $this->apply( [ self::refundOf( $order, 5, [ 'return_id' => 'another', 'amount' => '10.01' ] ) ] ) ) );
	}

	public function test_where_the_gateway_says_no_after_it_paid_nobody_can_tell_and_it_is_not_tried_again(): void {
		$order = $this->paid( 'lost' );
		self::assertSame( [ 'unknown' ], $this->results( $this->apply( [ self::refundOf( $order ) ] ) ) );
		self::assertSame( [ 'unknown' ], $this->results( $this->apply( [ self::refundOf( $order, 2 ) ] ) ), 'also under another number' );
		self::assertCount( 1, $this->payments() );
		self::assertStringContainsString( 'The bank did not answer in time.', \implode( $this->notesOf( $order ) ) );
	}

	public function test_while_nobody_can_tell_of_one_refund_of_the_order_no_other_is_paid(): void {
		$order = $this->paid( 'lost' );
		self::assertSame( [ 'unknown' ], $this->results( $this->apply( [ self::refundOf( $order ) ] ) ) );
		$other = $this->apply( [ self::refundOf( $order, 2, [ 'return_id' => 'another' ] ) ] )[0];
		self::assertSame( 'failed', $other->result );
		self::assertStringContainsString( 'Of another refund of this order nobody can tell', $other->message );
		self::assertCount( 1, $this->payments() );
	}

	public function test_a_gateway_that_cannot_pay_back_is_not_asked(): void {
		$order = $this->knownOrder();
		self::assertStringContainsString( 'can\'t pay back by itself', $this->apply( [ self::refundOf( $order ) ] )[0]->message );
	}

	public function test_a_refund_that_somebody_deleted_is_not_made_again(): void {
		$order = $this->paid();
		$made  = $this->apply( [ self::refundOf( $order ) ] )[0]->refund->id;
		( new \WC_Order_Refund( $made ) )->delete( true );
		self::assertSame( [ 'failed' ], $this->results( $this->apply( [ self::refundOf( $order, 2 ) ] ) ) );
		self::assertCount( 1, $this->payments() );
	}

	private function paid( string $death = '' ): \WC_Order {
		$order = $this->knownOrder();
		$this->payBy( $order, $death );
		$this->endRequest();
		$this->acknowledgeAll();
		return $order;
	}

	/**
	 * @template T of \WC_Order_Item_Product|\WC_Order_Item_Shipping|\WC_Order_Item_Fee
	 * @param T                  $item
	 * @param array<int, string> $taxes Rate id → amount.
	 * @return T
	 */
	private function taxed( \WC_Order_Item $item, array $taxes ): \WC_Order_Item {
		$item->set_taxes( [ 'total' => $taxes, 'subtotal' => $taxes ] );
		$item->save();
		return $item;
	}

	/** Five in stock. */
	private function stocked( \WC_Order $order ): int {
		$items   = $order->get_items();
		$item    = \reset( $items );
		$product = $item instanceof \WC_Order_Item_Product ? $item->get_product() : null;
		\assert( $product instanceof \WC_Product );
		$product->set_manage_stock( true );
		$product->set_stock_quantity( 5 );
		$product->save();
		return $product->get_id();
	}

	/** @return list<int> */
	private function refundsOf( \WC_Order $order ): array {
		return \array_map( static fn ( \WC_Order_Refund $refund ): int => $refund->get_id(), $this->plugin()->freshOrders()->refunds( $order->get_id() ) );
	}
}
