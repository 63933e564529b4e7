<?php
declare(strict_types=1);

namespace Causeway\Tests\ReadModel;

use Causeway\Tests\Shop;

/** "Where are you, and why?", asked of one order. */
final class OrderTest extends ReadModelTestCase {

	public function test_it_answers_with_what_the_worker_last_told(): void {
		$this->paired();
		$stages   = [ [ 'name' => 'received', 'status' => 'done', 'at' => 1, 'detail' => '' ], [ 'name' => 'checks', 'status' => 'held', 'at' => null, 'detail' => '' ] ];
		$timeline = [ [ 'at' => 1, 'actor' => 'shop', 'text' => 'Order placed', 'level' => 'info' ] ];
		$gates    = [ [ 'name' => 'received', 'label' => 'Received from the shop', 'status' => 'passed', 'at' => 1, 'until' => null, 'detail' => '' ] ];
		$order    = $this->told( [ 'state' => 'held', 'stages' => $stages, 'gates' => $gates, 'timeline' => $timeline, 'trace_id' => \str_repeat( 'a', 32 ), 'exceptions' => [ self::KLARNA ] ] );
		$answer   = $this->get( "/orders/{$order->get_id()}" );
		self::assertEquals( \json_decode( (string) \json_encode( $stages ) ), $answer->stages );
		self::assertEquals( \json_decode( (string) \json_encode( $timeline ) ), $answer->timeline );
		self::assertEquals( \json_decode( (string) \json_encode( $gates ) ), $answer->gates );
		self::assertSame( [ 'captured', 'held', null, null ], [ $answer->kept, $answer->state, $answer->unserved, $answer->requested ] );
		self::assertStringContainsString( (string) $order->get_id(), $answer->edit_url );
		$exception = $answer->exception_list[0];
		self::assertSame( [ 'mapping:payment_method:klarna', 'open', 'Paid with klarna.' ], [ $exception->cause, $exception->status, $exception->detail ] );
		self::assertEquals( $answer->seen, $exception->seen, 'the version in which it was told' );
	}

	public function test_an_order_that_the_worker_has_never_seen_answers_too(): void {
		$this->paired();
		$order  = Shop::order();
		$this->endRequest();
		$answer = $this->get( "/orders/{$order->get_id()}" );
		self::assertSame( [ 'captured', 'the worker', $this->now ], [ $answer->state, $answer->waiting_for, $answer->since ] );
		self::assertEquals( (object) [ 'since' => $this->now, 'filled' => true, 'served' => false ], $answer->unserved );
		self::assertMatchesRegularExpression( '/^[0-9a-f]{32}$/', $answer->trace_id );

		$this->exchange();
		self::assertTrue( $this->get( "/orders/{$order->get_id()}" )->unserved->served );
	}

	public function test_an_order_with_nothing_but_an_unfilled_look_answers_too(): void {
		$this->paired();
		$this->plugin()->outbox()->mark( 'order/987654' );
		$answer = $this->get( '/orders/987654' );
		self::assertSame( [ 'captured', 'captured', false, '' ], [ $answer->kept, $answer->state, $answer->unserved->filled, $answer->edit_url ] );
	}

	public function test_an_order_that_was_not_captured_says_why(): void {
		$this->plugin()->settings()->write( [ 'capturing' => false ] );
		$order = Shop::order();
		$draft = Shop::order( 'checkout-draft' );
		$this->newRequest();
		$reason = fn ( \WC_Order $of ): string => $this->get( "/orders/{$of->get_id()}" )->reason;

		self::assertStringContainsString( 'no worker has been paired', $reason( $order ) );
		self::assertStringContainsString( 'draft', $reason( $draft ) );
		$this->now += 60_000;
		$this->paired( false );
		self::assertStringContainsString( 'before a worker was paired', $reason( $order ) );
		$this->now += 60_000;
		$this->plugin()->goLive()->at( $this->now );
		self::assertStringContainsString( 'before go-live', $reason( $order ) );
		self::assertSame( [ 'uncaptured', 'before_go_live' ], [ $this->get( "/orders/{$order->get_id()}" )->kept, $this->get( "/orders/{$order->get_id()}" )->state ] );
	}

