<?php

declare(strict_types=1);

namespace Causeway\StoreContract;

use WC_Order;
use WC_Order_Refund;
use WP_Error;

/**
 * Refunds made and deleted: their hooks, their stock, their rows.
 */
final class RefundTest extends StoreTestCase {
	public function test_a_partial_refund_with_restock_fires_in_a_fixed_order(): void {
		$product = Goods::product( 10 );
		$order   = $this->paid_order( $product );
		$trace   = HookTrace::of( HookTrace::REFUND );
		$this->refund( $order, '11.90', 1, true );
		self::assertSame(
			array( 'create_refund', 'restock_refunded_item', 'order_partially_refunded', 'refund_created', 'order_refunded' ),
			$trace->take()
		);
		self::assertSame( 9, wc_get_product( $product->get_id() )->get_stock_quantity() );
		self::assertSame( 'processing', $this->read_again( $order )->get_status() );
	}

	public function test_a_full_refund_sets_the_status_before_refund_created(): void {
		$order = $this->paid_order();
		$trace = HookTrace::of( HookTrace::REFUND, HookTrace::STATUS );
		$this->refund( $order, '23.80', 2, false );
		self::assertSame(
			array(
				'create_refund',
				'order_fully_refunded',
				'order_status_refunded',
				'order_status_processing_to_refunded',
				'order_status_changed',
				'refund_created',
				'order_refunded',
			),
			$trace->take()
		);
		self::assertSame( 'refunded', $this->read_again( $order )->get_status() );
	}

	public function test_order_refunded_names_order_and_refund(): void {
		$order = $this->paid_order();
		$said  = array();
		add_action(
			'woocommerce_order_refunded',
			static function ( int $order_id, int $refund_id ) use ( &$said ): void {
				$said = array( $order_id, $refund_id );
			},
			10,
			2
		);
		$refund = $this->refund( $order, '11.90', 1, false );
		self::assertSame( array( $order->get_id(), $refund->get_id() ), $said );
	}

	public function test_a_refund_saves_the_order_so_its_date_moves(): void {
		$order  = $this->age( $this->paid_order() );
		$before = $order->get_date_modified()->getTimestamp();
		$this->refund( $order, '11.90', 1, false );
		self::assertGreaterThan( $before, $this->read_again( $order )->get_date_modified()->getTimestamp() );
	}

	public function test_what_a_refund_says_of_itself(): void {
		$order = $this->paid_order();
		$id    = $this->refund( $order, '11.90', 1, false )->get_id();
		$read  = wc_get_order( $id );
		self::assertInstanceOf( WC_Order_Refund::class, $read );
		self::assertSame( 'shop_order_refund', $read->get_type() );
		self::assertSame( $order->get_id(), $read->get_parent_id() );
		self::assertSame( '11.90', $read->get_amount() );
		self::assertSame( '-11.90', $read->get_total() );
		self::assertSame( 'Scratched', $read->get_reason() );
		self::assertSame( 'EUR', $read->get_currency() );
		self::assertSame( 'completed', $read->get_status() );
		self::assertNotNull( $read->get_date_created() );
	}

	public function test_a_refund_line_is_negative_and_names_the_line_it_refunds(): void {
		$order = $this->paid_order();
		$items = wc_get_order( $this->refund( $order, '11.90', 1, false )->get_id() )->get_items();
		$line  = reset( $items );
		self::assertSame( -1, $line->get_quantity() );
		self::assertSame( '-10', $line->get_total() );
		self::assertSame( '-1.9', $line->get_total_tax() );
		self::assertSame( (string) array_key_first( $order->get_items() ), (string) $line->get_meta( '_refunded_item_id' ) );
	}

	public function test_the_order_counts_its_refunds(): void {
		$order = $this->paid_order();
		$first = $this->refund( $order, '11.90', 1, false );
		$next  = $this->refund( $this->read_again( $order ), '5.00', 0, false );
		$read  = $this->read_again( $order );
		$ids   = array_map( static fn( WC_Order_Refund $refund ): int => $refund->get_id(), $read->get_refunds() );
		sort( $ids );
		self::assertSame( array( $first->get_id(), $next->get_id() ), $ids );
		self::assertEqualsWithDelta( 16.9, (float) $read->get_total_refunded(), 0.0001 );
		self::assertEqualsWithDelta( 6.9, (float) $read->get_remaining_refund_amount(), 0.0001 );
		$lines = $read->get_items();
		self::assertSame( -1, $read->get_qty_refunded_for_item( array_key_first( $lines ) ) );
	}

	public function test_more_than_remains_is_refused(): void {
		$order   = $this->paid_order();
		$refused = wc_create_refund( array( 'order_id' => $order->get_id(), 'amount' => '99.00' ) );
		self::assertInstanceOf( WP_Error::class, $refused );
		self::assertCount( 0, $this->read_again( $order )->get_refunds() );
	}

	public function test_a_refund_deleted_by_crud_fires_no_hook_at_all(): void {
		$order  = $this->paid_order();
		$refund = $this->refund( $order, '11.90', 1, false );
		$trace  = HookTrace::of( HookTrace::REFUND, HookTrace::REMOVAL, HookTrace::SAVE, HookTrace::STATUS );
		self::assertTrue( $refund->delete( true ) );
		self::assertSame( array(), $trace->take() );
		self::assertFalse( wc_get_order( $refund->get_id() ) );
		self::assertCount( 0, $this->read_again( $order )->get_refunds() );
	}

	private function paid_order( ?\WC_Product_Simple $product = null ): WC_Order {
		$order = Goods::order( 'pending', $product );
		$this->read_again( $order )->update_status( 'processing' );
		return $this->read_again( $order );
	}

	private function refund( WC_Order $order, string $amount, int $quantity, bool $restock ): WC_Order_Refund {
		$line   = array( 'qty' => $quantity, 'refund_total' => 10 * $quantity, 'refund_tax' => array( 1 => 1.9 * $quantity ) );
		$refund = wc_create_refund(
			array(
				'order_id'      => $order->get_id(),
				'amount'        => $amount,
				'reason'        => 'Scratched',
				'line_items'    => 0 === $quantity ? array() : array( array_key_first( $order->get_items() ) => $line ),
				'restock_items' => $restock,
			)
		);
		self::assertInstanceOf( WC_Order_Refund::class, $refund );
		return $refund;
	}
}
