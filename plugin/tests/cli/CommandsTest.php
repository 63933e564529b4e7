<?php
declare(strict_types=1);

namespace Causeway\Tests\Cli;

use Causeway\Audit\Entry;
use Causeway\Cli\Commands;
use Causeway\Tests\ReadModel\ReadModelTestCase;
use Causeway\Tests\Shop;
use WP_CLI;
use WP_CLI\ExitException;

require_once __DIR__ . '/stand-in.php';

/** `wp causeway …`, through a stand-in of WP-CLI that reads each command's comment as the real one does. */
final class CommandsTest extends ReadModelTestCase {

	private const GATES = [
		[ 'name' => 'received', 'label' => 'Received', 'status' => 'passed', 'at' => 1_800_000_000_000, 'until' => null, 'detail' => '' ],
		[ 'name' => 'totals', 'label' => 'Totals', 'status' => 'held', 'at' => 1_800_000_000_000, 'until' => null, 'detail' => 'The lines sum up to 19.99.' ],
	];

	protected function setUp(): void {
		parent::setUp();
		\wp_set_current_user( 0 );
		Commands::register();
	}

	public function test_status_says_how_the_shop_stands_and_warns_of_what_holds_up_everything(): void {
		$this->paired();
		$this->exchange();
		Shop::order();
		$this->endRequest();
		self::assertStringContainsString( 'Changes that wait for it | 1', WP_CLI::run( 'status' ) );
		self::assertSame( [], WP_CLI::$warnings );
		$status = \json_decode( WP_CLI::run( 'status --format=json' ), true );
		self::assertSame( [ true, 1, 0, Shop::hpos() ? 'hpos' : 'posts' ], [ $status['paired'], $status['rows_waiting'], $status['stock_followed'], $status['order_storage'] ] );

		$this->now += 600_001;
		$this->newRequest();
		WP_CLI::run( 'status' );
		self::assertStringContainsString( 'No worker comes.', WP_CLI::$warnings[0] );
	}

	public function test_why_names_every_gate_of_an_order_and_what_needs_a_person(): void {
		$this->paired();
		$order = $this->told( [ 'state' => 'held', 'reason' => 'The totals differ.', 'waiting_for' => 'finance', 'erp_number' => 'SO-7', 'gates' => self::GATES, 'exceptions' => [ self::KLARNA ] ] );
		$said  = WP_CLI::run( 'why ' . $order->get_order_number() );
		foreach ( [ "Order #{$order->get_order_number()}: Held by a check since ", 'The totals differ.', 'Waiting for finance.', 'ERP number: SO-7', 'Totals | held | ', 'The lines sum up to 19.99.', 'Needs a person: ' . self::KLARNA['title'] ] as $words ) {
			self::assertStringContainsString( $words, $said );
		}
		self::assertSame( 'held', \json_decode( WP_CLI::run( "why order/{$order->get_id()} --format=json" ) )->state );
	}

	public function test_audit_lists_who_did_what_also_by_the_command_line_itself(): void {
		$this->paired();
		$order = $this->told();
		WP_CLI::run( 'retry ' . $order->get_id() );
		$this->plugin()->audit()->write( new Entry( 'order_skipped', 'user:0', $this->key( $order ), why: '=1+1', at: $this->now + 86_400_000 ) );
		$table = WP_CLI::run( "audit --order={$order->get_order_number()}" );
		self::assertStringContainsString( "Command line | retry_asked | {$order->get_order_number()}", $table );
		$day = \wp_date( 'Y-m-d', \intdiv( $this->now, 1000 ) + 86_400 );
		self::assertSame( [ 'order_skipped' ], \array_column( \json_decode( WP_CLI::run( "audit --since={$day} --format=json" ), true ), 'action' ) );
		self::assertSame( [ 'retry_asked' ], \array_column( \json_decode( WP_CLI::run( "audit --until={$day} --format=json" ), true ), 'action' ) );
		self::assertStringContainsString( "'=1+1", WP_CLI::run( 'audit --limit=1 --format=csv' ), 'no formula for a spreadsheet' );
		self::assertCount( 1, \json_decode( WP_CLI::run( 'audit --limit=1 --format=json' ), true ) );
		$this->ends( 'audit --since=yesteryear', '"yesteryear" is no date, such as 2026-11-30.' );
	}

