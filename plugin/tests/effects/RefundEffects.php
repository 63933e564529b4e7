<?php
declare(strict_types=1);

namespace Causeway\Tests\Effects;

use Causeway\Tests\Shop;

/** Refund effects, and what a RecordingGateway paid back for them. */
trait RefundEffects {

	private string $payments = '';

	private static function insistOnGateways(): void {
		if ( ! Shop::real() ) {
			self::markTestSkipped( 'The store double has no gateways.' );
		}
	}

	private function endPayments(): void {
		if ( Shop::real() ) {
			\is_file( $this->payments ) && \unlink( $this->payments );
			unset( \WC()->payment_gateways()->payment_gateways[ RecordingGateway::ID ] );
		}
	}

	/** @return list<string> A line a payment: order and amount. */
	private function payments(): array {
		return \is_file( $this->payments ) ? (array) \file( $this->payments, FILE_IGNORE_NEW_LINES ) : [];
	}

	private function payBy( \WC_Order $order, string $death = '' ): void {
		$this->payments = (string) \tempnam( \sys_get_temp_dir(), 'payments' );
		$order->set_payment_method( RecordingGateway::ID );
		$order->save();
		( new RecordingGateway( $this->payments, $death ) )->register();
	}

	/**
	 * One of two units, 10.00.
	 *
	 * @param array<string, mixed> $body
	 * @return array<string, mixed>
	 */
	private static function refundOf( \WC_Order $order, int $n = 1, array $body = [], string $subject = 'return/e-RMA7' ): array {
		$item = \array_key_first( $order->get_items() );
		return [
			'id'      => "DEMO/{$subject}/1/{$n}",
			'subject' => $subject,
			'epoch'   => 1,
			'n'       => $n,
			'kind'    => 'refund',
			'body'    => $body + [
				'order_id'  => $order->get_id(),
				'return_id' => $subject,
				'amount'    => '10.00',
				'reason'    => 'Came back damaged',
				'payment'   => 'gateway',
				'lines'     => [ [ 'item_id' => $item, 'quantity' => '1', 'total' => '10.00', 'total_tax' => '0' ] ],
			],
		];
	}
}
