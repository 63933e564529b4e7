<?php

declare(strict_types=1);

namespace Causeway\StoreContract;

use WC_Order;

/**
 * The chain of hooks that a change of status fires, and the stock that moves with it.
 */
final class StatusTest extends StoreTestCase {
	public function test_the_chain_fires_after_the_save_in_a_fixed_order(): void {
		$order = $this->read_again( Goods::order( 'pending' ) );
		$trace = HookTrace::of( array( 'woocommerce_update_order', 'woocommerce_after_order_object_save' ), HookTrace::STATUS );
		$order->update_status( 'processing' );
		$fired = $trace->take();
		self::assertSame( array( 'update_order', 'after_order_object_save', 'order_status_processing' ), array_slice( $fired, 0, 3 ) );
		self::assertSame(
			array(
				'order_status_processing',
				'order_status_pending_to_processing',
				'order_status_changed',
				'order_payment_status_changed',
			),
			array_values( array_filter( $fired, static fn( string $hook ): bool => str_starts_with( $hook, 'order_' ) ) )
		);
	}

	public function test_a_first_save_with_a_status_fires_the_chain_from_pending(): void {
		$order = new WC_Order();
		$trace = HookTrace::of( HookTrace::SAVE, HookTrace::STATUS );
		$order->set_status( 'processing' );
		$order->save();
		self::assertSame(
			array( 'new_order', 'order_status_processing', 'order_status_pending_to_processing', 'order_status_changed', 'order_payment_status_changed' ),
			array_values( array_filter( $trace->take(), static fn( string $hook ): bool => ! str_contains( $hook, 'object_save' ) && 'update_order' !== $hook ) )
		);
	}

	public function test_order_status_changed_names_both_statuses(): void {
		$order = $this->read_again( Goods::order( 'pending' ) );
		$said  = array();
		add_action(
			'woocommerce_order_status_changed',
			static function ( int $id, string $from, string $to, WC_Order $changed ) use ( &$said ): void {
				$said = array( $id, $from, $to, $changed->get_id() );
			},
			10,
			4
		);
		self::assertTrue( $order->update_status( 'wc-processing' ) );
		self::assertSame( array( $order->get_id(), 'pending', 'processing', $order->get_id() ), $said );
	}

	public function test_a_status_that_does_not_change_fires_no_chain(): void {
		$order = $this->read_again( Goods::order( 'processing' ) );
		$trace = HookTrace::of( HookTrace::STATUS );
		$order->update_status( 'processing' );
		self::assertSame( array(), $trace->take() );
	}

	public function test_an_unknown_status_becomes_pending(): void {
		$order = $this->read_again( Goods::order( 'processing' ) );
		$order->update_status( 'shipped-by-pigeon' );
		self::assertSame( 'pending', $this->read_again( $order )->get_status() );
	}

	public function test_a_change_of_status_leaves_a_note_with_the_given_words_first(): void {
		$order = $this->read_again( Goods::order( 'pending' ) );
		$order->update_status( 'processing', 'Picked up.' );
		$contents = array_map( static fn( object $note ): string => $note->content, wc_get_order_notes( array( 'order_id' => $order->get_id() ) ) );
		self::assertContains( 'Picked up. Order status changed from Pending payment to Processing.', $contents );
	}

	public function test_completing_sets_the_date_and_paid_statuses_set_the_paid_date(): void {
		$order = $this->read_again( Goods::order( 'pending' ) );
		self::assertNull( $order->get_date_paid() );
		self::assertNull( $order->get_date_completed() );
		$order->update_status( 'processing' );
		self::assertNotNull( $this->read_again( $order )->get_date_paid() );
		$order->update_status( 'completed' );
		self::assertNotNull( $this->read_again( $order )->get_date_completed() );
	}

	public function test_payment_complete_reaches_processing_with_the_transaction_id(): void {
		$order = $this->read_again( Goods::order( 'pending' ) );
		$trace = HookTrace::of( array( 'woocommerce_pre_payment_complete', 'woocommerce_payment_complete' ), HookTrace::STATUS );
		self::assertTrue( $order->payment_complete( 'txn-7' ) );
		$fired = $trace->take();
		self::assertSame( 'pre_payment_complete', $fired[0] );
		self::assertSame( 'payment_complete', end( $fired ) );
		$read = $this->read_again( $order );
		self::assertSame( array( 'processing', 'txn-7', true ), array( $read->get_status(), $read->get_transaction_id(), $read->is_paid() ) );
	}

	public function test_stock_is_reduced_once_and_restored_on_cancel(): void {
		$product = Goods::product( 10 );
		$order   = $this->read_again( Goods::order( 'pending', $product ) );
		$stock   = static fn(): int|float|null => wc_get_product( $product->get_id() )->get_stock_quantity();
		$order->update_status( 'processing' );
		self::assertSame( 8, $stock() );
		$this->read_again( $order )->update_status( 'completed' );
		self::assertSame( 8, $stock() );
		$this->read_again( $order )->update_status( 'cancelled' );
		self::assertSame( 10, $stock() );
	}

	public function test_the_reduced_line_says_how_much_it_took(): void {
		$order = $this->read_again( Goods::order( 'pending' ) );
		$order->update_status( 'processing' );
		$items = $this->read_again( $order )->get_items();
		self::assertSame( '2', (string) reset( $items )->get_meta( '_reduced_stock' ) );
	}
}
