<?php
declare(strict_types=1);

namespace Causeway\Tests\Stock;

use Causeway\Tests\Http\Server;
use Causeway\Tests\Http\Visitor;
use Causeway\Tests\Shop;
use PHPUnit\Framework\Attributes\Group;

/** Whoever looks at a product's page next sees the stock that was applied; nothing waits for a queue or a cache. */
#[Group( 'one-shop' )]
final class ProductPageTest extends StockTestCase {

	public function test_the_page_shows_what_was_applied_before_it_was_asked_for(): void {
		Shop::real() || self::markTestSkipped( 'product pages: the store double has none' );
		$page   = '/?post_type=product&p=' . $this->product( 'PP', 30 );
		$server = new Server();
		try {
			$visitor = new Visitor();
			$this->apply( $this->triple( 'PP', 1, '30' ) );
			self::assertStringContainsString( '30 in stock', $visitor->ask( $page ) );
			$this->apply( $this->triple( 'PP', 2, '7' ) );
			self::assertStringContainsString( '7 in stock', $visitor->ask( $page ) );
			$this->apply( $this->triple( 'PP', 3, '-1' ) );
			self::assertStringContainsString( 'Out of stock', $visitor->ask( $page ) );
		} finally {
			$server->stop();
		}
	}
}
