<?php
declare(strict_types=1);

namespace Causeway\Tests\Stock;

use Causeway\Plugin;
use Causeway\Tests\Shop;

/** What is told of a SKU's stock, and what the shop makes of it. */
final class StockEffectTest extends StockTestCase {

	public function test_the_first_triple_adopts_the_stock_and_the_next_move_it_by_their_difference(): void {
		$id = $this->product( 'ST-1', 100 );
		[ $first ] = $this->apply( $this->triple( 'ST-1', 1, '90' ) );
		self::assertSame( [ 'applied', 100.0 ], [ $first->result, $this->stock( $id ) ] );
		self::assertEquals( (object) [ 'sku' => 'ST-1', 'product_id' => $id, 'version' => 1, 'base' => '90', 'counted' => '0', 'stock' => '100', 'checkpoint' => null ], $first->stock );

		\wc_update_product_stock( $id, 7, 'decrease' );
		[ $second ] = $this->apply( $this->triple( 'ST-1', 2, '83', '3' ) );
		self::assertSame( [ 'applied', 89.0, '89' ], [ $second->result, $this->stock( $id ), $second->stock->stock ], '100 - 7 - 7 + 3' );
		self::assertSame( [ '2', '83', '3', '1' ], \array_values( \array_intersect_key( $this->heldRow( $id ), \array_flip( [ 'version', 'base', 'counted', 'settled' ] ) ) ) );
		self::assertSame( 1_795_255_200_250, (int) $this->heldRow( $id )['as_of'] );
	}

	public function test_late_doubled_and_reordered_triples_change_nothing_and_are_told_what_the_shop_holds(): void {
		$id         = $this->product( 'ST-2', 50 );
		$checkpoint = [ 'flow' => 'availability', 'version' => 1, 'body' => [ 'needs' => (object) [], 'list' => [] ] ];
		$this->apply( $this->triple( 'ST-2', 4, '50' ), $this->triple( 'ST-2', 6, '40', '0', [ 'checkpoint' => $checkpoint ] ) );
		self::assertSame( 40.0, $this->stock( $id ) );

		$answers = $this->apply( $this->triple( 'ST-2', 5, '999' ), $this->triple( 'ST-2', 6, '40' ), $this->triple( 'ST-2', 1, '0' ) );
		self::assertSame( [ 'already', 'already', 'already' ], \array_column( $answers, 'result' ) );
		self::assertSame( 40.0, $this->stock( $id ) );
		self::assertEquals( [ 6, '40', \json_decode( (string) \json_encode( $checkpoint ) ) ], [ $answers[2]->stock->version, $answers[2]->stock->base, $answers[2]->stock->checkpoint ] );
		self::assertSame( '{}', \json_encode( $answers[2]->stock->checkpoint->body->needs ), 'an empty object stays one' );
	}

	public function test_it_never_clamps(): void {
		$id = $this->product( 'ST-3', 2 );
		$this->apply( $this->triple( 'ST-3', 1, '10' ), $this->triple( 'ST-3', 2, '3' ) );
		self::assertSame( [ -5.0, 'outofstock' ], [ $this->stock( $id ), \wc_get_product( $id )->get_stock_status() ] );
		$this->apply( $this->triple( 'ST-3', 3, '10' ) );
		self::assertSame( [ 2.0, 'instock' ], [ $this->stock( $id ), \wc_get_product( $id )->get_stock_status() ] );
	}

	public function test_decimals_add_up(): void {
		$id = $this->product( 'ST-4', 1 );
		$this->apply( $this->triple( 'ST-4', 1, '0.1' ), $this->triple( 'ST-4', 2, '0.3', '0.1' ), $this->triple( 'ST-4', 3, '1', '0.1' ) );
		self::assertEqualsWithDelta( 2.0, $this->stock( $id ), 0 );
	}

