<?php
declare(strict_types=1);

namespace Causeway\Tests\Outbox;

use Causeway\Outbox\Migration;
use Causeway\Outbox\Schema;
use Causeway\Plugin;
use Causeway\Tests\CommittedTestCase;
use Causeway\Tests\Http\Server;
use Causeway\Tests\Http\Visitor;
use Causeway\Tests\Shop;

/** The tables: made, looked at, never dropped. */
final class MigrationTest extends CommittedTestCase {

	/** What came after the schema's first version: whole tables (no column named), and columns of older ones. */
	private const SINCE_1 = [
		'audit'      => [],
		'return'     => [],
		'stock'      => [],
		'transcript' => [],
		'subject'    => [ 'gates' ],
		'link'       => [ 'rewound_at', 'rewound_from', 'alarmed_at', 'mailbox_key', 'mailbox_minute', 'mailbox_taken' ],
	];

	public function test_running_it_again_changes_nothing_and_keeps_who_the_shop_is(): void {
		$wpdb = Plugin::instance()->wpdb;
		$shop = $wpdb->get_var( "SELECT shop_id FROM {$wpdb->prefix}causeway_link WHERE id = 1" );
		Plugin::instance()->outbox()->mark( 'order/1' );

		Plugin::instance()->migration()->run();

		self::assertSame( $shop, $wpdb->get_var( "SELECT shop_id FROM {$wpdb->prefix}causeway_link WHERE id = 1" ) );
		self::assertNotNull( Plugin::instance()->outbox()->look( 'order/1' ) );
		self::assertSame( Schema::VERSION, Plugin::instance()->settings()->schema() );
	}

	public function test_a_column_that_could_not_be_made_is_named_and_the_version_is_not_claimed(): void {
		Plugin::instance()->settings()->write( [ 'schema' => 0 ] );
		$table = Plugin::instance()->wpdb->prefix . 'causeway_outbox';
		\add_filter( 'query', static fn ( string $sql ): string => "DESCRIBE {$table}" === $sql ? \str_replace( 'outbox', 'intent', $sql ) : $sql );
		try {
			Plugin::instance()->migration()->run();
			self::fail( 'a missing column went unnoticed' );
		} catch ( \RuntimeException $missing ) {
			self::assertStringContainsString( 'outbox.slot', $missing->getMessage() );
			self::assertSame( 0, Plugin::instance()->settings()->schema() );
		} finally {
			$this->newRequest();
			Plugin::instance()->migration()->run();
		}
	}

	public function test_a_database_that_refuses_tables_does_not_take_wp_admin_down(): void {
		Plugin::instance()->settings()->write( [ 'schema' => 0 ] );
		$table  = Plugin::instance()->wpdb->prefix . 'causeway_outbox';
		$logged = [];
		\add_filter( 'query', static fn ( string $sql ): string => "DESCRIBE {$table}" === $sql ? \str_replace( 'outbox', 'no_such_table', $sql ) : $sql );
		\add_filter(
			'woocommerce_logger_log_message',
			static function ( string $message ) use ( &$logged ): ?string {
				$logged[] = $message;
				return null;
			}
		);
		Plugin::instance()->migration()->catchUp();
		$missing = Plugin::instance()->migration()->missing();
		$this->newRequest();
		self::assertContains( 'outbox.slot', $missing );
		Shop::real() && self::assertStringContainsString( 'outbox.slot', \implode( $logged ) );
		self::assertSame( 0, Plugin::instance()->settings()->schema(), 'the next request tries again' );
		Plugin::instance()->migration()->catchUp();
		self::assertSame( [ [], Schema::VERSION ], [ Plugin::instance()->migration()->missing(), Plugin::instance()->settings()->schema() ] );
	}

	public function test_after_an_update_the_worker_s_next_request_brings_the_tables_up_to_date(): void {
		$wpdb = Plugin::instance()->wpdb;
		$wpdb->query( "ALTER TABLE {$wpdb->prefix}causeway_link DROP COLUMN rewound_from" );
		Plugin::instance()->settings()->write( [ 'schema' => 1 ] );
		self::assertSame( [ 'link.rewound_from' ], Plugin::instance()->migration()->missing() );

		$server = new Server();
		try {
			( new Visitor() )->ask( '/?rest_route=/causeway/v1/exchange', [] );
		} finally {
			$server->stop();
		}

		\wp_cache_delete( 'alloptions', 'options' );
		$this->newRequest();
		self::assertSame( [ [], Schema::VERSION ], [ Plugin::instance()->migration()->missing(), Plugin::instance()->settings()->schema() ] );
	}

	public function test_a_shop_of_the_first_version_gets_what_came_since_and_keeps_what_it_had(): void {
		$old         = clone Plugin::instance()->wpdb;
		$old->prefix = 'old_';
		$migration   = new Migration( $old, Plugin::instance()->settings() );
		try {
			foreach ( Schema::tables( $old->prefix, $old->get_charset_collate() ) as $name => $definition ) {
				if ( [] !== ( self::SINCE_1[ $name ] ?? null ) ) {
					$old->query( $definition );
				}
				foreach ( self::SINCE_1[ $name ] ?? [] as $column ) {
					$old->query( "ALTER TABLE old_causeway_{$name} DROP COLUMN {$column}" );
				}
			}
			$shop    = [ 'id' => '1', 'shop_id' => 'a-shop', 'incarnation' => '3' ];
			$subject = [ 'subject' => 'order/1', 'incarnation' => '3', 'trace_id' => 'a-trace', 'updated_at' => '1', 'external_id' => 'DEMO-1-0a1b' ];
			$old->insert( 'old_causeway_link', $shop );
			$old->insert( 'old_causeway_subject', $subject );
			self::assertGreaterThan( 30, \count( $migration->missing() ) );

			$migration->run();
			self::assertSame( [], $migration->missing() );
			self::assertEquals( $shop, $old->get_row( 'SELECT id, shop_id, incarnation FROM old_causeway_link', ARRAY_A ) );
			self::assertEquals( $subject, $old->get_row( 'SELECT subject, incarnation, trace_id, updated_at, external_id FROM old_causeway_subject', ARRAY_A ) );
		} finally {
			foreach ( Schema::tables( '', '' ) as $name => $definition ) {
				$old->query( "DROP TABLE IF EXISTS old_causeway_{$name}" );
			}
		}
	}

	public function test_who_wants_all_of_it_gone_keeps_no_table_and_no_option(): void {
		[ $code, $output ] = $this->finish( ...$this->start( 'uninstall.php', [] ) );
		self::assertSame( 0, $code );
		\preg_match( '/^answer (.+)$/m', $output, $answer );
		[ $dropped, $tables, $options ] = \json_decode( $answer[1] ?? '' );
		\sort( $dropped );
		\sort( $tables );
		self::assertNotSame( [], $dropped );
		self::assertSame( [ $tables, [] ], [ $dropped, $options ] );
		self::assertIsArray( \get_option( 'causeway' ), 'this shop still has it' );
	}

	public function test_the_option_stays_within_its_bound(): void {
		$this->expectException( \LengthException::class );
		Plugin::instance()->settings()->write( [ 'order_meta' => \array_fill( 0, 100, 'a_rather_long_key_of_some_plugin' ) ] );
	}
}
