<?php
declare(strict_types=1);

namespace Causeway\Tests\Capture;

use Causeway\Capture\Capture;
use Causeway\Plugin;
use Causeway\Tests\CommittedTestCase;
use Causeway\Tests\Http\Server;
use Causeway\Tests\Http\Visitor;
use Causeway\Tests\ManyOrders;
use Causeway\Tests\Shop;
use PHPUnit\Framework\Attributes\Group;

/** Many orders in one request: a bulk edit, an import, a queue; and one order with many lines. Each is captured once. */
#[Group( 'one-shop' )]
final class VolumeTest extends CommittedTestCase {

	/** A mark and its fill: as many statements as one order costs in a request of its own. */
	private const STATEMENTS_AN_ORDER = 6;

	private const IMPORTED = 30;

	private const QUEUED = 30;

	private ManyOrders $many;

	/** @var list<int> */
	private array $copies = [];

	private ?Server $server = null;

	protected function setUp(): void {
		parent::setUp();
		$this->many = new ManyOrders( Plugin::instance()->wpdb, Shop::hpos() );
	}

	protected function tearDown(): void {
		$this->server?->stop();
		$this->many->remove( $this->copies );
		parent::tearDown();
	}

	#[Group( 'volume' )]
	public function test_orders_put_on_hold_by_wp_admins_bulk_action_are_captured_once_each(): void {
		$this->needsWooCommerce( 'order screen' );
		$this->copyOrders( '1' === \getenv( 'CAUSEWAY_TEST_ALL' ) && ! Shop::sqlite() ? 500 : 60 );
		$this->server = new Server();
		$admin        = $this->signedIn();
		$list         = Shop::hpos() ? '/wp-admin/admin.php?page=wc-orders' : '/wp-admin/edit.php?post_type=shop_order';
		self::assertSame( 1, \preg_match( '/id="_wpnonce" name="_wpnonce" value="(\w+)"/', $admin->ask( $list ), $nonce ), 'the list has a form' );
		$this->server->forget();

		// The list's form, but by POST: so many long numbers make an address that not every server takes.
		$form = [ 'action' => 'mark_on-hold', '_wpnonce' => $nonce[1], '_wp_http_referer' => $list, Shop::hpos() ? 'id' : 'post' => $this->copies ];
		$admin->submit( $list, $form );

		self::assertSame( 200, $admin->status );
		$cost = $this->server->last( 'POST ' . \strtok( $list, '?' ) );
		$this->assertCapturedOnce( $this->copies, 'on-hold' );
		self::assertLessThanOrEqual( Capture::SUBJECTS_MAX + 1, self::mostUnfilled( $cost->statements ) );
		self::assertLessThanOrEqual( \count( $this->copies ) * self::STATEMENTS_AN_ORDER, \count( $cost->statements ) );
		self::assertLessThan( 256 * 1024 * 1024, $cost->peak, 'what WordPress asks for its own screens' );
	}

	#[Group( 'volume' )]
	public function test_an_import_that_saves_every_order_three_times_is_captured_once_each(): void {
		[ $process, $output ] = $this->start( 'many-orders.php', [ 'import', (string) self::IMPORTED ] );
		$seen                 = $this->seen( $process, $output );
		$this->orders         = $seen->orders;

		self::assertCount( self::IMPORTED, $seen->orders );
		$this->assertCapturedOnce( $seen->orders, 'processing' );
		self::assertLessThanOrEqual( Capture::SUBJECTS_MAX + 1, $seen->unfilled );
		self::assertLessThanOrEqual( self::IMPORTED * self::STATEMENTS_AN_ORDER, $seen->statements );
	}

	#[Group( 'volume' )]
	public function test_a_queue_of_actions_that_each_change_an_order_is_captured_once_each(): void {
		if ( ! \function_exists( 'as_enqueue_async_action' ) ) {
			self::markTestSkipped( 'The store double has no Action Scheduler.' );
		}
		$this->copyOrders( self::QUEUED );
		$actions = [];
		foreach ( $this->copies as $id ) {
			$actions[] = \as_enqueue_async_action( 'causeway_tests_hold', [ $id ], 'causeway-tests' );
		}
		[ $process, $output ] = $this->start( 'many-orders.php', [ 'queue' ] );
		$seen                 = $this->seen( $process, $output );

		$store  = \ActionScheduler::store();
		$states = \array_map( static fn ( int $action ): string => $store->get_status( (string) $action ), $actions );
		self::assertSame( \array_fill( 0, self::QUEUED, 'complete' ), $states );
		$this->assertCapturedOnce( $this->copies, 'on-hold' );
		self::assertLessThanOrEqual( Capture::SUBJECTS_MAX + 2, $seen->unfilled );
	}

