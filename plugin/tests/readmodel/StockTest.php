<?php
declare(strict_types=1);

namespace Causeway\Tests\ReadModel;

use Causeway\Tests\Shop;

/** What the panel shows of stock, and the yes or no to what was held. */
final class StockTest extends ReadModelTestCase {

	private const HELD = [
		'cause' => 'stock:held:wms', 'category' => 'stock', 'severity' => 'critical', 'owner' => 'fulfilment',
		'title' => 'The warehouse told that 80 of 100 SKUs are gone', 'next_step' => 'Approve, or reject.', 'detail' => 'SKU-001: 1000 to 0',
	];

	protected function setUp(): void {
		parent::setUp();
		$this->paired();
	}

	public function test_skus_are_listed_with_what_was_told_and_what_woocommerce_has(): void {
		$product = Shop::product();
		$this->toldOfStock( $product->get_sku(), $product->get_id() );
		$this->toldOfStock( 'NO-SUCH-PRODUCT', 99_999_999 );
		$this->apply( [ $this->mirror( "stock/{$product->get_sku()}", [ 'exceptions' => [ [ 'cause' => 'stock:below_zero' ] + self::HELD ] ] ) ] );

		$page = $this->get( '/stock' );
		self::assertSame( [ $product->get_sku() ], \array_column( $page->skus, 'sku' ) );
		self::assertSame( 1, $page->total );
		$sku = $page->skus[0];
		self::assertSame( [ '90.5', '3', (string) $product->get_stock_quantity(), 7, 1 ], [ $sku->base, $sku->counted, $sku->stock, $sku->version, $sku->exceptions ] );
		self::assertSame( [ 'stock:below_zero' ], \array_column( $sku->exception_list, 'cause' ) );

		self::assertSame( 1, $this->get( '/stock', [ 'search' => \substr( $product->get_sku(), 0, 3 ), 'exceptions' => 'true' ] )->total );
		self::assertSame( 0, $this->get( '/stock', [ 'exceptions' => 'false' ] )->total );
		self::assertSame( 0, $this->get( '/stock', [ 'search' => '%' ] )->total );
		self::assertSame( [], $this->get( '/stock', [ 'page' => 2 ] )->skus );
	}

	public function test_a_held_telling_is_shown_and_decided_once(): void {
		$this->apply( [ $this->mirror( 'inventory/wms', [ 'state' => 'held', 'waiting_for' => 'a person', 'exceptions' => [ self::HELD ], 'timeline' => [ [ 'at' => 1, 'actor' => 'wms', 'text' => 'SKU-001: 1000 to 0', 'level' => 'warning' ] ] ] ) ] );
		[ $source ] = $this->get( '/stock' )->sources;
		self::assertSame( [ 'wms', 'held', 'SKU-001: 1000 to 0', self::HELD['cause'] ], [ $source->role, $source->state, $source->timeline[0]->text, $source->exception_list[0]->cause ] );

		$decision = [ 'command' => 'approve', 'subject' => 'inventory/wms', 'cause' => self::HELD['cause'], 'seen' => $source->exception_list[0]->seen ];
		$this->isRefused( 400, [ 'command' => 'reject' ] + $decision, 'a reason is kept' );
		$this->isRefused( 400, [ 'command' => 'approve', 'filter' => [ 'cause' => self::HELD['cause'], 'count' => 1 ] ], 'one by one' );
		$this->isRefused( 400, [ 'command' => 'approve', 'selected' => [ [ 'subject' => 'inventory/wms', 'seen' => $source->seen ] ] ], 'one by one' );
		$this->good( 'POST', '/commands', $decision );
		[ $row ] = $this->exchange()->rows;
		self::assertSame( [ 'inventory/wms', 'approve', self::HELD['cause'] ], [ $row->event->subject, $row->event->data->command, $row->event->data->cause ] );
		self::assertSame( 'approve', $this->get( '/stock' )->sources[0]->exception_list[0]->requested->command );

		$this->apply( [ $this->mirror( 'inventory/wms', [ 'state' => 'followed', 'waiting_for' => '' ] ) ] );
		$this->isRefused( 409, $decision, 'it is over' );
		$this->isRefused( 409, [ 'command' => 'approve', 'subject' => 'inventory/wms' ], 'nothing waits' );
		$this->isRefused( 404, [ 'command' => 'approve', 'subject' => 'inventory/erp' ], 'nobody told of it' );
		$order = $this->told( [ 'exceptions' => [ self::KLARNA ] ] );
		$this->isRefused( 400, [ 'command' => 'approve', 'subject' => $this->key( $order ), 'cause' => self::KLARNA['cause'] ], 'orders are not approved' );
	}

	public function test_stocks_that_differ_alike_are_corrected_by_one_yes(): void {
		$differs = [ 'cause' => 'stock:first_difference' ] + self::HELD;
		$this->apply( [ $this->mirror( 'stock/A', [ 'exceptions' => [ $differs ] ] ), $this->mirror( 'stock/B', [ 'exceptions' => [ $differs ] ] ) ] );
		$this->good( 'POST', '/commands', [ 'command' => 'approve', 'filter' => [ 'cause' => $differs['cause'], 'count' => 2 ] ] );
		$seen = [ 'epoch' => 1, 'n' => 1 ];
		$this->isRefused( 400, [ 'command' => 'approve', 'selected' => [ [ 'subject' => 'stock/A', 'seen' => $seen ] ] ], 'of which exception' );
		$this->good( 'POST', '/commands', [ 'command' => 'approve', 'cause' => $differs['cause'], 'selected' => [ [ 'subject' => 'stock/A', 'seen' => $seen ] ] ] );
		self::assertSame( [ 'approve', 'approve' ], \array_map( static fn ( \stdClass $row ): string => $row->event->data->command, $this->exchange()->rows ) );
	}

	/** @param array<string, mixed> $given */
	private function isRefused( int $status, array $given, string $why ): void {
		$before = $this->row( 'outbox' );
		self::assertSame( $status, $this->call( 'POST', '/commands', $given )[0], $why );
		self::assertSame( $before, $this->row( 'outbox' ) );
	}

	private function toldOfStock( string $sku, int $product ): void {
		$this->wpdb()->insert(
			$this->wpdb()->prefix . 'causeway_stock',
			[ 'product_id' => $product, 'sku' => $sku, 'subject' => "stock/{$sku}", 'version' => 7, 'base' => '90.5', 'counted' => '3', 'as_of' => $this->now - 5000, 'applied_at' => $this->now, 'epoch' => 1, 'n' => 1 ]
		);
	}
}
