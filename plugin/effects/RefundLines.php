<?php
declare(strict_types=1);

namespace Causeway\Effects;

use Causeway\Returns\Returnable;

/**
 * What a refund is to take back, in the words of `wc_create_refund`; refused where it is more than there is.
 *
 * @phpstan-import-type RefundLine from Wire
 * @phpstan-type Given array{qty: float, refund_total: string, refund_tax: array<int, string>}
 */
final class RefundLines {

	/** Sums of decimals as floats. */
	private const EPSILON = 0.000001;

	/**
	 * @param list<RefundLine>       $lines
	 * @param list<\WC_Order_Refund> $refunds Those that the order has.
	 * @return array<int, Given> By order item id.
	 * @throws EffectFailed
	 */
	public static function of( \WC_Order $order, array $lines, array $refunds, float $amount ): array {
		$given = [];
		$sum   = 0.0;
		foreach ( $lines as $line ) {
			$item = $order->get_item( $line->item_id );
			if ( ! $item || ! \in_array( $item->get_type(), [ 'line_item', 'shipping', 'fee' ], true ) || isset( $given[ $line->item_id ] ) ) {
				throw new EffectFailed( "The order has no line {$line->item_id}, or the refund names it twice." );
			}
			if ( $item instanceof \WC_Order_Item_Product ) {
				self::insistOnUnits( $item, (float) $line->quantity, $refunds );
			}
			$sum                    += (float) $line->total + (float) $line->total_tax;
			$given[ $line->item_id ] = [
				'qty'          => (float) $line->quantity,
				'refund_total' => $line->total,
				'refund_tax'   => self::taxes( $item, $line->total_tax ),
			];
		}
		if ( $sum > $amount + self::EPSILON ) {
			throw new EffectFailed( "Its lines come to {$sum}, which is more than the refund's {$amount}." );
		}
		return $given;
	}

	/** @param list<\WC_Order_Refund> $refunds */
	private static function insistOnUnits( \WC_Order_Item_Product $item, float $units, array $refunds ): void {
		$left = (float) $item->get_quantity();
		foreach ( $refunds as $refund ) {
			$left -= Returnable::units( $refund )[ $item->get_id() ] ?? 0.0;
		}
		if ( $units > $left + self::EPSILON ) {
			throw new EffectFailed( "Only {$left} of line {$item->get_id()} are left to refund; {$units} were asked for." );
		}
	}

	/**
	 * A line's tax, shared out as the order's own was; the last rate takes what rounding leaves.
	 *
	 * @return array<int, string> Tax rate id → amount.
	 */
	private static function taxes( \WC_Order_Item $item, string $tax ): array {
		$all = $item instanceof \WC_Order_Item_Product || $item instanceof \WC_Order_Item_Shipping || $item instanceof \WC_Order_Item_Fee ? $item->get_taxes() : [];
		/** @var array<int, float> $paid */
		$paid  = \array_filter( \array_map( static fn ( mixed $paid ): float => \is_numeric( $paid ) ? (float) $paid : 0.0, (array) ( $all['total'] ?? [] ) ) );
		$whole = (float) \array_sum( $paid );
		$left  = (float) $tax;
		$given = [];
		foreach ( $paid as $rate => $amount ) {
			$part           = \array_key_last( $paid ) === $rate ? $left : \round( (float) $tax * $amount / $whole, \wc_get_rounding_precision() );
			$left          -= $part;
			$given[ $rate ] = (string) \wc_format_decimal( $part, \wc_get_rounding_precision() );
		}
		return $given;
	}
}