	public function test_promise_6_a_checkout_of_20_lines_costs_as_many_statements_as_one_of_a_single_line(): void {
		$this->needsWooCommerce( 'cart' );
		$this->server = new Server();
		$visitor      = new Visitor();
		$store        = '/wp-json/wc/store/v1';
		$visitor->ask( "{$store}/cart" );
		$products = \wc_get_products( [ 'limit' => 20, 'return' => 'ids', 'orderby' => 'ID', 'stock_status' => 'instock' ] );
		self::assertGreaterThan( 15, \count( $products ) );
		foreach ( $products as $product ) {
			$visitor->ask( "{$store}/cart/add-item", [ 'id' => $product, 'quantity' => 3 ] );
		}
		$this->server->forget();
		$address = [ 'first_name' => 'Ada', 'last_name' => 'Lovelace', 'company' => '', 'address_1' => 'Hafenstr. 1', 'address_2' => '', 'city' => 'Hamburg', 'state' => '', 'postcode' => '20359', 'country' => 'DE', 'phone' => '040123' ];
		$answer  = \json_decode( $visitor->ask( "{$store}/checkout", [ 'billing_address' => $address + [ 'email' => 'ada@example.org' ], 'shipping_address' => $address, 'payment_method' => 'cod' ] ) );
		$this->orders[] = (int) $answer->order_id;
		$cost           = $this->server->last( '/wc/store/v1/checkout' );

		\wp_cache_flush();
		self::assertCount( \count( $products ), $this->told()[ 'order/' . $answer->order_id ]['items'] );
		self::assertSame( [ 'INSERT', 'UPDATE', 'SELECT', 'INSERT', 'INSERT', 'UPDATE' ], \array_column( $cost->statements, 1 ) );
	}

	private function copyOrders( int $times ): void {
		$model          = Shop::order();
		$this->orders[] = $model->get_id();
		$this->copies   = $this->many->copy( $model, $times );
		$this->newRequest();
		Plugin::instance()->wpdb->query( 'DELETE FROM ' . Plugin::instance()->statements()->table( 'outbox' ) );
	}

	/** The administrator, by WordPress's own form. */
	private function signedIn(): Visitor {
		$shop    = \json_decode( (string) \file_get_contents( \dirname( Shop::path() ) . '/shop.json' ) );
		$visitor = new Visitor();
		$visitor->ask( '/wp-login.php' );
		$visitor->submit( '/wp-login.php', [ 'log' => $shop->admin->login, 'pwd' => $shop->admin->password, 'testcookie' => '1', 'redirect_to' => \home_url( '/robots.txt' ) ], [ 'Content-Type: application/x-www-form-urlencoded' ] );
		return $visitor;
	}

	/** @param list<int> $orders */
	private function assertCapturedOnce( array $orders, string $status ): void {
		\wp_cache_flush();
		// The end of a request takes two seconds at most: what it left, the exchange fills.
		foreach ( Plugin::instance()->outbox()->fillable( 0, Capture::SUBJECTS_MAX + 1 ) as $subject ) {
			Plugin::instance()->fill()->subject( $subject );
		}
		$wpdb  = Plugin::instance()->wpdb;
		$table = Plugin::instance()->statements();
		$rows  = $wpdb->get_results( "SELECT o.subject, o.filled_at IS NOT NULL AS filled, s.rev FROM {$table->table( 'outbox' )} o JOIN {$table->table( 'subject' )} s ON s.subject = o.subject ORDER BY s.object_id", ARRAY_A );
		self::assertSame( [], \array_filter( $rows, static fn ( array $row ): bool => '1' !== $row['filled'] || '1' !== $row['rev'] ), 'filled, and at their first revision' );
		self::assertSame( \array_map( static fn ( int $id ): string => "order/{$id}", $orders ), \array_column( $rows, 'subject' ) );
		$told = \array_column( $this->told(), 'status' );
		self::assertSame( \array_fill( 0, \count( $told ), $status ), $told );
	}

	/** @return array<string, array<string, mixed>> Subject → what the worker would be told of it. */
	private function told(): array {
		$told = [];
		foreach ( Plugin::instance()->outbox()->serve( 500, 100_000_000 ) as $row ) {
			$told[ $row->subject ] = (array) \json_decode( (string) \json_encode( $row->data->snapshot ), true );
		}
		return $told;
	}

	/**
	 * How many orders were named and not yet filled, at the most.
	 *
	 * @param list<array{0: string, 1: string, 2: string}> $statements In order.
	 */
	private static function mostUnfilled( array $statements ): int {
		$named = [];
		$most  = 0;
		foreach ( $statements as [ , , $sql ] ) {
			if ( ! \preg_match( '#order/\d+#', $sql, $subject ) ) {
				continue;
			}
			if ( \str_contains( $sql, 'touches = touches + 1' ) ) {
				$named[ $subject[0] ] = true;
			} elseif ( \str_contains( $sql, 'SET filled_at' ) ) {
				unset( $named[ $subject[0] ] );
			}
			$most = \max( $most, \count( $named ) );
		}
		self::assertGreaterThan( 0, $most );
		return $most;
	}

	private function seen( mixed $process, mixed $output ): \stdClass {
		[ $code, $text ] = $this->finish( $process, $output );
		self::assertSame( 0, $code, $text );
		$seen = \json_decode( (string) \strrchr( "\n" . \trim( $text ), "\n" ) );
		self::assertInstanceOf( \stdClass::class, $seen, $text );
		return $seen;
	}

	private function needsWooCommerce( string $what ): void {
		if ( ! Shop::real() ) {
			self::markTestSkipped( "The store double has no {$what}." );
		}
	}
}
