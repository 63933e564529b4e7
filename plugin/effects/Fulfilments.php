<?php
declare(strict_types=1);

namespace Causeway\Effects;

use Automattic\WooCommerce\Admin\Features\Fulfillments\Fulfillment;

/**
 * WooCommerce's order fulfilments, through its public classes. Where the feature is off, or an older WooCommerce keeps
 * them among its internals, they are not used.
 *
 * @phpstan-import-type Line from Wire
 * @phpstan-import-type Shipment from Wire
 */
final class Fulfilments {

	private const SHIPMENT_ID = '_causeway_shipment_id';

	public function areOn(): bool {
		return 'yes' === \get_option( 'woocommerce_feature_fulfillments_enabled', 'no' ) && \class_exists( Fulfillment::class );
	}

	public function has( \WC_Order $order, string $shipmentId ): bool {
		foreach ( $this->of( $order ) as $fulfilment ) {
			if ( $fulfilment->get_meta( self::SHIPMENT_ID ) === $shipmentId && $fulfilment->get_items() ) {
				return true;
			}
		}
		return false;
	}

	/** @return list<string> Of the warehouse's shipments among the order's fulfilments. */
	public function shipmentIds( \WC_Order $order ): array {
		$ids = [];
		foreach ( $this->of( $order ) as $fulfilment ) {
			$id = $fulfilment->get_meta( self::SHIPMENT_ID );
			if ( \is_string( $id ) && '' !== $id && $fulfilment->get_items() ) {
				$ids[] = $id;
			}
		}
		return $ids;
	}

	/** @param Shipment $shipment */
	public function add( \WC_Order $order, \stdClass $shipment ): void {
		$fulfilment = $this->halfDone( $order, $shipment->shipment_id ) ?? new Fulfillment();
		$fulfilment->set_entity_type( \WC_Order::class );
		$fulfilment->set_entity_id( (string) $order->get_id() );
		$fulfilment->set_status( 'fulfilled' );
		// Meta is written in this order: the items last, so that a fulfilment with items is whole.
		$fulfilment->update_meta_data( self::SHIPMENT_ID, $shipment->shipment_id );
		$provider = $this->provider( $shipment->carrier );
		$fulfilment->set_shipment_provider( $provider );
		if ( 'other' === $provider ) {
			$fulfilment->update_meta_data( '_provider_name', $shipment->carrier );
		}
		$fulfilment->set_tracking_number( $shipment->tracking_number );
		$fulfilment->set_tracking_url( $shipment->tracking_url );
		$fulfilment->set_items( \array_map( self::item( ... ), $shipment->lines ) );
		$fulfilment->save();
		// WooCommerce says "now"; the warehouse knows better.
		$fulfilment->update_meta_data( '_date_fulfilled', \gmdate( 'Y-m-d H:i:s', (int) \strtotime( $shipment->shipped_at ) ) );
		$fulfilment->save_meta_data();
	}

	/**
	 * WooCommerce writes a fulfilment's row first and then its meta one by one; it refuses to begin one without items.
	 * So one without items is what a killed process left, and is completed instead of doubled.
	 */
	private function halfDone( \WC_Order $order, string $shipmentId ): ?Fulfillment {
		foreach ( $this->of( $order ) as $fulfilment ) {
			$owner = $fulfilment->get_meta( self::SHIPMENT_ID );
			if ( ! $fulfilment->get_items() && ( '' === $owner || $shipmentId === $owner ) ) {
				return $fulfilment;
			}
		}
		return null;
	}

	/** @return list<Fulfillment> */
	private function of( \WC_Order $order ): array {
		$store = \WC_Data_Store::load( 'order-fulfillment' );
		/** @var array<Fulfillment> $all A method of that store, which WC_Data_Store passes on. */
		$all = $store->read_fulfillments( \WC_Order::class, (string) $order->get_id() ); // @phpstan-ignore method.notFound
		return \array_values( $all );
	}

	/** The key of a carrier that WooCommerce knows, else `other`. */
	private function provider( string $carrier ): string {
		$known = (array) \apply_filters( 'woocommerce_fulfillment_shipping_providers', [] );
		$key   = \sanitize_title( $carrier );
		return isset( $known[ $key ] ) ? $key : 'other';
	}

	/**
	 * @param Line $line
	 * @return array{item_id: int, qty: int|float}
	 */
	private static function item( object $line ): array {
		$quantity = (float) $line->quantity;
		return [
			'item_id' => $line->item_id,
			'qty'     => (float) (int) $quantity === $quantity ? (int) $quantity : $quantity,
		];
	}
}
