<?php
declare(strict_types=1);

namespace Causeway\Tests\Returns;

use Causeway\Returns\Returnable;
use Causeway\Returns\ReturnRefused;
use Causeway\Tests\Shop;

/** Returns asked for by staff and customers: how much, by whom, until when, and what the worker is served of them. */
final class ReturnDeskTest extends ReturnsTestCase {

	public function test_a_return_is_a_look_with_its_order_as_it_is_now(): void {
		$order   = $this->bought();
		$request = $this->asked( $order );
		$this->endRequest();
		self::assertNotNull( $this->plugin()->outbox()->look( $request->subject() )?->filledAt );
		$told = $this->told( $request );
		self::assertSame( [ 'staff', 'requested', 'Broken', '0' ], [ $told->origin, $told->status, $told->reason, $told->order->refunded ] );
		self::assertSame( [ $this->item( $order ), '1' ], [ $told->lines[0]->item_id, $told->lines[0]->quantity ] );
		self::assertNull( $this->look( $order ), 'the order has nothing to tell' );
	}

	public function test_what_was_bought_is_asked_back_once(): void {
		$order = $this->bought();
		$this->asked( $order );
		$this->refuses( fn () => $this->asked( $order, [ $this->item( $order ) => '2' ] ), 'Only 1 of' );
		$this->asked( $order );
		foreach ( [ [ $this->item( $order ) => '1' ], [ 987_654 => '1' ], [], [ $this->item( $order ) => '0' ], [ $this->item( $order ) => '-1' ], [ $this->item( $order ) => 'all' ] ] as $quantities ) {
			$this->refuses( fn () => $this->asked( $order, $quantities ) );
		}
		self::assertCount( 2, $this->plugin()->returns()->ofOrder( $order->get_id() ), 'what was refused left nothing' );
	}

	public function test_of_two_requests_at_one_moment_the_later_gives_way(): void {
		$order = $this->bought();
		$lines = [ [ 'item_id' => $this->item( $order ), 'quantity' => '2' ] ];
		$other = null;
		// Between our look at what is left and our row, another request has its row written.
		$meanwhile = function ( string $sql ) use ( $order, $lines, &$other, &$meanwhile ): string {
			if ( \str_contains( $sql, 'INSERT INTO' ) && \str_contains( $sql, 'causeway_return' ) ) {
				\remove_filter( 'query', $meanwhile );
				$other = $this->plugin()->returns()->insert( $order->get_id(), 'customer', $lines, '', false, 1 );
			}
			return $sql;
		};
		\add_filter( 'query', $meanwhile );
		$this->refuses( fn () => $this->asked( $order ) );
		self::assertSame( [ $other->id ], \array_column( $this->plugin()->returns()->ofOrder( $order->get_id() ), 'id' ) );
	}

	public function test_a_form_sent_twice_asks_once_also_at_one_moment(): void {
		$order = $this->bought();
		$this->asked( $order, known: 0 );
		$this->refuses( fn () => $this->asked( $order, known: 0 ), 'Another return of this order' );
		$twice = function ( string $sql ) use ( $order, &$twice ): string {
			if ( \str_contains( $sql, 'INSERT INTO' ) && \str_contains( $sql, 'causeway_return' ) ) {
				\remove_filter( 'query', $twice );
				$this->asked( $order, known: 1 );
			}
			return $sql;
		};
		\add_filter( 'query', $twice );
		$this->refuses( fn () => $this->asked( $order, known: 1 ), 'Another return of this order' );
		self::assertCount( 2, $this->plugin()->returns()->ofOrder( $order->get_id() ) );
	}

	public function test_customers_ask_in_whole_units_and_not_without_end(): void {
		$order = $this->bought();
		$this->refuses( fn () => $this->asked( $order, [ $this->item( $order ) => '0.5' ], 'customer' ), 'in whole units' );
		for ( $i = 0; $i < 20; $i++ ) {
			$this->plugin()->returnDesk()->withdraw( $this->asked( $order, origin: 'customer' ), 'customer' );
		}
		$this->refuses( fn () => $this->asked( $order, origin: 'customer' ), 'write to us' );
		self::assertSame( 'staff', $this->asked( $order )->origin );
	}

	public function test_refunds_count_and_those_of_a_return_under_way_count_once(): void {
		Shop::real() || self::markTestSkipped( 'The store double has no gateways.' );
		$order   = $this->bought();
		$request = $this->asked( $order );
		$line    = [ 'item_id' => $this->item( $order ), 'quantity' => '1', 'total' => '10', 'total_tax' => '0' ];
		$effect  = $this->effect( $order, 'refund', [ 'order_id' => $order->get_id(), 'return_id' => 'R', 'amount' => '10', 'reason' => '', 'payment' => 'none', 'lines' => [ $line ] ], [ 'subject' => $request->subject() ] );
		unset( $effect['decided_on'], $effect['accepts'] );
		$this->endRequest();
		self::assertSame( [ 'applied' ], $this->results( $this->apply( [ $effect ] ) ) );
		$left = fn (): array => ( new Returnable( $this->plugin()->freshOrders(), $this->plugin()->returns() ) )->of( new \WC_Order( $order->get_id() ) );
		self::assertSame( [ $this->item( $order ) => 1.0 ], $left(), 'under way' );
		self::assertSame( [ '10', '1' ], [ $this->told( $request )->order->refunded, $this->told( $request )->order->items[0]->refunded_quantity ] );

		$this->apply( [ $this->mirror( $request->subject(), [ 'state' => 'closed', 'open' => false ], [ 'n' => 100 ] ) ] );
		self::assertSame( [ $this->item( $order ) => 1.0 ], $left(), 'closed' );
		\wc_create_refund( [ 'order_id' => $order->get_id(), 'amount' => 10, 'line_items' => [ $this->item( $order ) => [ 'qty' => 1, 'refund_total' => 10, 'refund_tax' => [] ] ] ] );
		self::assertSame( [], $left() );
	}

