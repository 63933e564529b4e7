<?php
declare(strict_types=1);

namespace Causeway\Tests\Returns;

use Causeway\Outbox\Clock;
use Causeway\Returns\ReturnRequest;
use Causeway\Tests\Effects\EffectsTestCase;

/** A shop whose worker follows returns, and lets customers ask for ten days. */
abstract class ReturnsTestCase extends EffectsTestCase {

	protected function setUp(): void {
		parent::setUp();
		Clock::set( null );
		$this->plugin()->settings()->write( [ 'return_days' => 10 ] );
	}

	/** Delivered to user 1: two of a product. */
	protected function bought( int $customer = 1 ): \WC_Order {
		$order = $this->knownOrder( 'completed' );
		$order->set_customer_id( $customer );
		$order->save();
		$this->endRequest();
		$this->acknowledgeAll();
		return $order;
	}

	/** @param array<int, string>|null $quantities Null: one of its product. */
	protected function asked( \WC_Order $order, ?array $quantities = null, string $origin = 'staff', ?int $known = null ): ReturnRequest {
		$asked = [ 'quantities' => $quantities ?? [ $this->item( $order ) => '1' ], 'reason' => 'Broken', 'exchange' => false, 'known' => $known ];
		return $this->plugin()->returnDesk()->ask( $order->get_id(), $asked, $origin, 1 );
	}

	protected function item( \WC_Order $order ): int {
		return (int) \array_key_first( $order->get_items() );
	}

	/** @return \stdClass What the worker would be served of it. */
	protected function told( ReturnRequest $request ): \stdClass {
		$subject = $this->plugin()->subjects()->find( $request->subject() );
		self::assertNotNull( $subject );
		$snapshot = \json_decode( (string) $subject->snapshot );
		$this->assertShape( 'return-look', $snapshot );
		return $snapshot;
	}
}
