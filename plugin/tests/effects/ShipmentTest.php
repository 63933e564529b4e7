<?php
declare(strict_types=1);

namespace Causeway\Tests\Effects;

use Automattic\WooCommerce\Admin\Features\Fulfillments\FulfillmentsController;
use Causeway\Tests\Shop;
use PHPUnit\Framework\Attributes\DataProvider;

/** Parcels, as fulfilments where WooCommerce has them, as note and tracking meta where not. */
final class ShipmentTest extends EffectsTestCase {

	/** @var array<string, \WP_Hook> */
	private static array $hooks = [];

	public static function setUpBeforeClass(): void {
		global $wp_filter;
		foreach ( $wp_filter as $name => $hook ) {
			self::$hooks[ $name ] = clone $hook;
		}
		if ( \class_exists( FulfillmentsController::class ) ) {
			// Its tables, made before the first test's transaction: making one ends a transaction on MariaDB.
			\update_option( 'woocommerce_feature_fulfillments_enabled', 'yes' );
			\wc_get_container()->get( FulfillmentsController::class )->initialize_fulfillments();
		}
	}

	public static function tearDownAfterClass(): void {
		global $wp_filter;
		$wp_filter = self::$hooks; // phpcs:ignore WordPress.WP.GlobalVariablesOverride
		\update_option( 'woocommerce_feature_fulfillments_enabled', 'no' );
	}

	/** @return array<string, array{0: bool}> */
	public static function ways(): array {
		return [ 'as fulfilments' => [ true ], 'as note and tracking meta' => [ false ] ];
	}

	#[DataProvider( 'ways' )]
	public function test_a_parcel_is_there_once_however_often_it_is_told( bool $fulfilments ): void {
		$this->use( $fulfilments );
		$order  = $this->knownOrder();
		$parcel = $this->parcel( $order, 'P1' );
		self::assertSame( [ 'applied' ], $this->results( $this->apply( [ $parcel ] ) ) );
		self::assertSame( [ 'already' ], $this->results( $this->apply( [ $parcel ] ) ) );
		$this->wpdb()->update( $this->wpdb()->prefix . 'causeway_subject', [ 'epoch' => 0, 'n' => 0 ], [ 'subject' => $this->key( $order ) ] );
		self::assertSame( [ 'already' ], $this->results( $this->apply( [ $parcel ] ) ), 'also where its number was not recorded' );
		self::assertSame( [ 'JD014600 P1' ], $this->parcels( $order, $fulfilments ) );
		$this->endRequest();
		self::assertNull( $this->look( $order ), 'our own echo' );
	}

	#[DataProvider( 'ways' )]
	public function test_two_parcels_stand_side_by_side( bool $fulfilments ): void {
		$this->use( $fulfilments );
		$order = $this->knownOrder();
		self::assertSame( [ 'applied', 'applied' ], $this->results( $this->apply( [ $this->parcel( $order, 'P1' ), $this->parcel( $order, 'P2' ) ] ) ) );
		self::assertSame( [ 'JD014600 P1', 'JD014600 P2' ], $this->parcels( $order, $fulfilments ) );
	}

	#[DataProvider( 'ways' )]
	public function test_killed_at_any_statement_and_told_again_it_is_there_once_and_whole( bool $fulfilments ): void {
		$this->use( $fulfilments );
		$killed = 0;
		for ( $statement = 1; $statement < 60; $statement++ ) {
			$order  = $this->knownOrder();
			$parcel = $this->parcel( $order, 'P1' );
			$seen   = 0;
			$kill   = static function ( string $sql ) use ( &$seen, $statement ): string {
				if ( \preg_match( '/^\s*(INSERT|UPDATE|DELETE|REPLACE)/i', $sql ) && ++$seen >= $statement ) {
					throw new \Error( 'killed' );
				}
				return $sql;
			};
			\add_filter( 'query', $kill );
			$first = $this->apply( [ $parcel ] )[0]->result;
			\remove_filter( 'query', $kill );
			$this->newRequest();
			$this->use( $fulfilments );
			if ( 'failed' !== $first ) {
				break;
			}
			++$killed;
			self::assertContains( $this->results( $this->apply( [ $parcel ] ) )[0], [ 'applied', 'already' ], "killed at statement {$statement}" );
			self::assertSame( [ 'JD014600 P1' ], $this->parcels( $order, $fulfilments ), "killed at statement {$statement}" );
			if ( ! $fulfilments ) {
				self::assertCount( 1, $this->notesOf( $order ), "killed at statement {$statement}" );
			}
		}
		self::assertGreaterThan( 5, $killed, 'every statement of the effect was tried' );
		self::assertSame( 'applied', $first );
	}

