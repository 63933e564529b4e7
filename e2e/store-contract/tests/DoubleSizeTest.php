<?php

declare(strict_types=1);

namespace Causeway\StoreContract;

use PHPUnit\Framework\TestCase;
use RecursiveDirectoryIterator;
use RecursiveIteratorIterator;

/**
 * The store double stays small: what it would need more for is tested on real WooCommerce.
 */
final class DoubleSizeTest extends TestCase {
	public function test_the_double_has_at_most_1500_lines(): void {
		$lines = 0;
		foreach ( new RecursiveIteratorIterator( new RecursiveDirectoryIterator( dirname( __DIR__, 2 ) . '/store-double' ) ) as $file ) {
			$lines += 'php' === $file->getExtension() ? count( file( $file->getPathname() ) ) : 0;
		}
		self::assertGreaterThan( 0, $lines );
		self::assertLessThanOrEqual( 1500, $lines );
	}
}
