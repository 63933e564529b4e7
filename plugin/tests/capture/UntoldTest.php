<?php
declare(strict_types=1);

namespace Causeway\Tests\Capture;

use Causeway\Outbox\Clock;
use Causeway\Tests\Exchange\ExchangeTestCase;
use Causeway\Tests\Shop;
use PHPUnit\Framework\Attributes\DataProvider;

/**
 * What WooCommerce does not tell, or tells wrongly: each ends with the right snapshot served, in the time that is promised.
 * Here every row is a case of `rows()`, which says who notices it: the request itself, the sweep (5 minutes later) or the
 * re-reading (24 hours); or that there is nothing to tell. Rows that need HTTP or a process that dies are elsewhere:
 *
 * | what happens                                                  | case |
 * |---|---|
 * | block checkout: drafts, 18 saves, trailing saves of a stale object | CheckoutTest, promise 6; SavesTest, "the last saves of a checkout" |
 * | classic checkout: `new_order` before the items                | CheckoutTest, "a classic checkout" |
 * | killed inside `new_order`; killed before any hook of ours     | ProcessTest, both by SIGKILL |
 * | an item edited by a request that is killed                    | ProcessTest, "killed after an item" |
 * | trash, untrash, delete                                        | SavesTest, "trash untrash"; on WordPress's own screen SourcesTest, "posts trashed" |
 * | another plugin throws in `update_order`, or before any hook   | SourcesTest, "another plugin that throws" |
 * | items through functions, on wp-admin's order screen           | SavesTest, "item meta"; SourcesTest, "items edited" |
 *
 * Customers and products are no subjects yet; stock is outside of an order's snapshot.
 */
final class UntoldTest extends ExchangeTestCase {

	use BehindHooks;

	private const MINUTES_5 = 300_000;
	private const HOURS_24  = 86_400_000;

	/** How far the clock is ahead of the real one: time passes, nobody waits. */
	private int $ahead = 0;

	/** @var list<int> Rows to acknowledge. */
	private array $taken = [];

	protected function setUp(): void {
		$this->now = (int) \floor( \microtime( true ) * 1000 );
		parent::setUp();
		Clock::set( fn (): int => (int) \floor( \microtime( true ) * 1000 ) + $this->ahead );
		$this->forgetOrders();
		$this->paired();
		$this->plugin()->links()->change( [ 'go_live_at' => $this->now - 7 * self::HOURS_24, 'swept_at' => $this->now - 60_000 ] );
		$this->plugin()->settings()->write( [ 'order_meta' => [ 'delivery_note' ] ] );
		\wp_set_current_user( 1 );
	}

	protected function tearDown(): void {
		$this->plugin()->settings()->write( [ 'order_meta' => [] ] );
		parent::tearDown();
	}

	/** @param array<string, mixed> $expected Dotted path of the snapshot → value; empty: nothing is told. */
	#[DataProvider( 'rows' )]
	public function test_row( string $noticed, \Closure $happens, array $expected ): void {
		$order = $this->quietOrder();
		$rev   = $this->subject( $order )->rev;
		$this->newRequest();
		$other   = $happens( $this, $order );
		$subject = \is_int( $other ) ? $other : $order->get_id();
		if ( 'by the request' === $noticed ) {
			$this->endRequest();
			$this->assertTold( $subject, $expected );
			return;
		}
		$this->endRequest();
		self::assertNull( $this->told( $subject ), 'nobody knows yet' );
		$this->later( self::MINUTES_5 );
		if ( 'by the sweep' === $noticed ) {
			$this->assertTold( $subject, $expected );
			return;
		}
		self::assertNull( $this->told( $subject ), 'the sweep can\'t see it' );
		$this->later( self::HOURS_24 - self::MINUTES_5 );
		if ( 'within a day' === $noticed ) {
			$this->assertTold( $subject, $expected );
			return;
		}
		self::assertNull( $this->told( $subject ), 'there is nothing to tell' );
		self::assertSame( $rev, $this->subject( $subject )->rev );
	}

	/** @return array<string, array{0: string, 1: \Closure, 2: array<string, mixed>}> */
	public static function rows(): array {
		$rows = [ ...self::saves(), ...self::refunds(), ...self::behindHooks(), ...self::dates() ];
		// What the store double does not have: WooCommerce's REST API, admin AJAX, and a refund by status.
		return \array_filter( $rows, static fn ( string $name ): bool => Shop::real() || ! \preg_match( '/REST|admin AJAX|by the status/', $name ), ARRAY_FILTER_USE_KEY );
	}

