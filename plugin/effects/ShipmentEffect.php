<?php
declare(strict_types=1);

namespace Causeway\Effects;

/**
 * A parcel that left: a fulfilment where WooCommerce has them, else an order note and the meta of the common
 * shipment-tracking extension. Tells the customer nothing: that is the business of the status' e-mail, or of a note.
 */
final class ShipmentEffect implements ShopEffect {

	public function __construct( private readonly Fulfilments $fulfilments, private readonly TrackingMeta $tracking ) {}

	public function writes(): array {
		return [ 'meta._fulfillment_status', 'meta.' . TrackingMeta::KEY ];
	}

	public function isDone( \stdClass $effect, \WC_Order $order ): bool {
		return $this->fulfilments->areOn()
			? $this->fulfilments->has( $order, $effect->body->shipment_id )
			: $this->tracking->has( $order, $effect->body->shipment_id );
	}

	public function apply( \stdClass $effect, \WC_Order $order ): void {
		if ( $this->fulfilments->areOn() ) {
			$this->fulfilments->add( $order, $effect->body );
		} else {
			$this->tracking->add( $order, $effect->body, $effect->id );
		}
	}
}
