<?php
declare(strict_types=1);

namespace Causeway\Effects;

/**
 * A parcel that left: a fulfilment where WooCommerce has them, else an order note and the meta of the common
 * shipment-tracking extension. Tells the customer nothing: that is the business of the status' e-mail, or of a note.
 *
 * @phpstan-import-type Shipment from Wire
 */
final class ShipmentEffect implements ShopEffect {

	public function __construct( private readonly Fulfilments $fulfilments, private readonly TrackingMeta $tracking ) {}

	public function writes(): array {
		return [ 'meta._fulfillment_status', 'meta.' . TrackingMeta::KEY ];
	}

	public function isDone( \stdClass $effect, \WC_Order $order ): bool {
		return $this->fulfilments->areOn()
			? $this->fulfilments->has( $order, self::body( $effect )->shipment_id )
			: $this->tracking->has( $order, self::body( $effect )->shipment_id );
	}

	public function audited( \stdClass $effect, \WC_Order $order ): array {
		return [ 'action' => 'shipment_shown', 'about' => self::body( $effect )->shipment_id, 'became' => self::body( $effect )->carrier ];
	}

	public function apply( \stdClass $effect, \WC_Order $order ): void {
		if ( $this->fulfilments->areOn() ) {
			$this->fulfilments->add( $order, self::body( $effect ) );
		} else {
			$this->tracking->add( $order, self::body( $effect ) );
		}
	}

	/**
	 * A customer will click on the link: what isn't http(s) is left out.
	 *
	 * @return Shipment
	 */
	private static function body( \stdClass $effect ): \stdClass {
		/** @var Shipment $told */
		$told     = $effect->body;
		$shipment = clone $told;
		if ( ! \preg_match( '~^https?://~i', $shipment->tracking_url ) ) {
			$shipment->tracking_url = '';
		}
		return $shipment;
	}
}