	public function test_why_answers_for_an_order_that_the_worker_has_never_seen_and_for_none(): void {
		$this->paired();
		$order = Shop::order();
		$this->endRequest();
		self::assertStringContainsString( 'Captured', WP_CLI::run( "why #{$order->get_id()}" ) );
		$this->ends( 'why 99999999', 'The shop has no order "99999999".' );
		$this->ends( 'why DROP', 'The shop has no order "DROP".' );
	}

	public function test_an_order_is_meant_by_its_number_first_and_two_of_one_number_are_asked_about(): void {
		$this->paired();
		[ $one, $two ] = [ $this->told( [ 'state' => 'held' ] ), $this->told( [ 'state' => 'accepted' ] ) ];
		$number        = static fn ( \WC_Order $of, string $number ): mixed => \Causeway\Plugin::instance()->wpdb->update( \Causeway\Plugin::instance()->wpdb->prefix . 'causeway_subject', [ 'order_number' => $number ], [ 'object_id' => $of->get_id() ] );
		$number( $one, (string) $two->get_id() );
		$number( $two, 'A-7' );
		$state = static fn ( string $typed ): string => \json_decode( WP_CLI::run( "why {$typed} --format=json" ) )->state;
		self::assertSame( [ 'held', 'accepted', 'accepted' ], [ $state( (string) $two->get_id() ), $state( "order/{$two->get_id()}" ), $state( 'A-7' ) ] );
		$number( $one, 'A-7' );
		$this->ends( 'why A-7', "Several orders have the number A-7: say which one you mean with order/{$one->get_id()} or order/{$two->get_id()}." );
	}

	public function test_orders_are_narrowed_counted_and_given_as_the_other_commands_take_them(): void {
		$this->paired();
		$held = $this->told( [ 'state' => 'held', 'exceptions' => [ self::KLARNA ] ] );
		$done = $this->told( [ 'state' => 'completed', 'open' => false ] );
		self::assertSame( "order/{$done->get_id()} order/{$held->get_id()}", WP_CLI::run( 'orders --format=ids' ) );
		self::assertSame( "order/{$held->get_id()}", WP_CLI::run( 'orders --state=held,captured --format=ids' ) );
		self::assertSame( [ '1', '1', '2' ], [ WP_CLI::run( 'orders --open --format=count' ), WP_CLI::run( 'orders --exceptions --format=count' ), WP_CLI::run( 'orders --format=count' ) ] );
		self::assertSame( [ 'completed' ], \array_column( \json_decode( WP_CLI::run( 'orders --per-page=1 --format=json' ) ), 'state' ) );
		WP_CLI::run( 'orders' );
		self::assertSame( [ 'completed', 'held' ], \array_column( WP_CLI::$tables[0]['items'], 'state' ) );
		$this->ends( 'orders --per-page=1000', 'per_page must be between 1 (inclusive) and 100 (inclusive)' );
		$this->ends( 'orders --stat=held', 'unknown --stat parameter' );
	}

	public function test_exceptions_are_one_line_a_cause(): void {
		$this->paired();
		$this->told( [ 'exceptions' => [ self::KLARNA ] ] );
		$this->told( [ 'exceptions' => [ self::KLARNA ] ] );
		WP_CLI::run( 'exceptions --owner=it' );
		self::assertSame( [ [ self::KLARNA['cause'], '2' ] ], \array_map( static fn ( array $row ): array => [ $row['cause'], $row['orders'] ], WP_CLI::$tables[0]['items'] ) );
		self::assertSame( [ '1', '0', '0' ], [ WP_CLI::run( 'exceptions --format=count' ), WP_CLI::run( 'exceptions --owner=finance --format=count' ), WP_CLI::run( 'exceptions --status=resolved --format=count' ) ] );
	}

