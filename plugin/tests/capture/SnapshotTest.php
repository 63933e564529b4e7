<?php
declare(strict_types=1);

namespace Causeway\Tests\Capture;

use Causeway\Capture\Decimal;
use Causeway\Capture\Difference;
use Causeway\Tests\Shop;
use Causeway\Tests\ShopTestCase;
use PHPUnit\Framework\Attributes\DataProvider;

/** What a snapshot says, and what it never says. */
final class SnapshotTest extends ShopTestCase {

	public function test_equal_content_is_equal_json_whenever_it_is_read(): void {
		$order = Shop::order();
		$first = \json_encode( $this->plugin()->orderSnapshot()->read( $order->get_id() ) );
		$this->newRequest();
		$order->set_date_modified( \time() + 50 );
		$order->update_meta_data( '_not_listed', 'x' );
		$order->save();
		self::assertSame( $first, \json_encode( $this->plugin()->orderSnapshot()->read( $order->get_id() ) ) );
	}

	public function test_only_listed_meta_crosses_and_gateway_tokens_and_our_own_keys_never(): void {
		$keys = [ 'po_number', '_gateway_token', '_stripe_source_id', 'client_secret', '_causeway_erp_number', '_wc_risk_level', '_causeway_fraud', 'unlisted' ];
		$this->plugin()->settings()->write( [ 'order_meta' => \array_slice( $keys, 0, 5 ) ] );
		$order = Shop::order();
		foreach ( $keys as $key ) {
			$order->update_meta_data( $key, "value of {$key}" );
		}
		$order->save();

		$meta = (array) $this->plugin()->orderSnapshot()->read( $order->get_id() )['meta'];

		self::assertSame( [ '_causeway_fraud', '_wc_risk_level', 'po_number' ], \array_keys( $meta ) );
		self::assertSame( 'value of po_number', $meta['po_number'] );
	}

	public function test_the_filter_adds_meta_under_the_same_rules(): void {
		\add_filter( 'causeway_snapshot', static fn ( array $meta, \WC_Order $order ): array => $meta + [ 'weight' => 3, 'api_token' => 'x', 'from' => $order->get_id() ], 10, 2 );
		$order = Shop::order();
		self::assertSame( [ 'from' => $order->get_id(), 'weight' => 3 ], (array) $this->plugin()->orderSnapshot()->read( $order->get_id() )['meta'] );
	}

	public function test_listed_item_meta_crosses(): void {
		$this->plugin()->settings()->write( [ 'item_meta' => [ 'engraving' ] ] );
		$order = Shop::order();
		$item  = \array_values( $order->get_items() )[0];
		$item->update_meta_data( 'engraving', 'For Ada' );
		$item->update_meta_data( '_reduced_stock', '2' );
		$item->save();
		self::assertSame( [ 'engraving' => 'For Ada' ], (array) $this->plugin()->orderSnapshot()->read( $order->get_id() )['items'][0]['meta'] );
	}

	public function test_there_is_no_snapshot_of_what_is_no_order(): void {
		self::assertNull( $this->plugin()->orderSnapshot()->read( 99_999_999 ) );
	}

	/** @return iterable<array{mixed, string}> */
	public static function numbers(): iterable {
		yield [ '19.99', '19.99' ];
		yield [ '10.00', '10.00' ];
		yield [ 2, '2' ];
		yield [ 0.1 + 0.2, '0.3' ];
		yield [ '1.23456789012345', '1.2345678901' ];
		yield [ 1.0e-5, '0.00001' ];
		yield [ '-0.00000000001', '0' ];
		yield [ '', '0' ];
		yield [ null, '0' ];
		yield [ 'abc', '0' ];
	}

	#[DataProvider( 'numbers' )]
	public function test_numbers_are_decimal_strings( mixed $given, string $decimal ): void {
		self::assertSame( $decimal, Decimal::of( $given ) );
	}

	public function test_differences_are_paths_and_a_path_covers_what_is_below_it(): void {
		$before = [ 'status' => 'a', 'items' => [ [ 'qty' => '1' ] ], 'meta' => [ 'x' => 1 ] ];
		$after  = [ 'status' => 'b', 'items' => [ [ 'qty' => '2' ], [ 'qty' => '1' ] ], 'meta' => [] ];
		self::assertSame( [ 'status', 'items.0.qty', 'items.1', 'meta.x' ], Difference::paths( $before, $after ) );
		self::assertSame( [ 'items.0.qty', 'items.1' ], Difference::outside( $before, $after, [ 'status', 'meta' ] ) );
		self::assertSame( [ 'status' ], Difference::outside( [ 'status' => 1 ], [ 'status' => 2 ], [ 'stat' ] ) );
	}
}
