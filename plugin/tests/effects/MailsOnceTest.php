<?php
declare(strict_types=1);

namespace Causeway\Tests\Effects;

/** Each of the customer's e-mails goes out once, however often its cause is told again. */
final class MailsOnceTest extends EffectsTestCase {

	use RefundEffects;

	public function test_however_often_they_are_told(): void {
		// Nor does the store double send e-mails.
		self::insistOnGateways();
		$order   = $this->knownOrder();
		$item    = \array_key_first( $order->get_items() );
		$parcel  = static fn ( string $id ): array => [ 'shipment_id' => $id, 'carrier' => 'DHL', 'tracking_number' => $id, 'tracking_url' => '', 'shipped_at' => '2026-11-27T00:00:03Z', 'lines' => [ [ 'item_id' => $item, 'quantity' => '1' ] ] ];
		$effects = [
			$this->effect( $order, 'shipment', $parcel( 'P1' ) ),
			$this->effect( $order, 'shipment', $parcel( 'P2' ) ),
			$this->toStatus( $order ),
			$this->note( $order, 'customer', [ 'accepts' => [ 'completed' ], 'body' => [ 'text' => 'On backorder: 1 × Lantern', 'audience' => 'customer', 'about' => 'backorder:WR-1' ] ] ),
			self::refundOf( $order, 1, [ 'payment' => 'none' ] ),
		];
		$mails   = [];
		for ( $told = 1; $told <= 3; $told++ ) {
			// What was answered *stale* is told again under a number of its own.
			$effects[3]['id'] .= "/{$told}";
			// A request of its own: WooCommerce's e-mails listen anew.
			\WC()->mailer()->init();
			\add_action(
				'woocommerce_email_sent',
				static function ( bool $sent, string $id ) use ( &$mails ): void {
					$mails[ $id ] = ( $mails[ $id ] ?? 0 ) + 1;
				},
				10,
				2
			);
			$results = $this->results( $this->apply( $effects ) );
			self::assertSame( \array_fill( 0, 5, 1 === $told ? 'applied' : 'already' ), $results );
			$this->endRequest();
			// Their numbers were not written down: whatever was done must show by itself.
			$this->wpdb()->query( "UPDATE {$this->wpdb()->prefix}causeway_subject SET epoch = 0, n = 0" );
		}
		\ksort( $mails );
		self::assertSame( [ 'customer_completed_order' => 1, 'customer_note' => 1, 'customer_partially_refunded_order' => 1 ], $mails );
	}
}
