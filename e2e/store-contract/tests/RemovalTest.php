<?php

declare(strict_types=1);

namespace Causeway\StoreContract;

/**
 * Trash, untrash and deletion.
 */
final class RemovalTest extends StoreTestCase {
	public function test_trash_fires_its_own_hooks_and_no_update_order(): void {
		$order = $this->read_again( Goods::order( 'processing' ) );
		$trace = HookTrace::of( HookTrace::REMOVAL, array( 'woocommerce_update_order' ) );
		$id    = $order->get_id();
		$order->delete( false );
		self::assertSame( array( 'before_trash_order', 'trash_order' ), $trace->take() );
		self::assertSame( 'trash', wc_get_order( $id )->get_status() );
	}

	public function test_untrash_fires_untrash_order_but_in_posts_update_order(): void {
		// Order tables save once more when removing the trash's meta falls into a later second.
		add_filter( 'woocommerce_orders_table_datastore_should_save_after_meta_change', '__return_false' );
		$order = $this->trashed( 'processing' );
		$trace = HookTrace::of( HookTrace::REMOVAL, array( 'woocommerce_update_order' ) );
		self::assertTrue( $order->untrash() );
		self::assertSame( array( 'posts' === TestShop::storage() ? 'update_order' : 'untrash_order' ), $trace->take() );
		self::assertSame( 'processing', $this->read_again( $order )->get_status() );
	}

	public function test_untrash_order_names_order_and_previous_status_but_does_not_fire_in_posts(): void {
		$order = $this->trashed( 'processing' );
		$said  = array();
		add_action(
			'woocommerce_untrash_order',
			static function ( int $id, string $previous ) use ( &$said ): void {
				$said = array( $id, $previous );
			},
			10,
			2
		);
		$order->untrash();
		self::assertSame( 'posts' === TestShop::storage() ? array() : array( $order->get_id(), 'wc-processing' ), $said );
	}

	public function test_delete_fires_before_and_after_and_takes_items_along(): void {
		global $wpdb;
		$order = $this->read_again( Goods::order( 'processing' ) );
		$id    = $order->get_id();
		$trace = HookTrace::of( HookTrace::REMOVAL );
		$order->delete( true );
		self::assertSame( array( 'before_delete_order', 'delete_order' ), $trace->take() );
		self::assertFalse( wc_get_order( $id ) );
		$rows = $wpdb->get_var( $wpdb->prepare( "SELECT COUNT(*) FROM {$wpdb->prefix}woocommerce_order_items WHERE order_id = %d", $id ) );
		self::assertSame( '0', (string) $rows );
	}

	public function test_before_delete_order_can_still_read_the_order(): void {
		$order = $this->read_again( Goods::order( 'processing' ) );
		$said  = '';
		add_action(
			'woocommerce_before_delete_order',
			static function ( int $id ) use ( &$said ): void {
				$said = wc_get_order( $id )->get_billing_email();
			}
		);
		$order->delete( true );
		self::assertSame( 'ada@example.test', $said );
	}

	public function test_deleting_an_order_deletes_its_refunds(): void {
		$order  = $this->read_again( Goods::order( 'processing' ) );
		$refund = wc_create_refund( array( 'order_id' => $order->get_id(), 'amount' => '5.00' ) );
		$this->read_again( $order )->delete( true );
		self::assertFalse( wc_get_order( $refund->get_id() ) );
	}

	private function trashed( string $status ): \WC_Order {
		$order = $this->read_again( Goods::order( $status ) );
		$id    = $order->get_id();
		$order->delete( false );
		return wc_get_order( $id );
	}
}