	public function test_promise_7_the_gates_of_an_order_that_the_worker_has_never_seen(): void {
		$this->paired();
		$order = Shop::order();
		$this->endRequest();
		$since = $this->now;
		self::assertSame( [ 'captured' => 'passed', 'go_live' => 'passed', 'worker' => 'waiting' ], $this->gates( $order ) );
		$this->now += 60_000;
		$gate       = $this->get( "/orders/{$order->get_id()}" )->gates[2];
		self::assertSame( [ $since, 'the worker: it has not fetched it yet' ], [ $gate->at, $gate->detail ] );

		$this->exchange();
		self::assertStringContainsString( 'fetched it and not reported', $this->get( "/orders/{$order->get_id()}" )->gates[2]->detail );
	}

	public function test_a_change_that_the_worker_has_not_taken_stands_before_what_it_told(): void {
		$this->paired();
		$gate  = [ 'name' => 'accepted', 'label' => 'Accepted by the ERP', 'status' => 'waiting', 'at' => 1, 'until' => null, 'detail' => "the ERP's answer" ];
		$order = $this->told( [ 'gates' => [ $gate ] ] );
		self::assertSame( [ 'accepted' => 'waiting' ], $this->gates( $order ) );
		$edited = \wc_get_order( $order->get_id() );
		$edited->set_customer_note( 'Later, please.' );
		$edited->save();
		$this->endRequest();
		self::assertSame( [ 'worker' => 'waiting', 'accepted' => 'waiting' ], $this->gates( $order ) );
	}

	public function test_the_gates_of_an_order_before_pairing_and_before_go_live(): void {
		$order = Shop::order();
		$this->endRequest();
		self::assertSame( [ 'captured' => 'passed', 'go_live' => 'ahead', 'worker' => 'waiting' ], $this->gates( $order ) );
		$this->paired( false );
		self::assertSame( [ 'captured' => 'passed', 'go_live' => 'waiting', 'worker' => 'ahead' ], $this->gates( $order ) );
		$this->now += 60_000;
		$this->plugin()->goLive()->at( $this->now );
		self::assertSame( [ 'captured' => 'passed', 'go_live' => 'skipped', 'worker' => 'skipped' ], $this->gates( $order ) );
	}

	public function test_the_gates_of_an_order_that_was_named_and_not_read_or_not_captured(): void {
		$this->plugin()->settings()->write( [ 'capturing' => false ] );
		$before = Shop::order();
		$this->newRequest();
		$this->now += 60_000;
		$this->paired();
		self::assertSame( [ 'captured' => 'skipped', 'go_live' => 'skipped', 'worker' => 'skipped' ], $this->gates( $before ) );
		self::assertStringContainsString( 'before go-live', $this->get( "/orders/{$before->get_id()}" )->gates[0]->detail );

		$this->plugin()->outbox()->mark( 'order/987654' );
		self::assertSame( [ 'captured' => 'waiting', 'go_live' => 'ahead', 'worker' => 'ahead' ], $this->gates( 987_654 ) );
	}

	/** @return array<string, string> Name → status; all as a mirror could carry them. */
	private function gates( \WC_Order|int $order ): array {
		$id    = \is_int( $order ) ? $order : $order->get_id();
		$gates = $this->get( "/orders/{$id}" )->gates;
		$this->assertShape( 'effect', \json_decode( (string) \json_encode( $this->mirror( "order/{$id}", [ 'gates' => $gates ] ) ) ) );
		return \array_column( $gates, 'status', 'name' );
	}

	public function test_what_is_no_order_is_not_found(): void {
		$order  = $this->knownOrder();
		$refund = \wc_create_refund( [ 'order_id' => $order->get_id(), 'amount' => '1' ] );
		self::assertInstanceOf( \WC_Order_Refund::class, $refund );
		foreach ( [ 99_999_999, $refund->get_id() ] as $id ) {
			self::assertSame( 404, $this->call( 'GET', "/orders/{$id}" )[0] );
		}
	}

	public function test_exceptions_that_were_closed_are_gone_from_it(): void {
		$this->paired();
		$order = $this->told( [ 'exceptions' => [ self::KLARNA ] ] );
		self::assertCount( 1, $this->get( "/orders/{$order->get_id()}" )->exception_list );
		$this->apply( [ $this->mirror( $this->key( $order ) ) ] );
		self::assertSame( [], $this->get( "/orders/{$order->get_id()}" )->exception_list );
	}
}