	public function test_a_correction_that_a_person_approved_is_added_once_beside_the_difference(): void {
		$id        = $this->product( 'ST-14', 10 );
		$corrected = $this->triple( 'ST-14', 2, '12', '0', [ 'correction' => '-4' ] );
		$this->apply( $this->triple( 'ST-14', 1, '10' ) );
		$results = \array_column( $this->apply( $corrected, $corrected, $this->triple( 'ST-14', 3, '12' ) ), 'result' );
		self::assertSame( [ [ 'applied', 'already', 'applied' ], 8.0 ], [ $results, $this->stock( $id ) ] );
		self::assertSame( [ [ 'causeway', 'ST-14', '12', '8', 'A person approved the difference' ] ], $this->corrections( $corrected ) );

		// The request that applied it died before its line.
		$this->forgetCorrections( $corrected );
		$this->apply( $corrected );
		self::assertSame( [], $this->corrections( $corrected ), 'a later triple is there: whether that one was applied nobody knows any more' );
		$again = $this->triple( 'ST-14', 4, '12', '0', [ 'correction' => '1.5' ] );
		$this->apply( $again );
		$this->forgetCorrections( $again );
		$this->apply( $again );
		self::assertSame( [ [ 'causeway', 'ST-14', '8', '9.5', 'A person approved the difference' ] ], $this->corrections( $again ) );
	}

	/**
	 * @param array<string, mixed> $effect
	 * @return list<list<string|null>> What the audit says of it.
	 */
	private function corrections( array $effect ): array {
		$wpdb = Plugin::instance()->wpdb;
		$rows = (array) $wpdb->get_results( $wpdb->prepare( "SELECT actor, about, was, became, why FROM {$wpdb->prefix}causeway_audit WHERE action = 'stock_corrected' AND mark = %s", "effect:{$effect['id']}" ), ARRAY_N );
		return \array_values( $rows );
	}