	private static function saves(): array {
		return [
			'save() without a change'                    => [ 'never', static fn ( self $t, \WC_Order $order ) => ( new \WC_Order( $order->get_id() ) )->save(), [] ],
			'internal flags: stock reduced, mail sent'   => [ 'never', static fn ( self $t, \WC_Order $order ) => $t->flag( $order ), [] ],
			'stock by hand, which has no hook, and through WooCommerce' => [ 'never', static fn ( self $t, \WC_Order $order ) => $t->stock(), [] ],
			'$item->save() alone: the date stays'        => [ 'by the request', static fn ( self $t, \WC_Order $order ) => $t->itemAlone( $order ), [ 'items.0.quantity' => '7' ] ],
			'save_meta_data() alone, in a later second'  => [ 'by the request', static fn ( self $t, \WC_Order $order ) => $t->metaAlone( new \WC_Order( $order->get_id() ) ), [ 'meta.delivery_note' => 'Ring' ] ],
			'save_meta_data() alone, in the second of the last change' => [ Shop::hpos() ? 'by the sweep' : 'by the request', static fn ( self $t, \WC_Order $order ) => $t->metaAtOnce( $order ), [ 'meta.delivery_note' => 'Ring' ] ],
		];
	}

	private static function refunds(): array {
		$gone = [ 'refunds' => [] ];
		return [
			'refund by wc_create_refund()'           => [ 'by the request', static fn ( self $t, \WC_Order $order ) => $t->refund( $order ), [ 'refunds.0.amount' => '5', 'status' => 'processing' ] ],
			'refund by the status "refunded"'        => [ 'by the request', static fn ( self $t, \WC_Order $order ) => \wc_get_order( $order->get_id() )->update_status( 'refunded' ), [ 'refunds.0.amount' => '20', 'status' => 'refunded' ] ],
			'refund of the whole amount'             => [ 'by the request', static fn ( self $t, \WC_Order $order ) => $t->refund( $order, '20' ), [ 'refunds.0.amount' => '20', 'status' => 'refunded' ] ],
			'refund by REST'                         => [ 'by the request', static fn ( self $t, \WC_Order $order ) => $t->rest( 'POST', "/wc/v3/orders/{$order->get_id()}/refunds", [ 'amount' => '5', 'api_refund' => false ] ), [ 'refunds.0.amount' => '5' ] ],
			'refund by admin AJAX'                   => [ 'by the request', static fn ( self $t, \WC_Order $order ) => $t->ajax( 'refund_line_items', [ 'order_id' => $order->get_id(), 'refund_amount' => '5', 'refunded_amount' => '0', 'refund_reason' => 'broken' ] ), [ 'refunds.0.amount' => '5', 'refunds.0.reason' => 'broken' ] ],
			'refund by an insert into the database'  => [ 'by the sweep', static fn ( self $t, \WC_Order $order ) => $t->unnoticed( fn () => $t->refund( $order ) ), [ 'refunds.0.amount' => '5' ] ],
			'refund of an order from before go-live, unnoticed' => [ 'by the sweep', static fn ( self $t, \WC_Order $order ) => $t->refundOfOldOrder(), [ 'refunds.0.amount' => '5' ] ],
			'refund deleted by CRUD: no hook'        => [ Shop::hpos() || ! Shop::real() ? 'by the sweep' : 'by the request', static fn ( self $t, \WC_Order $order ) => ( new \WC_Order_Refund( $t->knownRefund( $order ) ) )->delete( true ), $gone ],
			'refund deleted by admin AJAX'           => [ 'by the request', static fn ( self $t, \WC_Order $order ) => $t->ajax( 'delete_refund', [ 'refund_id' => $t->knownRefund( $order ) ] ), $gone ],
			'refund deleted by REST'                 => [ 'by the request', static fn ( self $t, \WC_Order $order ) => $t->rest( 'DELETE', "/wc/v3/orders/{$order->get_id()}/refunds/{$t->knownRefund( $order )}", [ 'force' => true ] ), $gone ],
			'refund deleted in the database'         => [ 'by the sweep', static fn ( self $t, \WC_Order $order ) => $t->refundDeletedUnnoticed( $order ), $gone ],
			'refund put into the trash, unnoticed'   => [ 'by the sweep', static fn ( self $t, \WC_Order $order ) => $t->write( $t->knownRefund( $order ), 'status', 'trash' ), $gone ],
		];
	}

