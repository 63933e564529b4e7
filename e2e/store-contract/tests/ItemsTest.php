<?php

declare(strict_types=1);

namespace Causeway\StoreContract;

use WC_Order;
use WC_Order_Item_Fee;

/**
 * Items saved, added and removed, with the order and without it.
 */
final class ItemsTest extends StoreTestCase {
	public function test_an_item_saved_alone_fires_item_hooks_only_and_leaves_the_date(): void {
		$order  = $this->age( Goods::order() );
		$before = $order->get_date_modified()->getTimestamp();
		$items  = $order->get_items();
		$item   = reset( $items );
		$item->set_quantity( 4 );
		$trace = HookTrace::of( HookTrace::SAVE, HookTrace::ITEMS );
		$item->save();
		self::assertSame( array( 'before_order_item_object_save', 'update_order_item', 'after_order_item_object_save' ), $trace->take() );
		$read  = $this->read_again( $order );
		$items = $read->get_items();
		self::assertSame( 4, reset( $items )->get_quantity() );
		self::assertSame( $before, $read->get_date_modified()->getTimestamp() );
	}

	public function test_the_item_hooks_name_item_and_order(): void {
		$said = array();
		$note = static function ( int $item_id, object $item, int $order_id ) use ( &$said ): void {
			$said[] = array( $item_id === $item->get_id(), $item->get_type(), $order_id );
		};
		add_action( 'woocommerce_new_order_item', $note, 10, 3 );
		add_action( 'woocommerce_update_order_item', $note, 10, 3 );
		$order = Goods::order();
		$items = $order->get_items();
		reset( $items )->save();
		self::assertSame( array_fill( 0, 2, array( true, 'line_item', $order->get_id() ) ), $said );
	}

	public function test_a_removed_item_goes_at_the_save_after_update_order(): void {
		$order = $this->read_again( Goods::order() );
		$trace = HookTrace::of( HookTrace::SAVE, HookTrace::ITEMS );
		$order->remove_item( array_key_first( $order->get_items() ) );
		self::assertSame( array(), $trace->take() );
		$order->save();
		self::assertSame(
			array( 'before_order_object_save', 'update_order', 'before_delete_order_item', 'delete_order_item', 'after_order_object_save' ),
			$trace->take()
		);
		self::assertCount( 0, $this->read_again( $order )->get_items() );
	}

	public function test_wc_delete_order_item_fires_the_delete_hooks_only(): void {
		$order = Goods::order();
		$trace = HookTrace::of( HookTrace::SAVE, HookTrace::ITEMS );
		self::assertTrue( wc_delete_order_item( array_key_first( $order->get_items() ) ) );
		self::assertSame( array( 'before_delete_order_item', 'delete_order_item' ), $trace->take() );
	}

	public function test_an_item_still_tells_its_order_while_it_is_being_deleted(): void {
		$order = Goods::order();
		$said  = 0;
		add_action(
			'woocommerce_before_delete_order_item',
			static function ( int $item_id ) use ( &$said ): void {
				$said = wc_get_order_id_by_order_item_id( $item_id );
			}
		);
		wc_delete_order_item( array_key_first( $order->get_items() ) );
		self::assertSame( $order->get_id(), $said );
	}

	public function test_an_added_item_is_new_at_the_save(): void {
		$order = $this->read_again( Goods::order() );
		$fee   = new WC_Order_Item_Fee();
		$fee->set_name( 'Gift wrap' );
		$fee->set_total( '2.50' );
		$order->add_item( $fee );
		$trace = HookTrace::of( array( 'woocommerce_new_order_item' ) );
		$order->save();
		self::assertSame( array( 'new_order_item' ), $trace->take() );
		self::assertCount( 1, $this->read_again( $order )->get_fees() );
	}

	public function test_add_product_takes_the_product_price(): void {
		add_filter( 'pre_option_woocommerce_prices_include_tax', static fn(): string => 'no' );
		$order = new WC_Order();
		$order->save();
		$item_id = $order->add_product( Goods::product( 5, '12.50' ), 3 );
		$item    = $order->get_item( $item_id );
		self::assertSame( '37.5', $item->get_total() );
		self::assertSame( 3, $item->get_quantity() );
	}

	public function test_item_meta_is_kept(): void {
		$order = $this->read_again( Goods::order() );
		$items = $order->get_items();
		$item  = reset( $items );
		$item->add_meta_data( 'engraving', 'For Ada', true );
		$item->save();
		$items = $this->read_again( $order )->get_items();
		self::assertSame( 'For Ada', reset( $items )->get_meta( 'engraving' ) );
	}
}
