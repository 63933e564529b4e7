<?php

declare(strict_types=1);

namespace Causeway\StoreContract;

use WC_Order;

/**
 * What fires when an order is saved, in which order, and what the database holds by then.
 */
final class OrderSaveTest extends StoreTestCase {
	public function test_a_first_save_fires_new_order_before_its_items_are_saved(): void {
		$order = Goods::unsaved_order();
		$trace = HookTrace::of( HookTrace::SAVE, HookTrace::ITEMS );
		$order->save();
		self::assertSame(
			array(
				'before_order_object_save',
				'new_order',
				'before_order_item_object_save',
				'new_order_item',
				'after_order_item_object_save',
				'after_order_object_save',
			),
			$trace->take()
		);
	}

	public function test_at_new_order_the_database_has_the_order_without_items(): void {
		$seen = array();
		$look = static function ( int $id ) use ( &$seen ): void {
			$read   = wc_get_order( $id );
			$seen[] = array( $read instanceof WC_Order, count( $read->get_items() ), $read->get_billing_email() );
		};
		add_action( 'woocommerce_new_order', $look );
		$order = Goods::order();
		self::assertSame( array( array( true, 0, 'ada@example.test' ) ), $seen );
		self::assertCount( 1, $this->read_again( $order )->get_items() );
	}

	public function test_at_after_save_the_database_has_the_items(): void {
		$counts = array();
		add_action(
			'woocommerce_after_order_object_save',
			static function ( WC_Order $order ) use ( &$counts ): void {
				$counts[] = count( wc_get_order( $order->get_id() )->get_items() );
			}
		);
		Goods::order();
		self::assertSame( array( 1 ), $counts );
	}

	public function test_a_later_save_fires_update_order_before_its_items_are_saved(): void {
		$order = $this->read_again( Goods::order() );
		$items = $order->get_items();
		reset( $items )->set_quantity( 3 );
		$order->set_billing_city( 'Bremen' );
		$trace = HookTrace::of( HookTrace::SAVE, HookTrace::ITEMS );
		$order->save();
		self::assertSame(
			array(
				'before_order_object_save',
				'update_order',
				'before_order_item_object_save',
				'update_order_item',
				'after_order_item_object_save',
				'after_order_object_save',
			),
			$trace->take()
		);
	}

	public function test_a_save_without_a_change_fires_update_order(): void {
		$order = $this->read_again( Goods::order() );
		$trace = HookTrace::of( HookTrace::SAVE );
		$order->save();
		self::assertSame( array( 'before_order_object_save', 'update_order', 'after_order_object_save' ), $trace->take() );
	}

	public function test_a_save_without_a_change_moves_the_modified_date_but_not_in_posts(): void {
		$order  = $this->age( Goods::order() );
		$before = $order->get_date_modified()->getTimestamp();
		$order->save();
		$moved = $this->read_again( $order )->get_date_modified()->getTimestamp() > $before;
		self::assertSame( 'posts' !== TestShop::storage(), $moved );
	}

	public function test_a_changed_address_moves_the_modified_date_but_not_in_posts(): void {
		$order  = $this->age( Goods::order() );
		$before = $order->get_date_modified()->getTimestamp();
		$order->set_billing_city( 'Bremen' );
		$order->save();
		$read = $this->read_again( $order );
		self::assertSame( 'Bremen', $read->get_billing_city() );
		self::assertSame( 'posts' !== TestShop::storage(), $read->get_date_modified()->getTimestamp() > $before );
	}

	public function test_a_draft_fires_no_new_order_until_it_leaves_the_draft(): void {
		$trace = HookTrace::of( HookTrace::SAVE );
		$order = Goods::order( 'auto-draft' );
		self::assertSame( array( 'before_order_object_save', 'after_order_object_save' ), $trace->take() );
		$order = $this->read_again( $order );
		$order->set_status( 'pending' );
		$order->save();
		self::assertSame( array( 'before_order_object_save', 'new_order', 'after_order_object_save' ), $trace->take() );
	}

	public function test_dates_have_a_resolution_of_one_second(): void {
		$order = Goods::order();
		foreach ( array( $order->get_date_created(), $this->read_again( $order )->get_date_modified() ) as $date ) {
			self::assertSame( '000000', $date->format( 'u' ) );
		}
	}

	public function test_meta_saved_alone_within_the_same_second_fires_no_save(): void {
		$order = $this->read_again( Goods::order() );
		$order->set_date_modified( time() + 2 );
		$order->save();
		$trace = HookTrace::of( HookTrace::SAVE );
		$order->update_meta_data( '_causeway_erp_number', 'SO-1' );
		$order->save_meta_data();
		self::assertSame( array(), $trace->take() );
		self::assertSame( 'SO-1', $this->read_again( $order )->get_meta( '_causeway_erp_number' ) );
	}

	public function test_an_internal_flag_fires_after_save_only_but_in_posts_update_order_too(): void {
		$order = $this->read_again( Goods::order() );
		$trace = HookTrace::of( HookTrace::SAVE );
		$order->set_new_order_email_sent( true );
		$order->save();
		$expected = array( 'before_order_object_save', 'update_order', 'after_order_object_save' );
		if ( 'posts' !== TestShop::storage() ) {
			unset( $expected[1] );
		}
		self::assertSame( array_values( $expected ), $trace->take() );
	}

	public function test_a_stale_object_saved_late_fires_update_order_and_leaves_the_status_of_the_database(): void {
		$stale = $this->read_again( Goods::order( 'pending' ) );
		wc_get_order( $stale->get_id() )->update_status( 'processing' );
		$said = array();
		add_action(
			'woocommerce_update_order',
			static function ( int $id, WC_Order $order ) use ( &$said ): void {
				$said[] = array( $order->get_status(), wc_get_order( $id )->get_status() );
			},
			10,
			2
		);
		$stale->save();
		self::assertSame( array( array( 'pending', 'processing' ) ), $said );
		self::assertSame( 'processing', $this->read_again( $stale )->get_status() );
	}

	public function test_no_hook_of_a_save_runs_inside_a_transaction_of_the_store(): void {
		$statements = array();
		add_filter(
			'query',
			static function ( string $sql ) use ( &$statements ): string {
				$statements[] = strtoupper( strtok( ltrim( $sql ), ' ' ) );
				return $sql;
			}
		);
		Goods::order()->update_status( 'processing' );
		self::assertNotEmpty( $statements );
		self::assertSame( array(), array_intersect( $statements, array( 'START', 'BEGIN', 'COMMIT', 'ROLLBACK', 'SAVEPOINT' ) ) );
	}
}