	public function test_a_retry_is_requested_under_a_name_and_never_said_to_be_done(): void {
		$this->paired();
		$order = $this->told( [ 'state' => 'held' ] );
		self::assertStringContainsString( 'requested', WP_CLI::run( "retry {$order->get_id()}" ) );
		$data = $this->exchange()->rows[0]->event->data;
		self::assertEquals( [ 'retry', 'WP-CLI', 0, null ], [ $data->command, $data->by->name, $data->by->user_id, $data->seen ] );
		$this->as( 'administrator' );
		WP_CLI::run( "retry {$order->get_id()}" );
		self::assertSame( 'Grace Hopper', $this->exchange()->rows[1]->event->data->by->name );
	}

	public function test_several_are_retried_and_what_is_refused_is_named(): void {
		$this->paired();
		$order = $this->told( [ 'state' => 'held' ] );
		$this->ends( "retry order/{$order->get_id()} order/99999999", '1 of 2 refused.' );
		self::assertStringContainsString( 'order/99999999: ', WP_CLI::$warnings[0] );
		self::assertCount( 1, $this->row( 'outbox' ) );
	}

	public function test_a_sweep_runs_at_once_and_to_its_end(): void {
		$this->paired();
		$this->plugin()->links()->change( [ 'go_live_at' => $this->now - 3_600_000, 'swept_at' => $this->now - 1000 ] );
		$order = $this->knownOrder();
		$this->wpdb()->query( "DELETE FROM {$this->wpdb()->prefix}causeway_subject" );
		self::assertNull( $this->subject( $order ) );
		$this->now += 120_000;
		self::assertMatchesRegularExpression( '/Success: [1-9][0-9]* orders looked at/', WP_CLI::run( 'sweep' ) );
		self::assertNotNull( $this->subject( $order ) );
		self::assertGreaterThanOrEqual( $this->now, $this->link()->sweptAt );
	}

	public function test_a_copy_and_a_shop_that_is_not_live_run_no_sweep(): void {
		$this->ends( 'sweep', 'No worker is paired' );
		$this->newRequest();
		$this->paired( false );
		$this->ends( 'sweep', 'not live' );
		$this->plugin()->links()->change( [ 'environment' => 'elsewhere' ] );
		$this->newRequest();
		$this->ends( 'sweep', 'a copy' );
	}

	public function test_a_pairing_code_pairs_once_and_a_copy_asks_first(): void {
		$made = \json_decode( WP_CLI::run( 'pairing-code --format=json' ) );
		self::assertNotSame( '', $this->plugin()->pairing()->pair( $made->code, '0.1.0' ) );
		self::assertMatchesRegularExpression( '~causeway pair http\S+ [0-9A-Z]{4}(-[0-9A-Z]{4}){3}~', WP_CLI::run( 'pairing-code' ) );
		$this->plugin()->links()->change( [ 'environment' => 'elsewhere' ] );
		$this->newRequest();
		$this->ends( 'pairing-code', 'This is a copy of a shop' );
		$this->newRequest();
		self::assertStringContainsString( 'causeway pair', WP_CLI::run( 'pairing-code --yes' ) );
	}

	public function test_a_shop_without_tls_gives_no_code(): void {
		// Never paired at another address, whatever the shop was used for before.
		$this->plugin()->links()->change( [ 'home_hash' => '' ] );
		\add_filter( 'pre_option_home', static fn (): string => 'http://shop.example.org' );
		$this->ends( 'pairing-code', 'A worker pairs over https:// only' );
	}

	public function test_no_command_prints_personal_data(): void {
		$this->paired();
		$order = $this->told( [ 'exceptions' => [ self::KLARNA ] ] );
		$said  = WP_CLI::run( "why {$order->get_id()} --format=json" ) . WP_CLI::run( 'orders --format=json' ) . WP_CLI::run( 'exceptions --format=json' ) . WP_CLI::run( 'status --format=json' );
		self::assertStringNotContainsString( 'ada@', $said );
		self::assertStringNotContainsString( 'Ada', $said );
	}

	private function ends( string $typed, string $with ): void {
		try {
			WP_CLI::run( $typed );
			self::fail( "\"{$typed}\" went through" );
		} catch ( ExitException $ended ) {
			self::assertStringContainsString( $with, $ended->getMessage() );
		}
	}
}
