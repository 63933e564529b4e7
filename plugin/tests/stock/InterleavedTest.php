<?php
declare(strict_types=1);

namespace Causeway\Tests\Stock;

use Causeway\Tests\Shop;
use PHPUnit\Framework\Attributes\Group;

/**
 * Checkouts between any two statements of a stock apply, and applies between any two of WooCommerce's own: no piece that was
 * sold or told of is lost. Real WooCommerce, real MariaDB, another process with a connection of its own.
 */
#[Group( 'one-shop' )]
final class InterleavedTest extends StockTestCase {

	/** Statements about products and their stock; not those about other fields, terms and transients, which WooCommerce's save is full of. */
	private const OF_PRODUCTS = "/^(?!SELECT meta_id FROM \S+ WHERE meta_key = '_(?!stock)).*(?:postmeta|posts|lookup|causeway_stock)/s";

	private static OtherProcess $other;

	private int $id = 0;

	/** Version of the triple that was told last, and what it said is to be sold. */
	private int $version = 0;
	private int $base    = 0;

	public static function setUpBeforeClass(): void {
		Shop::real() && ! Shop::sqlite() || self::markTestSkipped( 'statements of two connections interleave on real WooCommerce and MariaDB only' );
		self::$other = new OtherProcess();
	}

	public static function tearDownAfterClass(): void {
		isset( self::$other ) && self::$other->end();
	}

	protected function setUp(): void {
		parent::setUp();
		$this->id = $this->product( 'IL', 0 );
		$this->apply( $this->more( 0 ) );
	}

	public function test_two_checkouts_between_any_statements_of_an_apply_both_count(): void {
		for ( $point = 0; $this->twoCheckoutsAt( $point ); $point++ ) {
			self::assertSame( [ 0.0, 'outofstock' ], $this->end(), "two told of and two sold before statement {$point}" );
		}
		self::assertSame( [ 0.0, 'outofstock' ], $this->end(), 'and after the last one' );
		self::assertGreaterThan( 8, $point, 'statements of an apply, WooCommerce\'s save among them' );
	}

	/** The same with the statement as it must not be: a checkout is lost, and seen to be. */
	public function test_an_absolute_update_would_lose_them(): void {
		$absolute = fn ( string $sql ): string => \str_replace( 'm.meta_value = ROUND(m.meta_value + 2.000000, 6)', 'm.meta_value = 2', $sql );
		\add_filter( 'query', $absolute, 1 );
		$point = 0;
		do {
			$more = $this->twoCheckoutsAt( $point++ );
		} while ( [ 0.0, 'outofstock' ] === $this->end() && $more );
		self::assertNotSame( [ 0.0, 'outofstock' ], $this->end() );
	}

	public function test_an_apply_between_any_statements_of_a_checkouts_reduction_counts(): void {
		for ( $point = 0, $more = true; $more; $point++ ) {
			$product = \wc_get_product( $this->id );
			$more    = $this->interrupted(
				$point,
				fn () => \wc_update_product_stock( $product, 1, 'decrease' ),
				fn () => self::assertSame( 'applied', self::$other->does( 'apply ' . \json_encode( $this->more( 1 ) ) ) )
			);
			self::assertSame( 0.0, $this->stock( $this->id ), "one sold, and one told of before statement {$point}" );
		}
		self::assertGreaterThan( 8, $point );
	}

	/** Sold out, told of two more, and two are bought just before this statement of the apply. */
	private function twoCheckoutsAt( int $point ): bool {
		return $this->interrupted(
			$point,
			fn () => self::assertSame( 'applied', $this->apply( $this->more( 2 ) )[0]->result ),
			function (): void {
				$this->orders[] = (int) self::$other->does( "buy {$this->id}" );
				$this->orders[] = (int) self::$other->does( "buy {$this->id}" );
			}
		);
	}

	/** @return array{float, string} */
	private function end(): array {
		\clean_post_cache( $this->id );
		return [ $this->stock( $this->id ), \wc_get_product( $this->id )->get_stock_status() ];
	}

	/** @return array<string, mixed> The next triple: so many more to sell. */
	private function more( int $units ): array {
		$this->base += $units;
		return $this->triple( 'IL', ++$this->version, (string) $this->base );
	}

	/** @return bool False: the work was over before that statement, and the interruption came after it. */
	private function interrupted( int $point, \Closure $work, \Closure $interrupt ): bool {
		$seen   = 0;
		$listen = static function ( string $sql ) use ( &$seen, $point, $interrupt ): string {
			if ( \preg_match( self::OF_PRODUCTS, $sql ) && $seen++ === $point ) {
				$interrupt();
			}
			return $sql;
		};
		\clean_post_cache( $this->id );
		\add_filter( 'query', $listen, PHP_INT_MAX );
		$work();
		\remove_filter( 'query', $listen, PHP_INT_MAX );
		if ( $seen <= $point ) {
			$interrupt();
		}
		return $seen > $point;
	}
}
