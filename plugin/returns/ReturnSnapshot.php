<?php
declare(strict_types=1);

namespace Causeway\Returns;

use Causeway\Capture\Decimal;
use Causeway\Capture\FreshOrder;
use Causeway\Capture\MetaSelection;
use Causeway\Capture\OrderSnapshot;
use Causeway\Capture\SnapshotLines;
use Causeway\Effects\ErpNumberEffect;
use Causeway\Outbox\Clock;
use Causeway\Outbox\Reading;

/** A return that was asked for, with its order as it is now: contracts/src/return.ts `ReturnLook`. */
final class ReturnSnapshot {

	public function __construct( private readonly ReturnTable $returns, private readonly FreshOrder $orders ) {}

	/**
	 * @param bool $known The worker was told of it: then that its order was deleted is news.
	 * @return Reading|null Null: nothing that anyone was told of.
	 */
	public function reading( int $id, bool $known ): ?Reading {
		$began   = Clock::now();
		$request = $this->returns->find( $id );
		$order   = $request ? $this->orders->order( $request->orderId ) : null;
		if ( ! $request || ! $order ) {
			return $known ? Reading::of( $request->orderId ?? 0, [ 'deleted' => true, 'id' => $id ], '', null, null, [], $began ) : null;
		}
		$snapshot = [
			'deleted'    => false,
			'id'         => $request->id,
			'origin'     => $request->origin,
			'status'     => $request->status,
			'created_at' => Clock::instant( $request->createdAt ),
			'reason'     => $request->reason,
			'exchange'   => $request->exchange,
			'order'      => self::order( $order, $this->orders->refunds( $request->orderId ) ),
			'lines'      => $request->lines,
		];
		return Reading::of( $request->orderId, $snapshot, (string) $order->get_order_number(), $request->createdAt, null, [], $began );
	}

	/**
	 * @param list<\WC_Order_Refund> $refunds
	 * @return array<string, mixed>
	 */
	private static function order( \WC_Order $order, array $refunds ): array {
		$back     = [];
		$refunded = 0.0;
		foreach ( $refunds as $refund ) {
			$refunded += (float) $refund->get_amount( 'edit' );
			foreach ( Returnable::units( $refund ) as $item => $units ) {
				$back[ $item ] = ( $back[ $item ] ?? 0.0 ) + $units;
			}
		}
		$erp      = $order->get_meta( ErpNumberEffect::NUMBER );
		$currency = $order->get_currency( 'edit' );
		$kept     = \array_flip( [ 'id', 'sku', 'name', 'quantity', 'total', 'total_tax' ] );
		return [
			'id'                => $order->get_id(),
			'number'            => (string) $order->get_order_number(),
			'key'               => $order->get_order_key( 'edit' ),
			'erp_number'        => \is_string( $erp ) && '' !== $erp ? $erp : null,
			'status'            => $order->get_status( 'edit' ),
			'currency'          => '' === $currency ? \get_woocommerce_currency() : $currency,
			'currency_decimals' => \min( 4, \wc_get_price_decimals() ),
			'created_at'        => OrderSnapshot::instant( $order->get_date_created( 'edit' ) ) ?? '1970-01-01T00:00:00Z',
			'total'             => Decimal::of( $order->get_total( 'edit' ) ),
			'refunded'          => Decimal::of( $refunded ),
			'items'             => \array_map(
				static fn ( array $item ): array => \array_intersect_key( $item, $kept ) + [ 'refunded_quantity' => Decimal::of( \is_int( $item['id'] ) ? $back[ $item['id'] ] ?? 0 : 0 ) ],
				( new SnapshotLines( new MetaSelection( [] ) ) )->items( $order )
			),
		];
	}
}
