<?php
declare(strict_types=1);

namespace Causeway\Tests\Exchange;

use Causeway\Tests\Shop;

/** The orders of some time (`ask.past`). exchange() holds every answer to its schema. */
final class PastTest extends ExchangeTestCase {

	private const SECOND = 1000;

	/** Of an hour of its own, before any other order of the shop. */
	private const FROM = 1_200_000_000_000;

	protected function setUp(): void {
		parent::setUp();
		$this->paired();
		// Most of it happened before the plugin was there.
		$this->plugin()->settings()->write( [ 'capturing' => false ] );
	}

	public function test_orders_that_were_never_captured_are_told_as_a_capture_would_and_nothing_is_written(): void {
		$order  = $this->created( 0 );
		$before = [ $this->row( 'outbox' ), $this->row( 'subject' ) ];
		$past   = $this->past()->past;
		self::assertSame( [ $before, null ], [ [ $this->row( 'outbox' ), $this->row( 'subject' ) ], $past->next ] );
		[ $told ] = $past->orders;
		self::assertSame( [ $this->key( $order ), self::FROM, null ], [ $told->subject, $told->created_at, $told->known ] );
		$this->assertShape( 'snapshot', $told->snapshot );
		self::assertSame( \strlen( (string) \json_encode( $told->snapshot, JSON_UNESCAPED_SLASHES ) ), $told->snapshot_bytes );

		$this->plugin()->fill()->subject( $this->key( $order ) );
		self::assertEquals( \json_decode( (string) $this->subject( $order )?->snapshot ), $told->snapshot, 'the same builder' );
	}

	public function test_what_the_worker_said_of_an_order_comes_with_it(): void {
		$order = $this->created( 0 );
		$this->plugin()->fill()->subject( $this->key( $order ) );
		self::assertSame( '', $this->past()->past->orders[0]->known->state, 'nothing yet' );
		$said = [ 'external_id' => 'DEMO-1-abcd', 'erp_number' => 'SO-9', 'state' => 'completed', 'open' => 0, 'epoch' => 4, 'n' => 9 ];
		$this->wpdb()->update( $this->wpdb()->prefix . 'causeway_subject', $said, [ 'subject' => $this->key( $order ) ] );
		self::assertSame( [ 'open' => false ] + $said, [ 'open' => false ] + (array) $this->past()->past->orders[0]->known );
		self::assertSame( [], $this->past( [ 'state' => 'held' ] )->past->orders );
		self::assertCount( 1, $this->past( [ 'state' => 'completed' ] )->past->orders );
	}

	public function test_the_shipments_that_a_customer_can_see_come_with_it(): void {
		$order = $this->created( 0 );
		self::assertSame( [], $this->past()->past->orders[0]->shipments );
		$order->update_meta_data( '_wc_shipment_tracking_items', [ [ 'tracking_id' => \md5( 'causeway:SH-7' ), 'tracking_number' => '1' ] ] );
		$order->save();
		self::assertSame( [ \md5( 'causeway:SH-7' ) ], $this->past()->past->orders[0]->shipments );
	}

	public function test_from_is_in_before_is_not_and_drafts_refunds_and_other_kinds_are_none(): void {
		$in = [ $this->created( 0 ), $this->created( 3599 ) ];
		$this->created( -1 );
		$this->created( 3600 );
		$this->created( 5, 'checkout-draft' );
		$trashed = $this->created( 6 )->get_id();
		\wc_get_order( $trashed )->delete( false );
		$refund = \wc_create_refund( [ 'order_id' => $in[0]->get_id(), 'amount' => '5' ] );
		self::assertInstanceOf( \WC_Order_Refund::class, $refund );
		$refund->set_date_created( (string) ( self::FROM / 1000 + 7 ) );
		$refund->save();
		self::assertSame( \array_map( $this->key( ... ), [ $in[0], $trashed, $in[1] ] ), $this->told() );
		$this->plugin()->settings()->write( [ 'types' => [ 'shop_subscription' ] ] );
		self::assertSame( [], $this->told() );
	}

