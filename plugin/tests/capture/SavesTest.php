<?php
declare(strict_types=1);

namespace Causeway\Tests\Capture;

use Causeway\Tests\Shop;
use Causeway\Tests\ShopTestCase;

/** What WooCommerce's saves do to the outbox. */
final class SavesTest extends ShopTestCase {

	public function test_a_new_order_is_one_look_that_the_end_of_the_request_fills(): void {
		$order = Shop::order();
		self::assertNull( $this->look( $order )?->filledAt );
		self::assertSame( 1, $this->look( $order )->touches );

		$this->endRequest();

		self::assertNotNull( $this->look( $order )->filledAt );
		self::assertSame( 1, $this->subject( $order )->rev );
		self::assertSame( 'processing', $this->snapshot( $order )['status'] );
		self::assertCount( 1, $this->snapshot( $order )['items'] );
	}

	public function test_a_draft_is_no_subject_until_it_is_placed(): void {
		self::assertSame( [], $this->statements( static fn () => Shop::order( 'checkout-draft' ) ), 'a cart that nobody ordered costs nothing' );
		$order = Shop::order( 'checkout-draft' );
		$this->plugin()->outbox()->mark( $this->key( $order ) );
		self::assertSame( 0, $this->plugin()->fill()->subject( $this->key( $order ) )->rev, 'whoever named it' );
		self::assertNull( $this->look( $order ) );

		$order->set_status( 'pending' );
		$order->save();
		$this->endRequest();

		self::assertSame( 'pending', $this->snapshot( $order )['status'] );
	}

	public function test_a_deleted_draft_says_nothing(): void {
		$order = Shop::order( 'checkout-draft' );
		$id    = $order->get_id();
		$order->delete( true );
		$this->endRequest();

		self::assertNull( $this->look( $id ) );
		self::assertNull( $this->subject( $id ) );
	}

	public function test_a_save_without_a_change_leaves_no_look(): void {
		$order = $this->knownOrder();
		$again = \wc_get_order( $order->get_id() );
		$again->save();
		self::assertNotNull( $this->look( $order ), 'the save names the order' );

		$this->endRequest();

		self::assertNull( $this->look( $order ) );
		self::assertSame( 1, $this->subject( $order )->rev );
	}

	public function test_the_last_saves_of_a_checkout_with_a_stale_object_do_not_decide_what_is_told(): void {
		$order = Shop::order( 'pending' );
		$stale = new \WC_Order( $order->get_id() );
		$order->update_status( 'processing' );
		$stale->update_meta_data( 'trailing', 'yes' );
		\do_action( 'woocommerce_update_order', $order->get_id(), $stale );
		\do_action( 'woocommerce_after_order_object_save', $stale, $stale->get_data_store() );
		self::assertSame( 'pending', $stale->get_status(), 'the hook carries yesterday\'s truth' );

		$this->endRequest();

		self::assertSame( 'processing', $this->snapshot( $order )['status'] );
	}

	public function test_what_this_process_remembers_of_an_order_is_not_believed(): void {
		$order = $this->knownOrder();
		\wc_get_order( $order->get_id() )->get_items();
		$item  = \array_values( $order->get_items() )[0];
		$table = $this->wpdb()->prefix . 'woocommerce_order_itemmeta';
		$this->wpdb()->update( $table, [ 'meta_value' => '7' ], [ 'order_item_id' => $item->get_id(), 'meta_key' => '_qty' ] ); // phpcs:ignore WordPress.DB.SlowDBQuery

		$filled = $this->plugin()->fill()->subject( $this->key( $order ) );

		self::assertTrue( $filled->changed );
		self::assertSame( '7', $this->snapshot( $order )['items'][0]['quantity'] );
	}

	public function test_a_status_hook_writes_the_new_status_into_the_look(): void {
		$order = Shop::order( 'pending' );
		$order->update_status( 'on-hold' );
		$order->update_status( 'processing' );
		$this->endRequest();

		$data = $this->plugin()->outbox()->serve( 10, 1_000_000 );
		self::assertSame( 'processing', $data[ \count( $data ) - 1 ]->data->written_status );
	}