	public function test_a_refund_that_somebody_makes_or_deletes_is_told_of_the_returns_under_way(): void {
		$order   = $this->bought();
		$request = $this->asked( $order );
		$this->endRequest();
		$refund = \wc_create_refund( [ 'order_id' => $order->get_id(), 'amount' => 3 ] );
		$this->endRequest();
		self::assertSame( '3', $this->told( $request )->order->refunded );
		$refund->delete( true );
		$this->plugin()->fill()->subject( $this->key( $order ) );
		self::assertSame( '0', $this->told( $request )->order->refunded );
	}

	public function test_withdrawn_until_the_goods_are_back(): void {
		$order   = $this->bought();
		$request = $this->asked( $order );
		$this->plugin()->returnDesk()->withdraw( $request, 'staff' );
		$this->endRequest();
		self::assertSame( 'withdrawn', $this->told( $request )->status );
		self::assertSame( [ $this->item( $order ) => 2.0 ], $this->plugin()->returnDesk()->left( $order ) );

		$back = $this->asked( $order );
		$this->endRequest();
		$this->apply( [ $this->mirror( $back->subject(), [ 'stages' => [ [ 'name' => 'goods_received', 'status' => 'done', 'at' => 1, 'detail' => '' ] ] ], [ 'n' => 100 ] ) ] );
		$this->refuses( fn () => $this->plugin()->returnDesk()->withdraw( $back, 'staff' ), 'any more' );
	}

	public function test_customers_ask_for_what_has_left_within_the_days_and_only_where_returns_are_followed(): void {
		$order = $this->bought();
		self::assertTrue( $this->plugin()->returnDesk()->isOpenForCustomer( $order ) );
		$order->set_date_created( \time() - 11 * DAY_IN_SECONDS );
		self::assertFalse( $this->plugin()->returnDesk()->isOpenForCustomer( $order ) );
		self::assertTrue( $this->plugin()->returnDesk()->isOpenFor( $order ) );
		$order->set_date_created( \time() );
		$order->set_status( 'processing' );
		self::assertFalse( $this->plugin()->returnDesk()->isOpenForCustomer( $order ), 'nothing has left' );
		$this->apply( [ $this->mirror( $this->key( $order ), [ 'stages' => [ [ 'name' => 'shipped', 'status' => 'done', 'at' => 1, 'detail' => '' ] ] ], [ 'n' => 100 ] ) ] );
		self::assertTrue( $this->plugin()->returnDesk()->isOpenForCustomer( $order ) );
		$this->plugin()->settings()->write( [ 'return_days' => null ] );
		self::assertFalse( $this->plugin()->returnDesk()->isOpenFor( $order ) );
	}

	public function test_a_request_that_died_before_its_look_is_found_by_the_sweep(): void {
		$order = $this->bought();
		$this->paired();
		$lost = $this->plugin()->returns()->insert( $order->get_id(), 'customer', [ [ 'item_id' => $this->item( $order ), 'quantity' => '1' ] ], '', false, 1 );
		$this->plugin()->links()->change( [ 'go_live_at' => 1, 'swept_at' => 1, 'sweep_cursor' => '' ] );
		$this->plugin()->sweep()->run( 60_000 );
		self::assertSame( $lost->id, $this->told( $lost )->id );
	}

	public function test_a_return_whose_order_was_deleted_says_so(): void {
		$order   = $this->bought();
		$request = $this->asked( $order );
		$this->endRequest();
		$order->delete( true );
		$this->plugin()->fill()->subject( $request->subject() );
		self::assertTrue( $this->told( $request )->deleted );
	}

	public function test_the_worker_says_whether_returns_are_followed(): void {
		$this->paired();
		$this->exchange( [ 'returns' => [ 'customer_days' => 30 ] ] );
		self::assertSame( 30, $this->plugin()->settings()->returnDays() );
		$this->exchange();
		self::assertSame( 30, $this->plugin()->settings()->returnDays(), 'an older worker says nothing' );
		$this->exchange( [ 'returns' => null ] );
		self::assertNull( $this->plugin()->settings()->returnDays() );
	}

	private function refuses( \Closure $ask, string $why = '' ): void {
		try {
			$ask();
		} catch ( ReturnRefused $refused ) {
			self::assertStringContainsString( $why, $refused->getMessage() );
			return;
		}
		self::fail( 'It was not refused.' );
	}
}
