<?php
declare(strict_types=1);

namespace Causeway\Tests\Stock;

use Causeway\Exchange\Budget;
use Causeway\Exchange\RequestShape;
use Causeway\Plugin;
use Causeway\Tests\CommittedTestCase;
use Causeway\Tests\Shop;

/** A test of stock: nothing is rolled back, because stock is moved across connections; products of its own. */
abstract class StockTestCase extends CommittedTestCase {

	/** @var list<int> */
	private array $products = [];

	private int $n = 0;

	protected function tearDown(): void {
		foreach ( \array_reverse( $this->products ) as $id ) {
			\wp_delete_post( $id, true );
			Plugin::instance()->wpdb->query( 'DELETE FROM ' . Plugin::instance()->wpdb->prefix . "causeway_stock WHERE product_id = {$id}" );
			Shop::real() && Plugin::instance()->wpdb->query( 'DELETE FROM ' . Plugin::instance()->wpdb->prefix . "wc_product_meta_lookup WHERE product_id = {$id}" );
		}
		parent::tearDown();
	}

	protected function product( string $sku, int|string $stock = 100 ): int {
		$product = new \WC_Product_Simple();
		$product->set_name( "Lamp {$sku}" );
		$product->set_sku( $sku );
		$product->set_regular_price( '10' );
		$product->set_manage_stock( true );
		$product->set_stock_quantity( (int) $stock );
		$product->save();
		return $this->cleanUp( $product->get_id() );
	}

	protected function cleanUp( int $productId ): int {
		$this->products[] = $productId;
		return $productId;
	}

	/** @return array<string, mixed> */
	protected function triple( string $sku, int $version, string $base, string $counted = '0', array $fields = [] ): array {
		$n       = ++$this->n;
		$subject = 'stock/' . \preg_replace( '/[^A-Za-z0-9.-]/', '_', $sku );
		return [
			'id'      => "DEMO/{$subject}/1/{$n}",
			'subject' => $subject,
			'epoch'   => 1,
			'n'       => $n,
			'kind'    => 'stock',
			'body'    => $fields + [ 'sku' => $sku, 'version' => $version, 'base' => $base, 'counted' => $counted, 'as_of' => '2026-11-21T10:00:00.250Z', 'checkpoint' => null ],
		];
	}

	/**
	 * @param array<string, mixed> ...$effects
	 * @return list<\stdClass> Answers; each is held to its schema.
	 */
	protected function apply( array ...$effects ): array {
		$sent = \json_decode( (string) \json_encode( \array_values( $effects ) ) );
		foreach ( $sent as $effect ) {
			self::assertSame( [], self::problems( 'effect', $effect ) );
		}
		$answers = \json_decode( (string) \json_encode( Plugin::instance()->effects()->apply( $sent, new Budget( 60_000 ), static fn (): bool => true ) ) );
		self::assertSame( \array_column( $sent, 'id' ), \array_column( $answers, 'id' ), 'one answer each, in order' );
		foreach ( $answers as $answer ) {
			self::assertSame( [], self::problems( 'effect-answer', $answer ) );
		}
		return $answers;
	}

	/** The stock as the database has it. */
	protected function stock( int $productId ): float {
		$wpdb = Plugin::instance()->wpdb;
		return (float) $wpdb->get_var( "SELECT meta_value FROM {$wpdb->postmeta} WHERE post_id = {$productId} AND meta_key = '_stock'" );
	}

	/** @return array<string, string|null> */
	protected function heldRow( int $productId ): array {
		$wpdb = Plugin::instance()->wpdb;
		return (array) $wpdb->get_row( "SELECT * FROM {$wpdb->prefix}causeway_stock WHERE product_id = {$productId}", ARRAY_A );
	}

	/** @return list<string> */
	private static function problems( string $schema, mixed $value ): array {
		$rules = \json_decode( (string) \file_get_contents( \dirname( __DIR__, 3 ) . "/contracts/schema/{$schema}.json" ) );
		\assert( $rules instanceof \stdClass );
		return RequestShape::against( $rules, $value );
	}
}
