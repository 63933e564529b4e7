<?php
declare(strict_types=1);

namespace Causeway\Tests\Exchange;

use Causeway\Tests\Shop;

/** Products that were made after their SKU was told: the shop lists them where the worker asks. */
final class UntoldTest extends ExchangeTestCase {

	protected function setUp(): void {
		parent::setUp();
		if ( ! Shop::real() ) {
			self::markTestSkipped( 'The store double keeps no list of stocks.' );
		}
		$this->paired();
	}

	public function test_a_product_whose_stock_the_shop_was_told_nothing_of_is_listed_until_it_is_told(): void {
		self::assertObjectNotHasProperty( 'untold', $this->exchange() );
		$product = new \WC_Product_Simple();
		$product->set_sku( 'UNTOLD-1' );
		$product->save();
		self::assertNotContains( 'UNTOLD-1', $this->untold(), 'the shop keeps no stock of it' );
		$product->set_manage_stock( true );
		$product->set_stock_quantity( 3 );
		$product->save();
		self::assertSame( 'UNTOLD-1', $this->untold()[0], 'the newest first' );

		$body   = [ 'sku' => 'UNTOLD-1', 'version' => 1, 'base' => '5', 'counted' => '0', 'as_of' => '2026-11-21T10:00:00.250Z', 'checkpoint' => null ];
		$effect = [ 'id' => 'DEMO/stock/UNTOLD-1/1/1', 'subject' => 'stock/UNTOLD-1', 'epoch' => $this->epoch, 'n' => 1, 'kind' => 'stock', 'body' => $body ];
		self::assertNotContains( 'UNTOLD-1', $this->untold( [ 'effects' => [ $effect ] ] ) );
	}

	public function test_what_lies_in_the_trash_is_not_listed(): void {
		$product = new \WC_Product_Simple();
		$product->set_sku( 'UNTOLD-2' );
		$product->set_manage_stock( true );
		$product->save();
		self::assertContains( 'UNTOLD-2', $this->untold() );
		$product->delete();
		self::assertNotContains( 'UNTOLD-2', $this->untold() );
	}

	/** @return list<string> */
	private function untold( array $fields = [] ): array {
		return $this->exchange( \array_replace_recursive( [ 'ask' => [ 'untold' => true ] ], $fields ) )->untold;
	}
}