	public function test_an_item_saved_alone_makes_a_revision(): void {
		$order = $this->knownOrder();
		$item  = \array_values( \wc_get_order( $order->get_id() )->get_items() )[0];
		$this->newRequest();

		$item->set_quantity( 3 );
		$item->save();
		$this->endRequest();

		self::assertSame( 2, $this->subject( $order )->rev );
		self::assertSame( '3', $this->snapshot( $order )['items'][0]['quantity'] );
	}

	public function test_item_meta_through_woocommerces_functions_names_the_order(): void {
		if ( ! \function_exists( 'wc_add_order_item' ) ) {
			self::markTestSkipped( 'The store double has no functions for items without their objects.' );
		}
		$order = $this->knownOrder();
		$id    = \wc_add_order_item( $order->get_id(), [ 'order_item_name' => 'Gift wrap', 'order_item_type' => 'fee' ] );
		self::assertGreaterThan( 0, $id );
		$this->endRequest();
		self::assertSame( 'Gift wrap', $this->snapshot( $order )['fees'][0]['name'] ?? null );

		\wc_delete_order_item( $id );
		$this->endRequest();
		self::assertSame( [], $this->snapshot( $order )['fees'] );
	}

	public function test_trash_untrash_and_deletion_are_told(): void {
		$order = $this->knownOrder();
		$id    = $order->get_id();
		\wc_get_order( $id )->delete( false );
		$this->endRequest();
		self::assertSame( 'trash', $this->snapshot( $id )['status'] );

		\wc_get_order( $id )->untrash();
		$this->endRequest();
		self::assertSame( 'processing', $this->snapshot( $id )['status'] );

		\wc_get_order( $id )->delete( true );
		$this->endRequest();
		self::assertSame( [ 'deleted' => true, 'id' => $id ], $this->snapshot( $id ) );
		self::assertNotNull( $this->look( $id )?->filledAt );
	}

	public function test_a_refund_is_part_of_its_order(): void {
		$order = $this->knownOrder();
		$item  = \array_values( $order->get_items() )[0];
		$made  = \wc_create_refund(
			[
				'order_id'   => $order->get_id(),
				'amount'     => '10',
				'reason'     => 'broken',
				'line_items' => [ $item->get_id() => [ 'qty' => 1, 'refund_total' => '10', 'refund_tax' => [] ] ],
			]
		);
		self::assertInstanceOf( \WC_Order_Refund::class, $made );
		self::assertNull( $this->look( $made->get_id() ), 'a refund is no subject of its own' );
		$this->endRequest();

		$refund = $this->snapshot( $order )['refunds'][0];
		self::assertSame( [ 10.0, 'broken' ], [ (float) $refund['amount'], $refund['reason'] ] );
		self::assertSame( $item->get_id(), $refund['lines'][0]['item_id'] );
		self::assertSame( '1', $refund['lines'][0]['quantity'] );
	}

	public function test_nothing_is_captured_before_pairing(): void {
		$this->plugin()->settings()->write( [ 'capturing' => false ] );
		$this->newRequest();
		$order = Shop::order();
		$this->endRequest();

		self::assertNull( $this->look( $order ) );
	}

	public function test_capture_that_fails_is_logged_and_does_not_reach_the_shop(): void {
		$tried = 0;
		$break = static function ( string $sql ) use ( &$tried ): string {
			if ( \str_contains( $sql, 'causeway_' ) ) {
				++$tried;
				throw new \RuntimeException( 'no space left on device' );
			}
			return $sql;
		};
		\add_filter( 'query', $break );
		$order = Shop::order();
		$this->plugin()->capture()->requestEnds( new \Causeway\Capture\Response() );
		\remove_filter( 'query', $break );

		self::assertGreaterThan( 1, $tried );
		self::assertSame( 'processing', ( new \WC_Order( $order->get_id() ) )->get_status() );
		self::assertCount( 1, ( new \WC_Order( $order->get_id() ) )->get_items() );
	}
}
