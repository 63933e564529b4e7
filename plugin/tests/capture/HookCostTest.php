<?php
declare(strict_types=1);

namespace Causeway\Tests\Capture;

use Causeway\Tests\Shop;
use Causeway\Tests\ShopTestCase;

/** Statements that are not Causeway's by name, but would run because of it: found by the capture bench. */
final class HookCostTest extends ShopTestCase {

	public function test_items_put_into_an_order_before_its_first_save_cost_nothing(): void {
		$order   = new \WC_Order();
		$lookups = 0;
		$count   = static function ( string $sql ) use ( &$lookups ): string {
			$lookups += (int) \preg_match( '/^\s*SELECT order_id FROM \S*order_items WHERE order_item_id/', $sql );
			return $sql;
		};
		\add_filter( 'query', $count );
		$order->add_product( Shop::product(), 2 );
		\remove_filter( 'query', $count );

		self::assertSame( 0, $lookups, 'the item knows that it has no order yet' );
	}

	public function test_promise_6_a_name_beyond_ascii_costs_no_further_statement(): void {
		// What WordPress asks of a table once a request, when a statement has such characters.
		( new \ReflectionProperty( \wpdb::class, 'table_charset' ) )->setValue( $this->wpdb(), [] );
		$order = Shop::order();
		$order->set_billing_last_name( 'Groß 🚢' );
		$order->save();

		$statements = $this->statements( fn () => $this->endRequest() );

		self::assertSame( [ 'SELECT', 'INSERT', 'INSERT', 'UPDATE' ], \array_map( static fn ( string $sql ): string => (string) \strtok( \trim( $sql ), ' ' ), $statements ) );
		self::assertSame( 'Groß 🚢', $this->snapshot( $order )['billing']['last_name'] );
	}
}