	/** @param array<string, mixed> $effect */
	private function forgetCorrections( array $effect ): void {
		$wpdb = Plugin::instance()->wpdb;
		$wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->prefix}causeway_audit WHERE mark = %s", "effect:{$effect['id']}" ) );
	}

	public function test_unknown_skus_and_products_without_stock_are_answered_without_any(): void {
		$id      = $this->product( 'ST-5', 5 );
		$this->apply( $this->triple( 'ST-5', 1, '5' ) );
		$product = \wc_get_product( $id );
		$product->set_manage_stock( false );
		$product->save();

		$answers = $this->apply( $this->triple( 'no-such-sku', 1, '5' ), $this->triple( 'ST-5', 2, '4' ) );

		self::assertSame( [ [ 'already', null ], [ 'already', null ] ], \array_map( static fn ( \stdClass $answer ): array => [ $answer->result, $answer->stock ], $answers ) );
		self::assertSame( [], $this->heldRow( $id ), 'kept again, it begins anew' );
	}

	public function test_a_sku_that_moved_to_another_product_begins_anew_there(): void {
		$old = $this->product( 'ST-6', 10 );
		$this->apply( $this->triple( 'ST-6', 3, '10' ) );
		$product = \wc_get_product( $old );
		$product->set_sku( 'ST-6-old' );
		$product->save();
		$new = $this->product( 'ST-6', 70 );

		[ $moved ] = $this->apply( $this->triple( 'ST-6', 4, '9' ) );
		self::assertSame( [ 'applied', $new, 70.0, 10.0 ], [ $moved->result, $moved->stock->product_id, $this->stock( $new ), $this->stock( $old ) ] );
		[ $renamed ] = $this->apply( $this->triple( 'ST-6-old', 1, '4' ) );
		self::assertSame( [ 'applied', 1, 10.0 ], [ $renamed->result, $renamed->stock->version, $this->stock( $old ) ] );

		\wp_trash_post( $new );
		[ $gone ] = $this->apply( $this->triple( 'ST-6', 5, '8' ) );
		self::assertSame( [ 'already', null ], [ $gone->result, $gone->stock ] );
	}

	public function test_a_stock_that_variations_share_is_followed_under_one_sku(): void {
		Shop::real() || self::markTestSkipped( 'variations: the store double has none' );
		$parent = new \WC_Product_Variable();
		$parent->set_sku( 'ST-7' );
		$parent->set_manage_stock( true );
		$parent->set_stock_quantity( 20 );
		$id = $this->cleanUp( $parent->save() );
		foreach ( [ 'ST-7-red', 'ST-7-blue' ] as $sku ) {
			$variation = new \WC_Product_Variation();
			$variation->set_parent_id( $id );
			$variation->set_sku( $sku );
			$this->cleanUp( $variation->save() );
		}
		[ $red, $first, $second ] = $this->apply( $this->triple( 'ST-7-red', 1, '5' ), $this->triple( 'ST-7', 1, '20' ), $this->triple( 'ST-7', 2, '18' ) );
		self::assertSame( [ 'already', 'ST-7', 0, '20' ], [ $red->result, $red->stock->sku, $red->stock->version, $red->stock->stock ] );
		self::assertSame( [ 'applied', 'applied', 18.0 ], [ $first->result, $second->result, $this->stock( $id ) ] );

		$parent->set_sku( '' );
		$parent->save();
		[ $red, $blue ] = $this->apply( $this->triple( 'ST-7-red', 2, '18' ), $this->triple( 'ST-7-blue', 1, '3' ) );
		self::assertSame( [ 'applied', 'already', 'ST-7-red', 18.0 ], [ $red->result, $blue->result, $blue->stock->sku, $this->stock( $id ) ] );
	}

	public function test_themes_and_plugins_hear_of_it_as_of_any_change_of_stock_with_the_quantity_that_is(): void {
		$id    = $this->product( 'ST-8', 10 );
		$heard = [];
		foreach ( [ 'woocommerce_product_before_set_stock', 'woocommerce_updated_product_stock', 'woocommerce_update_product', 'woocommerce_product_set_stock' ] as $hook ) {
			\add_action(
				$hook,
				static function ( mixed $product ) use ( &$heard, $hook ): void {
					$heard[] = [ $hook, $product instanceof \WC_Product ? $product->get_stock_quantity() : \wc_get_product( $product )->get_stock_quantity() ];
				}
			);
		}
		$this->apply( $this->triple( 'ST-8', 1, '10' ) );
		self::assertSame( [], $heard, 'nothing changed' );
		\wc_get_product( $id );
		$this->apply( $this->triple( 'ST-8', 2, '4' ) );
		self::assertSame( [ [ 'woocommerce_product_before_set_stock', 10 ], [ 'woocommerce_updated_product_stock', 4 ], [ 'woocommerce_update_product', 4 ], [ 'woocommerce_product_set_stock', 4 ] ], $heard );
		self::assertSame( 4, \wc_get_product( $id )->get_stock_quantity() );
		$lookup = Shop::real() ? (float) Plugin::instance()->wpdb->get_var( 'SELECT stock_quantity FROM ' . Plugin::instance()->wpdb->prefix . "wc_product_meta_lookup WHERE product_id = {$id}" ) : 4.0;
		self::assertSame( 4.0, $lookup );
	}

	public function test_a_variation_with_a_stock_of_its_own_is_told_of_as_a_variation(): void {
		Shop::real() || self::markTestSkipped( 'variations: the store double has none' );
		$parent = $this->cleanUp( ( new \WC_Product_Variable() )->save() );
		$red    = new \WC_Product_Variation();
		$red->set_parent_id( $parent );
		$red->set_sku( 'ST-16' );
		$red->set_manage_stock( true );
		$red->set_stock_quantity( 5 );
		$id    = $this->cleanUp( $red->save() );
		$heard = [];
		\add_action( 'woocommerce_variation_set_stock', static function ( \WC_Product $product ) use ( &$heard ): void { $heard[] = [ $product->get_id(), $product->get_stock_quantity() ]; } );
		$this->apply( $this->triple( 'ST-16', 1, '5' ), $this->triple( 'ST-16', 2, '3' ) );
		self::assertSame( [ [ $id, 3 ] ], $heard );
	}

	public function test_a_product_whose_stock_was_never_written_begins_at_nothing(): void {
		$id = $this->product( 'ST-17', 5 );
		$this->apply( $this->triple( 'ST-17', 1, '5' ) );
		\delete_post_meta( $id, '_stock' );
		[ $answer ] = $this->apply( $this->triple( 'ST-17', 2, '9' ) );
		self::assertSame( [ 'applied', '4' ], [ $answer->result, $answer->stock->stock ] );
	}

	public function test_stock_that_falls_below_a_limit_is_told_once(): void {
		Shop::real() || self::markTestSkipped( 'low stock: the store double has none' );
		$this->product( 'ST-9', 10 );
		$told = [];
		foreach ( [ 'low', 'no' ] as $which ) {
			\add_action( "woocommerce_{$which}_stock", static function () use ( &$told, $which ): void { $told[] = $which; }, 1 );
		}
		foreach ( [ '10', '5', '2', '1', '4', '0', '-3', '6' ] as $version => $base ) {
			$this->apply( $this->triple( 'ST-9', $version + 1, $base ) );
		}
		self::assertSame( [ 'low', 'no' ], $told );
	}

	public function test_a_process_that_died_before_woocommerce_heard_of_it_is_made_good_by_the_next(): void {
		$id = $this->product( 'ST-10', 3 );
		$this->apply( $this->triple( 'ST-10', 1, '3' ) );
		\add_action( 'woocommerce_updated_product_stock', static fn () => throw new \RuntimeException( 'dies here' ) );
		$empty = $this->triple( 'ST-10', 2, '0' );
		self::assertSame( 'failed', $this->apply( $empty )[0]->result );
		self::assertSame( [ 0.0, '0' ], [ $this->stock( $id ), $this->heldRow( $id )['settled'] ] );

		$this->newRequest();
		self::assertSame( [ 'already', 0.0, 'outofstock', '1' ], [ $this->apply( $empty )[0]->result, $this->stock( $id ), \wc_get_product( $id )->get_stock_status(), $this->heldRow( $id )['settled'] ] );
	}

	public function test_a_deadlock_and_a_miss_are_tried_again(): void {
		$id = $this->product( 'ST-11', 10 );
		$this->apply( $this->triple( 'ST-11', 1, '10' ) );
		$left = 2;
		\add_filter(
			'query',
			static function ( string $sql ) use ( &$left, $id ): string {
				if ( $left > 0 && \str_starts_with( $sql, 'UPDATE' ) && \str_contains( $sql, 'causeway_stock' ) && \str_contains( $sql, 'base' ) ) {
					return 2 === $left-- && ! Shop::sqlite() ? "SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213, MESSAGE_TEXT = 'Deadlock found when trying to get lock; try restarting transaction'" : \str_replace( 'version = 1', 'version = 99', $sql );
				}
				return $sql;
			}
		);
		$result = $this->apply( $this->triple( 'ST-11', 2, '8' ) )[0]->result;
		self::assertSame( [ 'applied', 8.0, 0 ], [ $result, $this->stock( $id ), $left ] );
	}

	public function test_a_statement_that_runs_twice_moves_the_stock_once(): void {
		$id = $this->product( 'ST-13', 10 );
		$this->apply( $this->triple( 'ST-13', 1, '10' ) );
		$twice = false;
		\add_filter(
			'query',
			static function ( string $sql ) use ( &$twice ): string {
				if ( ! $twice && \str_starts_with( $sql, 'UPDATE' ) && \str_contains( $sql, 'causeway_stock' ) && \str_contains( $sql, 'base' ) ) {
					// The connection was lost after the database had done it: wpdb connects again and repeats it.
					$twice = true;
					Plugin::instance()->wpdb->query( $sql );
				}
				return $sql;
			}
		);
		[ $answer ] = $this->apply( $this->triple( 'ST-13', 2, '8' ) );
		self::assertSame( [ true, 8.0, 2, '8' ], [ $twice, $this->stock( $id ), $answer->stock->version, $answer->stock->stock ] );
	}

	public function test_one_more_sku_costs_few_statements_while_its_status_stays(): void {
		// Half of them are WooCommerce's own listeners'.
		$skus = \array_map( fn ( int $n ): string => \get_post_meta( $this->product( "ST-15-{$n}", 50 ), '_sku', true ), \range( 1, 5 ) );
		$tell = fn ( int $version, int $count ): array => \array_map( fn ( string $sku ): array => $this->triple( $sku, $version, (string) ( 50 - $version ) ), \array_slice( $skus, 0, $count ) );
		$this->apply( ...$tell( 1, 5 ) );
		$cost = [];
		foreach ( [ 1 => 2, 5 => 3 ] as $count => $version ) {
			\wp_cache_flush_runtime();
			$before = Plugin::instance()->wpdb->num_queries;
			self::assertSame( [ 'applied' ], \array_values( \array_unique( \array_column( $this->apply( ...$tell( $version, $count ) ), 'result' ) ) ) );
			$cost[] = Plugin::instance()->wpdb->num_queries - $before;
		}
		$this->assertLessThanOrEqual( Shop::sqlite() ? 30 : 12, ( $cost[1] - $cost[0] ) / 4 );
	}

	public function test_a_checkpoint_that_is_too_large_is_refused(): void {
		$id = $this->product( 'ST-12', 10 );
		[ $refused, $other ] = $this->apply(
			$this->triple( 'ST-12', 1, '1', '0', [ 'checkpoint' => [ 'flow' => 'availability', 'version' => 1, 'body' => [ 'x' => \str_repeat( 'x', 17_000 ) ] ] ] ),
			$this->triple( 'no-such-sku', 1, '1' )
		);
		self::assertSame( [ 'failed', 'already', [] ], [ $refused->result, $other->result, $this->heldRow( $id ) ] );
	}
}
