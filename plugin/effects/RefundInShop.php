<?php
declare(strict_types=1);

namespace Causeway\Effects;

use Causeway\Capture\Decimal;
use Causeway\Capture\OrderSnapshot;

/**
 * A return's refund as WooCommerce has it: made, found again by its mark, and told.
 *
 * @phpstan-import-type Refund from Wire
 * @phpstan-import-type Given from RefundLines
 */
final class RefundInShop {

	/** On the refund in WooCommerce: the return it was made for, and the subject that told of it. */
	public const RETURN  = '_causeway_return';
	public const SUBJECT = '_causeway_subject';

	/**
	 * @param Refund            $effect
	 * @param array<int, Given> $lines
	 */
	public static function create( \stdClass $effect, \WC_Order $order, array $lines ): \WC_Order_Refund|\WP_Error {
		// Before the gateway is asked WooCommerce saves the refund: from there on it can be found.
		$sign = static function ( mixed $refund ) use ( $effect ): void {
			if ( $refund instanceof \WC_Order_Refund ) {
				$refund->update_meta_data( self::RETURN, $effect->body->return_id );
				$refund->update_meta_data( self::SUBJECT, $effect->subject );
			}
		};
		\add_action( 'woocommerce_create_refund', $sign, PHP_INT_MIN );
		try {
			return \wc_create_refund(
				[
					'order_id'       => $order->get_id(),
					'amount'         => $effect->body->amount,
					'reason'         => $effect->body->reason,
					'line_items'     => $lines,
					'refund_payment' => 'gateway' === $effect->body->payment,
					'restock_items'  => false,
				]
			);
		} finally {
			\remove_action( 'woocommerce_create_refund', $sign, PHP_INT_MIN );
		}
	}

	/**
	 * @param Refund                 $effect
	 * @param list<\WC_Order_Refund> $refunds
	 */
	public static function of( \stdClass $effect, array $refunds ): ?\WC_Order_Refund {
		foreach ( $refunds as $refund ) {
			if ( $refund->get_meta( self::RETURN ) === $effect->body->return_id ) {
				return $refund;
			}
		}
		return null;
	}

	/** @return array{id: int, amount: string, payment_refunded: bool, created_at: string} contracts/src/effect.ts `MadeRefund` */
	public static function told( \WC_Order_Refund $refund ): array {
		return [
			'id'               => $refund->get_id(),
			'amount'           => Decimal::positive( $refund->get_amount( 'edit' ) ),
			'payment_refunded' => (bool) $refund->get_refunded_payment( 'edit' ),
			'created_at'       => OrderSnapshot::instant( $refund->get_date_created( 'edit' ) ) ?? '1970-01-01T00:00:00Z',
		];
	}
}