	public function test_a_fulfilment_says_what_the_warehouse_said(): void {
		$this->use( true );
		$order = $this->knownOrder();
		$this->apply( [ $this->parcel( $order, 'P1' ) ] );
		$fulfilment = \WC_Data_Store::load( 'order-fulfillment' )->read_fulfillments( \WC_Order::class, (string) $order->get_id() )[0];
		$item       = \array_values( $order->get_items() )[0]->get_id();
		self::assertTrue( $fulfilment->get_is_fulfilled() );
		self::assertSame( [ [ 'item_id' => $item, 'qty' => 2 ] ], $fulfilment->get_items() );
		self::assertSame( [ 'dhl', 'https://track.example/P1', '2026-11-27 00:00:03' ], [ $fulfilment->get_shipment_provider(), $fulfilment->get_tracking_url(), $fulfilment->get_date_fulfilled() ] );
	}

	public function test_a_carrier_that_woocommerce_does_not_know_keeps_its_name(): void {
		$this->use( true );
		$order = $this->knownOrder();
		$this->apply( [ $this->parcel( $order, 'P1', [ 'carrier' => 'Harbour Couriers' ] ) ] );
		$fulfilment = \WC_Data_Store::load( 'order-fulfillment' )->read_fulfillments( \WC_Order::class, (string) $order->get_id() )[0];
		self::assertSame( [ 'other', 'Harbour Couriers' ], [ $fulfilment->get_shipment_provider(), $fulfilment->get_meta( '_provider_name' ) ] );
	}

	public function test_the_note_names_carrier_items_and_tracking(): void {
		$this->use( false );
		$order = $this->knownOrder();
		$this->apply( [ $this->parcel( $order, 'P1' ) ] );
		$name = \array_values( $order->get_items() )[0]->get_name();
		self::assertSame( [ "Shipped with DHL: 2 × {$name}. Tracking number JD014600 P1, https://track.example/P1" ], $this->notesOf( $order ) );
	}

	public function test_parcels_that_an_extension_wrote_stay(): void {
		$this->use( false );
		$order = $this->knownOrder();
		$order->update_meta_data( '_wc_shipment_tracking_items', [ [ 'tracking_number' => 'theirs', 'tracking_id' => 'abc' ] ] );
		$order->save();
		$this->endRequest();
		$this->apply( [ $this->parcel( $order, 'P1' ) ] );
		self::assertSame( [ 'theirs', 'JD014600 P1' ], $this->parcels( $order, false ) );
	}

	private function use( bool $fulfilments ): void {
		if ( $fulfilments && ( ! Shop::real() || ! \class_exists( FulfillmentsController::class ) ) ) {
			self::markTestSkipped( 'This store has no order fulfilments.' );
		}
		\update_option( 'woocommerce_feature_fulfillments_enabled', $fulfilments ? 'yes' : 'no' );
	}

	private function parcel( \WC_Order $order, string $id, array $fields = [] ): array {
		return $this->effect(
			$order,
			'shipment',
			$fields + [
				'shipment_id' => $id, 'carrier' => 'DHL', 'tracking_number' => "JD014600 {$id}", 'tracking_url' => "https://track.example/{$id}", 'shipped_at' => '2026-11-27T00:00:03Z',
				'lines' => [ [ 'item_id' => \array_values( $order->get_items() )[0]->get_id(), 'quantity' => '2.0' ] ],
			]
		);
	}

	/** @return list<string> Tracking numbers. */
	private function parcels( \WC_Order $order, bool $fulfilments ): array {
		if ( $fulfilments ) {
			return \array_map( static fn ( $fulfilment ): string => (string) $fulfilment->get_tracking_number(), \WC_Data_Store::load( 'order-fulfillment' )->read_fulfillments( \WC_Order::class, (string) $order->get_id() ) );
		}
		$fresh = new \WC_Order( $order->get_id() );
		$fresh->read_meta_data( true );
		return \array_column( (array) $fresh->get_meta( '_wc_shipment_tracking_items' ), 'tracking_number' );
	}
}