	public function test_instants_within_a_second_cut_between_seconds(): void {
		$order = $this->created( 1 );
		self::assertSame( [ $this->key( $order ) ], $this->told( [ 'from' => self::FROM + 1, 'before' => self::FROM + 1001 ] ) );
		self::assertSame( [], $this->told( [ 'from' => self::FROM + 1001 ] ) );
		self::assertSame( [], $this->told( [ 'before' => self::FROM + 1000 ] ) );
		self::assertContains( $this->key( $order ), $this->told( [ 'from' => 0, 'before' => 9_007_199_254_740_991 ] ) );
	}

	public function test_pages_bring_each_order_once_by_date_and_id_also_those_of_one_second(): void {
		$late   = $this->created( 50 );
		$second = [ $this->created( 20 ), $this->created( 20 ), $this->created( 20 ) ];
		$early  = $this->created( 10 );
		$all    = \array_map( $this->key( ... ), [ $early, ...$second, $late ] );
		foreach ( [ [ 'limit' => 1 ], [ 'limit' => 2 ], [ 'limit' => 5 ] ] as $fields ) {
			self::assertSame( $all, $this->told( $fields ) );
		}
		$few = $this->past( [], [ 'bytes' => 10 ] )->past;
		self::assertSame( [ 1, self::FROM + 10 * self::SECOND . '.' . $early->get_id() ], [ \count( $few->orders ), $few->next ], 'one at least' );
		self::assertSame( [ $all[1], $all[4] ], $this->told( [ 'only' => [ $all[4], $all[1], 'order/987654321', 'system/erp' ] ] ) );
	}

	public function test_one_that_cannot_be_read_or_is_too_large_is_told_as_such_and_keeps_no_other_back(): void {
		[ $poisoned, $large, $other ] = [ $this->created( 1 ), $this->created( 2 ), $this->created( 3 ) ];
		\add_filter(
			'causeway_snapshot',
			static fn ( array $meta, \WC_Order $order ): array => match ( $order->get_id() ) {
				$poisoned->get_id() => throw new \Error( 'another plugin' ),
				$large->get_id() => [ 'gift' => \str_repeat( 'x', 600_000 ) ],
				default => $meta,
			},
			10,
			2
		);
		$orders = $this->orders();
		self::assertSame( [ null, null, 'processing' ], \array_map( static fn ( \stdClass $told ): ?string => $told->snapshot->status ?? null, $orders ) );
		self::assertSame( [ 0, true ], [ $orders[0]->snapshot_bytes, $orders[1]->snapshot_bytes > 600_000 ] );
		self::assertSame( $this->key( $other ), $orders[2]->subject );
	}

	public function test_it_is_told_before_go_live_too_and_only_where_it_was_asked_for(): void {
		$this->plugin()->links()->change( [ 'go_live_at' => null ] );
		$order = $this->created( 0 );
		self::assertSame( [ $this->key( $order ) ], $this->told() );
		self::assertObjectNotHasProperty( 'past', $this->exchange() );
	}

	private function created( int $second, string $status = 'processing' ): \WC_Order {
		$order = Shop::order( $status );
		$order->set_date_created( (string) ( self::FROM / 1000 + $second ) );
		$order->save();
		return $order;
	}

	/** @param array<string, mixed> $fields */
	private function past( array $fields = [], array $ask = [] ): \stdClass {
		return $this->exchange( [ 'ask' => $ask + [ 'past' => $fields + [ 'from' => self::FROM, 'before' => self::FROM + 3_600_000, 'after' => '', 'limit' => 100 ] ] ] );
	}

	/** @return list<string> Subjects of all pages. */
	private function told( array $fields = [] ): array {
		return \array_column( $this->orders( $fields ), 'subject' );
	}

	/** @return list<\stdClass> Of all pages: a slow machine ends one early. */
	private function orders( array $fields = [] ): array {
		$orders = [];
		for ( $after = ''; null !== $after; ) {
			$page   = $this->past( [ 'after' => $after ] + $fields )->past;
			$orders = [ ...$orders, ...$page->orders ];
			$after  = $page->next;
			self::assertLessThanOrEqual( $fields['limit'] ?? 100, \count( $page->orders ) );
			self::assertLessThan( 50, \count( $orders ), 'it never ends' );
		}
		return $orders;
	}
}
