<?php
declare(strict_types=1);

namespace Causeway\Effects;

/** Which of the warehouse's shipments an order of the shop shows, wherever they were written. */
final class ShownShipments {

	public function __construct( private readonly Fulfilments $fulfilments = new Fulfilments() ) {}

	/** @return list<string> contracts/src/past.ts `shipments` */
	public function of( \WC_Order $order ): array {
		$shown = TrackingMeta::idsOf( $order );
		if ( $this->fulfilments->areOn() ) {
			$shown = [ ...$shown, ...\array_map( TrackingMeta::id( ... ), $this->fulfilments->shipmentIds( $order ) ) ];
		}
		return \array_values( \array_unique( $shown ) );
	}
}
