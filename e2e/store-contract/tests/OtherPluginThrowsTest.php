<?php

declare(strict_types=1);

namespace Causeway\StoreContract;

use Exception;
use TypeError;

/**
 * Another plugin throws inside a save: the store swallows exceptions, keeps what it wrote, and skips the rest.
 */
final class OtherPluginThrowsTest extends StoreTestCase {
	public function test_a_throw_in_update_order_leaves_the_order_saved_and_after_save_unfired(): void {
		$order = $this->read_again( Goods::order( 'pending' ) );
		$trace = HookTrace::of( HookTrace::SAVE );
		$order->set_billing_city( 'Bremen' );
		$id = $this->throwing_at( 'woocommerce_update_order', new Exception( 'not me' ), static fn(): int => $order->save() );
		self::assertSame( $order->get_id(), $id );
		self::assertSame( array( 'before_order_object_save', 'update_order' ), $trace->take() );
		self::assertSame( 'Bremen', $this->read_again( $order )->get_billing_city() );
	}

	public function test_a_throw_in_update_order_loses_the_items_of_that_save(): void {
		$order = $this->read_again( Goods::order( 'pending' ) );
		$items = $order->get_items();
		reset( $items )->set_quantity( 5 );
		$this->throwing_at( 'woocommerce_update_order', new Exception( 'not me' ), static fn(): int => $order->save() );
		$items = $this->read_again( $order )->get_items();
		self::assertSame( 2, reset( $items )->get_quantity() );
	}

	public function test_a_throw_in_update_order_does_not_stop_the_status_chain(): void {
		$order = $this->read_again( Goods::order( 'pending' ) );
		$trace = HookTrace::of( HookTrace::STATUS );
		$this->throwing_at( 'woocommerce_update_order', new Exception( 'not me' ), static fn(): bool => $order->update_status( 'processing' ) );
		self::assertContains( 'order_status_changed', $trace->take() );
		self::assertSame( 'processing', $this->read_again( $order )->get_status() );
	}

	public function test_a_throw_in_new_order_leaves_an_order_without_items_and_says_so_in_a_note(): void {
		$order = Goods::unsaved_order();
		$id    = $this->throwing_at( 'woocommerce_new_order', new Exception( 'not me' ), static fn(): int => $order->save() );
		self::assertGreaterThan( 0, $id );
		self::assertCount( 0, $this->read_again( $order )->get_items() );
		$notes = wc_get_order_notes( array( 'order_id' => $id ) );
		self::assertStringContainsString( 'not me', $notes[0]->content );
	}

	public function test_a_throw_in_the_status_chain_ends_the_chain_and_keeps_the_status(): void {
		$order = $this->read_again( Goods::order( 'pending' ) );
		$trace = HookTrace::of( HookTrace::STATUS );
		$this->throwing_at( 'woocommerce_order_status_processing', new Exception( 'not me' ), static fn(): bool => $order->update_status( 'processing' ) );
		self::assertNotContains( 'order_status_changed', $trace->take() );
		self::assertSame( 'processing', $this->read_again( $order )->get_status() );
	}

	public function test_an_error_is_not_swallowed(): void {
		$order = $this->read_again( Goods::order( 'pending' ) );
		$this->expectException( TypeError::class );
		$this->expectExceptionMessage( 'not me' );
		$this->throwing_at( 'woocommerce_update_order', new TypeError( 'not me' ), static fn(): int => $order->save() );
	}
}
