<?php

declare(strict_types=1);

namespace Causeway\StoreContract;

/**
 * The queries of a sweep: ids by id, status and dates, page by page.
 */
final class QueriesTest extends StoreTestCase {
	/** @var list<int> */
	private array $ids = array();

	protected function setUp(): void {
		parent::setUp();
		foreach ( array( 'pending', 'processing', 'processing', 'completed' ) as $hours => $status ) {
			$order = Goods::order( $status );
			$order->set_date_created( time() - 1000 * 3600 - $hours * 3600 );
			$order->save();
			$this->ids[] = $order->get_id();
		}
	}

	public function test_ids_in_the_order_of_ids(): void {
		self::assertSame( $this->ids, $this->ids_of( array() ) );
		self::assertSame( array_reverse( $this->ids ), $this->ids_of( array( 'order' => 'DESC' ) ) );
	}

	public function test_limit_page_and_offset(): void {
		self::assertSame( array_slice( $this->ids, 0, 3 ), $this->ids_of( array( 'limit' => 3 ) ) );
		self::assertSame( array_slice( $this->ids, 2, 2 ), $this->ids_of( array( 'limit' => 2, 'paged' => 2 ) ) );
		self::assertSame( array_slice( $this->ids, 1, 2 ), $this->ids_of( array( 'limit' => 2, 'offset' => 1 ) ) );
	}

	public function test_status_with_and_without_prefix(): void {
		self::assertSame( array( $this->ids[1], $this->ids[2] ), $this->ids_of( array( 'status' => 'processing' ) ) );
		self::assertSame( array( $this->ids[0], $this->ids[3] ), $this->ids_of( array( 'status' => array( 'wc-pending', 'wc-completed' ) ) ) );
	}

	public function test_created_since_until_and_between(): void {
		$created = wc_get_order( $this->ids[1] )->get_date_created()->getTimestamp();
		$window  = $this->window();
		self::assertSame( array( $this->ids[0], $this->ids[1] ), $this->ids_of( array( 'date_created' => '>=' . $created ) ) );
		self::assertSame( array( $this->ids[0] ), $this->ids_of( array( 'date_created' => '>' . $created ) ) );
		self::assertSame( array( $this->ids[2], $this->ids[3] ), $this->ids_of( array( 'date_created' => $window . '...' . ( $created - 1 ) ) ) );
		self::assertSame( array( $this->ids[1], $this->ids[2], $this->ids[3] ), $this->ids_of( array( 'date_created' => $window . '...' . $created ) ) );
		self::assertSame( array( $this->ids[1], $this->ids[2] ), $this->ids_of( array( 'date_created' => ( $created - 3601 ) . '...' . $created ) ) );
	}

	public function test_modified_since(): void {
		$order = $this->age( wc_get_order( $this->ids[2] ) );
		$then  = $order->get_date_modified()->getTimestamp();
		self::assertSame( array( $this->ids[2] ), $this->ids_of( array( 'date_modified' => '<=' . $then ) ) );
		self::assertSame( array( $this->ids[2] ), $this->ids_of( array( 'date_modified' => ( $then - 5 ) . '...' . $then ) ) );
		self::assertNotContains( $this->ids[2], $this->ids_of( array( 'date_modified' => '>' . $then ) ) );
		self::assertContains( $this->ids[1], $this->ids_of( array( 'date_modified' => '>' . $then ) ) );
	}

	public function test_of_one_buyer(): void {
		$order = wc_get_order( $this->ids[2] );
		$order->set_customer_id( 7777 );
		$order->set_billing_email( 'grace@example.test' );
		$order->save();
		self::assertSame( array( $this->ids[2] ), $this->ids_of( array( 'customer' => 7777 ) ) );
		self::assertSame( array( $this->ids[2] ), $this->ids_of( array( 'customer' => 'grace@example.test' ) ) );
		self::assertSame( array( $this->ids[2] ), $this->ids_of( array( 'customer_id' => 7777 ) ) );
		self::assertSame( array( $this->ids[2] ), $this->ids_of( array( 'billing_email' => 'grace@example.test' ) ) );
	}

	public function test_refunds_are_a_type_of_their_own(): void {
		$refund = wc_create_refund( array( 'order_id' => $this->ids[1], 'amount' => '1.00' ) );
		self::assertSame( $this->ids, $this->ids_of( array() ) );
		self::assertSame( array( $refund->get_id() ), wc_get_orders( array( 'type' => 'shop_order_refund', 'parent' => $this->ids[1], 'return' => 'ids', 'limit' => -1 ) ) );
		self::assertContains( $refund->get_id(), wc_get_orders( array( 'type' => 'shop_order_refund', 'date_created' => '>=' . ( time() - 60 ), 'return' => 'ids', 'limit' => -1 ) ) );
	}

	public function test_drafts_and_trash_come_only_when_asked_for(): void {
		wc_get_order( $this->ids[0] )->delete( false );
		self::assertSame( array_slice( $this->ids, 1 ), $this->ids_of( array() ) );
		self::assertSame( array( $this->ids[0] ), $this->ids_of( array( 'status' => 'trash' ) ) );
	}

	public function test_objects_and_pagination(): void {
		$orders = wc_get_orders( array( 'status' => 'completed', 'limit' => 1, 'orderby' => 'ID', 'order' => 'DESC' ) );
		self::assertSame( $this->ids[3], $orders[0]->get_id() );
		$page = wc_get_orders( array( 'limit' => 2, 'paginate' => true, 'return' => 'ids' ) );
		self::assertSame( array( 2, true ), array( count( $page->orders ), $page->total >= 4 ) );
	}

	public function test_all_statuses(): void {
		$statuses = wc_get_order_statuses();
		foreach ( array( 'pending', 'processing', 'on-hold', 'completed', 'cancelled', 'refunded', 'failed' ) as $status ) {
			self::assertArrayHasKey( "wc-$status", $statuses );
		}
	}

	public function test_no_order_is_false(): void {
		self::assertFalse( wc_get_order( 99999999 ) );
	}

	private function window(): int {
		return time() - 1010 * 3600;
	}

	/**
	 * @param array<string, mixed> $query
	 * @return list<int>
	 */
	private function ids_of( array $query ): array {
		$query += array( 'date_created' => $this->window() . '...' . ( time() - 990 * 3600 ), 'type' => 'shop_order', 'limit' => -1, 'orderby' => 'ID', 'order' => 'ASC', 'return' => 'ids' );
		return array_values( array_map( 'intval', array_intersect( wc_get_orders( $query ), $this->ids ) ) );
	}
}
