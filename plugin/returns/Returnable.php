<?php
declare(strict_types=1);

namespace Causeway\Returns;

use Causeway\Capture\FreshOrder;
use Causeway\Effects\RefundInShop;

/** How much of an order can still be asked back: what was bought, less what was refunded, less what is on its way back. */
final class Returnable {

	/** WooCommerce's quantities are whole, or have the few decimals that a plugin gave them. */
	private const DECIMALS = 6;

	public function __construct( private readonly FreshOrder $orders, private readonly ReturnTable $returns ) {}

	/**
	 * @param int $before Only returns that were asked for before this one count.
	 * @return array<int, float> Order item id → units; items of which nothing is left are absent.
	 */
	public function of( \WC_Order $order, int $before = PHP_INT_MAX ): array {
		$left = [];
		foreach ( $order->get_items( 'line_item' ) as $item ) {
			$left[ $item->get_id() ] = (float) $item->get_quantity();
		}
		$subjects = [];
		foreach ( $this->returns->underWay( $order->get_id() ) as $request ) {
			if ( $request->id < $before ) {
				$subjects[] = $request->subject();
				foreach ( $request->lines as $line ) {
					$left[ $line['item_id'] ] = ( $left[ $line['item_id'] ] ?? 0.0 ) - (float) $line['quantity'];
				}
			}
		}
		foreach ( $this->orders->refunds( $order->get_id() ) as $refund ) {
			// Made for a return that is still under way: those units are counted already.
			if ( ! \in_array( $refund->get_meta( RefundInShop::SUBJECT ), $subjects, true ) ) {
				foreach ( self::units( $refund ) as $item => $units ) {
					$left[ $item ] = ( $left[ $item ] ?? 0.0 ) - $units;
				}
			}
		}
		return \array_filter( \array_map( static fn ( float $units ): float => \round( $units, self::DECIMALS ), $left ), static fn ( float $units ): bool => $units > 0 );
	}

	/** @return array<int, float> Order item id → units that a refund took back. */
	public static function units( \WC_Order_Refund $refund ): array {
		$units = [];
		foreach ( $refund->get_items( 'line_item' ) as $item ) {
			$of           = $item->get_meta( '_refunded_item_id', true, 'edit' );
			$id           = \is_numeric( $of ) ? (int) $of : 0;
			$units[ $id ] = ( $units[ $id ] ?? 0.0 ) + \abs( (float) $item->get_quantity() );
		}
		return $units;
	}
}
