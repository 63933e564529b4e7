<?php
declare(strict_types=1);

namespace Causeway\Tests\Returns;

use Causeway\Tests\ReadModel\ReadModelTestCase;

/** Returns in the panel: asked for, listed, looked at, decided, withdrawn. */
final class ReturnsRouteTest extends ReadModelTestCase {

	protected function setUp(): void {
		parent::setUp();
		$this->plugin()->settings()->write( [ 'return_days' => 10 ] );
	}

	public function test_staff_ask_see_and_withdraw(): void {
		$order              = $this->knownOrder();
		$item               = (int) \array_key_first( $order->get_items() );
		$body               = [ 'order' => $order->get_id(), 'lines' => [ [ 'item_id' => $item, 'quantity' => '2' ] ], 'reason' => 'Broken', 'exchange' => true ];
		[ $status, $asked ] = $this->call( 'POST', '/return-requests', $body );
		self::assertSame( 201, $status );
		self::assertSame( 409, $this->call( 'POST', '/return-requests', $body )[0], 'nothing is left to ask for' );
		$this->endRequest();
		$this->apply( [ $this->mirror( $asked->subject, [ 'state' => 'authorising', 'reason' => 'The ERP is asked.' ] ) ] );

		$list = $this->get( '/returns', [ 'open' => 'true', 'order' => $order->get_id() ] );
		self::assertSame( [ 1, [ $asked->key ] ], [ $list->total, \array_column( $list->returns, 'key' ) ] );
		$told = $this->get( "/returns/{$asked->key}" );
		self::assertSame(
			[ 'staff', 'authorising', 'The ERP is asked.', 'Broken', true, '2', true ],
			[ $told->origin, $told->state, $told->reason, $told->asked_reason, $told->exchange, $told->lines[0]->quantity, $told->withdrawable ]
		);
		self::assertSame( $order->get_id(), $told->order->id );

		self::assertSame( 200, $this->call( 'DELETE', "/return-requests/{$asked->key}" )[0] );
		self::assertSame( 409, $this->call( 'DELETE', "/return-requests/{$asked->key}" )[0] );
		self::assertSame( [ 'return_asked', 'return_withdrawn' ], $this->wpdb()->get_col( "SELECT action FROM {$this->wpdb()->prefix}causeway_audit WHERE subject = '{$asked->subject}' ORDER BY id" ) );
	}

	public function test_a_refund_made_in_the_shop_and_a_return_that_began_elsewhere_are_shown_with_their_order(): void {
		$order   = $this->knownOrder();
		$refund  = \wc_create_refund( [ 'order_id' => $order->get_id(), 'amount' => 5 ] );
		$shop    = 'return/r' . $refund->get_id();
		$results = $this->apply( [ $this->mirror( $shop ), $this->mirror( 'return/e-RMA7', [ 'order_id' => $order->get_id() ] ), $this->mirror( 'return/w-9' ) ] );
		self::assertSame( [ 'applied', 'applied', 'applied' ], $this->results( $results ) );
		// A mirror that knows no order takes none away.
		$this->apply( [ $this->mirror( 'return/e-RMA7' ) ] );
		$told = \array_column( $this->get( '/returns' )->returns, null, 'subject' );
		self::assertSame( [ 'refund', '5', $order->get_id() ], [ $told[ $shop ]->origin, $told[ $shop ]->refunded, $told[ $shop ]->order->id ] );
		self::assertSame( [ 'erp', $order->get_id() ], [ $told['return/e-RMA7']->origin, $told['return/e-RMA7']->order->id ] );
		self::assertSame( [ 'warehouse', null ], [ $told['return/w-9']->origin, $told['return/w-9']->order ] );
		self::assertSame( 404, $this->call( 'GET', '/returns/e-RMA8' )[0] );
	}

	public function test_a_new_engine_gets_the_memory_of_returns_wherever_they_began(): void {
		$this->paired();
		$checkpoint = [ 'flow' => 'return', 'version' => 1, 'body' => [ 'k' => 'v' ] ];
		$order      = $this->knownOrder();
		$request    = $this->plugin()->returnDesk()->ask( $order->get_id(), [ 'quantities' => [ (int) \array_key_first( $order->get_items() ) => '1' ], 'reason' => '', 'exchange' => false, 'known' => null ], 'staff', 1 );
		$this->endRequest();
		$this->exchange();
		$this->apply( [ $this->mirror( 'return/r57', [ 'checkpoint' => $checkpoint ] ), $this->mirror( $request->subject(), [ 'checkpoint' => $checkpoint ] ), $this->mirror( 'return/e-1', [ 'open' => false ] ) ] );

		$told = $this->exchange( [ 'ask' => [ 'rows' => 0, 'bytes' => 1_000_000, 'open_after' => '', 'looks' => [ 'return/r57', $request->subject(), 'return/987654', 'return/r58' ] ] ] );
		$open = \array_column( $told->open->events, null, 'subject' );
		self::assertSame( [ $this->key( $order ), $request->subject(), 'return/r57' ], \array_keys( $open ) );
		self::assertEquals( \json_decode( (string) \json_encode( $checkpoint ) ), $open['return/r57']->data->memory->checkpoint );
		self::assertNull( $open['return/r57']->data->snapshot );
		$looks = \array_column( $told->looks, 'event', 'subject' );
		self::assertSame( [ true, true, false, false ], \array_values( \array_map( static fn ( ?\stdClass $event ): bool => null !== $event, $looks ) ) );
	}

	public function test_approving_and_rejecting_are_commands_and_a_no_needs_its_reason(): void {
		$this->apply( [ $this->mirror( 'return/e-RMA7', [ 'state' => 'awaiting_approval' ] ) ] );
		self::assertSame( 202, $this->call( 'POST', '/commands', [ 'command' => 'approve', 'subject' => 'return/e-RMA7' ] )[0] );
		self::assertSame( 'approve', $this->get( '/returns/e-RMA7' )->requested->command );
		self::assertSame( 400, $this->call( 'POST', '/commands', [ 'command' => 'reject', 'subject' => 'return/e-RMA7' ] )[0] );
		self::assertSame( 202, $this->call( 'POST', '/commands', [ 'command' => 'reject', 'subject' => 'return/e-RMA7', 'reason' => 'Not ours' ] )[0] );
	}
}
