<?php
declare(strict_types=1);

namespace Causeway\Tests\Capture;

use Causeway\Outbox\Clock;
use Causeway\Tests\Shop;
use Causeway\Tests\ShopTestCase;

/** Ways into the shop other than a checkout. */
final class SourcesTest extends ShopTestCase {

	protected function setUp(): void {
		parent::setUp();
		\wp_set_current_user( 1 );
	}

	public function test_an_order_made_changed_and_refunded_through_woocommerces_rest_api(): void {
		$this->needsWooCommerce( 'REST API' );
		$id = (int) $this->rest( 'POST', '/wc/v3/orders', [ 'status' => 'processing', 'line_items' => [ [ 'product_id' => Shop::product()->get_id(), 'quantity' => 1 ] ] ] )['id'];
		$this->endRequest();
		self::assertCount( 1, $this->snapshot( $id )['items'] );

		$this->rest( 'PUT', "/wc/v3/orders/{$id}", [ 'customer_note' => 'Ring twice' ] );
		$this->endRequest();
		self::assertSame( 'Ring twice', $this->snapshot( $id )['customer_note'] );

		$refund = (int) $this->rest( 'POST', "/wc/v3/orders/{$id}/refunds", [ 'amount' => '1', 'api_refund' => false ] )['id'];
		$this->endRequest();
		self::assertSame( [ $refund ], \array_column( $this->snapshot( $id )['refunds'], 'id' ) );

		$this->rest( 'DELETE', "/wc/v3/orders/{$id}/refunds/{$refund}", [ 'force' => true ] );
		$this->endRequest();
		self::assertSame( [], $this->snapshot( $id )['refunds'] );

		$this->rest( 'DELETE', "/wc/v3/orders/{$id}", [ 'force' => true ] );
		$this->endRequest();
		self::assertTrue( $this->snapshot( $id )['deleted'] );
	}

	public function test_an_order_made_on_wp_admins_order_screen(): void {
		$this->needsWooCommerce( 'order screen' );
		require_once \WC()->plugin_path() . '/includes/admin/wc-admin-functions.php';
		require_once \WC()->plugin_path() . '/includes/admin/meta-boxes/class-wc-meta-box-order-data.php';
		$order = Shop::order( 'auto-draft' );
		$this->endRequest();
		self::assertNull( $this->subject( $order ), 'the screen is open, nothing was saved' );

		$form  = [ 'order_status' => 'wc-processing', 'customer_user' => '0', '_billing_first_name' => 'Grace', '_payment_method' => 'cheque', 'order_date' => '2026-11-20', 'order_date_hour' => '10', 'order_date_minute' => '00', 'order_date_second' => '00' ];
		$saved = $_POST;
		$_POST = $form; // phpcs:ignore WordPress.Security.NonceVerification
		\WC_Meta_Box_Order_Data::save( $order->get_id() );
		$_POST = $saved;
		$this->endRequest();

		self::assertSame( [ 'processing', 'Grace' ], [ $this->snapshot( $order )['status'], $this->snapshot( $order )['billing']['first_name'] ] );
		self::assertNotNull( $this->look( $order )?->filledAt );
	}

	public function test_items_edited_in_wp_admin(): void {
		$this->needsWooCommerce( 'order screen' );
		require_once \WC()->plugin_path() . '/includes/admin/wc-admin-functions.php';
		$order = $this->knownOrder();
		$item  = \array_values( $order->get_items() )[0];
		\wc_save_order_items(
			$order->get_id(),
			[
				'order_item_id'  => [ $item->get_id() ],
				'order_item_qty' => [ $item->get_id() => '5' ],
				'line_subtotal'  => [ $item->get_id() => '50' ],
				'line_total'     => [ $item->get_id() => '50' ],
			]
		);
		$this->endRequest();
		self::assertSame( '5', $this->snapshot( $order )['items'][0]['quantity'] );
	}

	public function test_posts_trashed_and_deleted_on_wordpresss_own_screen_are_looked_at_where_they_are_orders(): void {
		$order = $this->knownOrder();
		$id    = $order->get_id();
		$page  = (int) \wp_insert_post( [ 'post_type' => 'page', 'post_title' => 'No order', 'post_status' => 'publish' ] );
		$this->plugin()->listeners()->wake();
		self::assertSame( [], $this->statements( static fn () => \wp_trash_post( $page ) ) );
		if ( Shop::hpos() || ! Shop::real() ) {
			return;
		}
		\wp_trash_post( $id );
		$this->endRequest();
		self::assertSame( 'trash', $this->snapshot( $id )['status'] );

		$this->plugin()->listeners()->wake();
		\wp_delete_post( $id, true );
		$this->endRequest();
		self::assertTrue( $this->snapshot( $id )['deleted'] );
	}

	public function test_a_refund_deleted_by_crud_has_a_hook_only_where_it_is_a_post(): void {
		$order  = $this->knownOrder();
		$refund = \wc_create_refund( [ 'order_id' => $order->get_id(), 'amount' => '5' ] );
		self::assertInstanceOf( \WC_Order_Refund::class, $refund );
		$this->endRequest();
		( new \WC_Order_Refund( $refund->get_id() ) )->delete( true );
		$this->endRequest();
		// WordPress's hook for deleted posts; with order tables (and in the double, as there) only the sweep finds it.
		self::assertCount( Shop::hpos() || ! Shop::real() ? 1 : 0, $this->snapshot( $order )['refunds'] );
	}

	public function test_another_plugin_that_throws_in_update_order_hides_nothing(): void {
		$order = $this->knownOrder();
		\add_action( 'woocommerce_update_order', static fn () => throw new \Exception( 'a plugin of somebody else\'s' ) );
		$object = \wc_get_order( $order->get_id() );
		$object->set_customer_note( 'committed all the same' );
		$object->save();
		$this->endRequest();
		self::assertSame( 'committed all the same', $this->snapshot( $order )['customer_note'] );
	}

	public function test_another_plugin_that_throws_before_anything_of_ours_is_repaired_by_the_sweep(): void {
		$order = $this->knownOrder();
		\add_action( 'woocommerce_before_order_object_save', static fn () => throw new \Exception( 'first of all' ), PHP_INT_MIN );
		$this->wpdb()->update( $this->wpdb()->prefix . 'causeway_link', [ 'go_live_at' => 1 ], [ 'id' => 1 ] );
		$storage = $this->plugin()->orderStorage();
		$this->wpdb()->update( $storage->table(), [ $storage->columns()['status'] => 'wc-on-hold', $storage->columns()['modified'] => \gmdate( 'Y-m-d H:i:s', \time() + 2 ) ], [ $storage->columns()['id'] => $order->get_id() ] );
		Clock::set( static fn (): int => ( \time() + 180 ) * 1000 );
		$this->plugin()->sweep()->run( 60_000 );
		self::assertSame( 'on-hold', $this->snapshot( $order )['status'] );
	}

	private function needsWooCommerce( string $what ): void {
		if ( ! Shop::real() ) {
			self::markTestSkipped( "The store double has no {$what}." );
		}
	}

	/**
	 * @param array<string, mixed> $body
	 * @return array<string, mixed>
	 */
	private function rest( string $method, string $route, array $body ): array {
		$request = new \WP_REST_Request( $method, $route );
		$request->set_body_params( $body );
		foreach ( $body as $name => $value ) {
			$request->set_param( $name, $value );
		}
		$response = \rest_do_request( $request );
		self::assertLessThan( 300, $response->get_status(), (string) \json_encode( $response->get_data() ) );
		return (array) $response->get_data();
	}
}
