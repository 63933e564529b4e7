<?php
declare(strict_types=1);

namespace Causeway\Effects;

/**
 * Shipments of a shop without fulfilments: an order note for staff, and the order meta in which shipment-tracking
 * extensions keep their parcels, so that they show ours in account pages and e-mails.
 *
 * @phpstan-import-type Shipment from Wire
 */
final class TrackingMeta {

	public const KEY = '_wc_shipment_tracking_items';

	public function __construct( private readonly OrderNotes $notes ) {}

	public function has( \WC_Order $order, string $shipmentId ): bool {
		return \in_array( self::id( $shipmentId ), self::idsOf( $order ), true );
	}

	/**
	 * The note first: the meta says that both are done. It is the parcel's, not the effect's: one that failed half way is
	 * told again under another number.
	 *
	 * @param Shipment $shipment
	 */
	public function add( \WC_Order $order, \stdClass $shipment ): void {
		$about = 'parcel ' . self::id( $shipment->shipment_id );
		if ( ! $this->notes->has( $order->get_id(), $about ) ) {
			$this->notes->add( $order, self::text( $order, $shipment ), false, $about );
		}
		$parcel = [
			'tracking_provider'        => '',
			'custom_tracking_provider' => $shipment->carrier,
			'custom_tracking_link'     => $shipment->tracking_url,
			'tracking_number'          => $shipment->tracking_number,
			'date_shipped'             => (string) \strtotime( $shipment->shipped_at ),
			'tracking_id'              => self::id( $shipment->shipment_id ),
		];
		$order->update_meta_data( self::KEY, [ ...self::of( $order ), $parcel ] );
		OrderSave::of( $order );
	}

	/** @return list<array<string, mixed>> */
	private static function of( \WC_Order $order ): array {
		$items = $order->get_meta( self::KEY );
		/** @var list<array<string, mixed>> */
		return \is_array( $items ) ? \array_values( \array_filter( $items, 'is_array' ) ) : [];
	}

	/**
	 * Parcels of the order, also those that an extension wrote.
	 *
	 * @return list<string>
	 */
	public static function idsOf( \WC_Order $order ): array {
		$ids = \array_column( self::of( $order ), 'tracking_id' );
		return \array_values( \array_filter( $ids, 'is_string' ) );
	}

	/** As the extensions make them: 32 hex digits. */
	public static function id( string $shipmentId ): string {
		return \md5( 'causeway:' . $shipmentId );
	}

	/** @param Shipment $shipment */
	private static function text( \WC_Order $order, \stdClass $shipment ): string {
		$lines = [];
		foreach ( $shipment->lines as $line ) {
			$item    = $order->get_item( $line->item_id );
			$lines[] = (string) ( (float) $line->quantity ) . ' × ' . ( $item ? $item->get_name() : '#' . $line->item_id );
		}
		$text = 'Shipped' . ( '' === $shipment->carrier ? '' : ' with ' . $shipment->carrier ) . ': ' . \implode( ', ', $lines ) . '.';
		if ( '' !== $shipment->tracking_number ) {
			$text .= ' Tracking number ' . $shipment->tracking_number . ( '' === $shipment->tracking_url ? '.' : ', ' . $shipment->tracking_url );
		}
		return $text;
	}
}