	private static function behindHooks(): array {
		return [
			'SQL: the status, the date stays'        => [ 'within a day', static fn ( self $t, \WC_Order $order ) => $t->write( $order->get_id(), 'status', 'wc-on-hold' ), [ 'status' => 'on-hold' ] ],
			'SQL: status and date'                   => [ 'by the sweep', static fn ( self $t, \WC_Order $order ) => $t->statusAndDate( $order, 0 ), [ 'status' => 'on-hold' ] ],
			'SQL: order meta'                        => [ 'within a day', static fn ( self $t, \WC_Order $order ) => $t->writeMeta( $order, 'delivery_note', 'Ring' ), [ 'meta.delivery_note' => 'Ring' ] ],
			'SQL: an item\'s quantity'               => [ 'within a day', static fn ( self $t, \WC_Order $order ) => $t->writeItem( $order, '_qty', '9' ), [ 'items.0.quantity' => '9' ] ],
			'SQL: an address'                        => [ 'within a day', static fn ( self $t, \WC_Order $order ) => $t->writeBilling( $order, 'first_name', 'Grace' ), [ 'billing.first_name' => 'Grace' ] ],
			'SQL: the whole order deleted'           => [ 'within a day', static fn ( self $t, \WC_Order $order ) => $t->unnoticed( fn () => ( new \WC_Order( $order->get_id() ) )->delete( true ) ), [ 'deleted' => true ] ],
			'SQL: an order inserted'                 => [ 'by the sweep', static fn ( self $t, \WC_Order $order ) => $t->insertCopy( $order, $order->get_id() + 1000 ), [ 'status' => 'processing', 'items.0.quantity' => '2' ] ],
			'SQL: an order inserted with a date in the past' => [ 'by the sweep', static fn ( self $t, \WC_Order $order ) => $t->insertCopy( $order, $order->get_id() + 1000, -86_400 ), [ 'status' => 'processing' ] ],
			'the same in a shop with many orders'    => [ 'by the sweep', static fn ( self $t, \WC_Order $order ) => $t->insertCopy( $order, 3_000_000, -86_400 ), [ 'status' => 'processing' ] ],
			'SQL: an order inserted with a date in the future, without a key' => [ 'by the sweep', static fn ( self $t, \WC_Order $order ) => $t->insertCopy( $order, $order->get_id() + 1000, 86_400, false ), [ 'status' => 'processing', 'key' => '' ] ],
		];
	}

	private static function dates(): array {
		return [
			'status by SQL, the date written into the past' => [ 'by the sweep', static fn ( self $t, \WC_Order $order ) => $t->statusAndDate( $order, -40 * 86_400 ), [ 'status' => 'on-hold' ] ],
			'status by SQL, the date written into the future' => [ 'by the sweep', static fn ( self $t, \WC_Order $order ) => $t->statusAndDate( $order, 86_400 ), [ 'status' => 'on-hold' ] ],
			'an import that dates orders back'       => [ 'by the request', static fn ( self $t, \WC_Order $order ) => $t->backdated(), [ 'status' => 'processing', 'customer_note' => 'from last week' ] ],
		];
	}

	public function test_a_date_in_the_future_makes_no_revision_after_the_other(): void {
		$order = $this->quietOrder();
		$this->date( $order->get_id(), 'modified', 86_400 );
		for ( $sweep = 0; $sweep < 3; $sweep++ ) {
			$this->later( self::MINUTES_5 );
			self::assertNull( $this->told( $order->get_id() ) );
		}
		$this->write( $order->get_id(), 'status', 'wc-on-hold' );
		$this->later( self::MINUTES_5 );
		$this->assertTold( $order->get_id(), [ 'status' => 'on-hold' ] );
		self::assertSame( 2, $this->subject( $order )->rev );
	}

	/** @param array<string, mixed> $expected */
	private function assertTold( int $orderId, array $expected ): void {
		$told = $this->told( $orderId );
		self::assertNotNull( $told, 'told' );
		foreach ( $expected as $path => $value ) {
			$found = $told;
			foreach ( \explode( '.', $path ) as $key ) {
				$found = $found[ $key ] ?? null;
			}
			// Storages keep amounts with different numbers of zeros.
			self::assertSame( \is_numeric( $value ) ? (float) $value : $value, \is_numeric( $value ) ? (float) $found : $found, $path );
		}
	}

	/** @return array<string, mixed>|null What the worker is told of the order at its next coming, at most a minute later. */
	private function told( int $orderId ): ?array {
		foreach ( [ 0, 61_000 ] as $wait ) {
			$this->ahead += $wait;
			$this->plugin()->links()->change( [ 'busy_until' => 0 ] );
			$rows        = $this->exchange( [ 'ack' => [ 'number' => 0, 'rows' => $this->taken ] ] )->rows;
			$this->taken = \array_column( $rows, 'row' );
			$this->newRequest();
			foreach ( $rows as $row ) {
				if ( "order/{$orderId}" === $row->event->subject ) {
					return (array) \json_decode( (string) \json_encode( $row->event->data->snapshot ), true );
				}
			}
		}
		return null;
	}

	private function later( int $ms ): void {
		$this->ahead += $ms;
	}
}
