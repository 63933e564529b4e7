<?php
declare(strict_types=1);

namespace Causeway\Tests\Capture;

use Causeway\Outbox\Settings;
use Causeway\Plugin;
use Causeway\Tests\CommittedTestCase;
use Causeway\Tests\Http\Server;
use Causeway\Tests\Http\Visitor;
use Causeway\Tests\Shop;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Group;

/** A request that has nothing to do with Causeway: at most 0 queries, 10 hooks, 5 files and 0.05 MB more. */
#[Group( 'one-shop' )]
final class ThinnessTest extends CommittedTestCase {

	private static Server $server;

	public static function setUpBeforeClass(): void {
		self::$server = new Server();
	}

	public static function tearDownAfterClass(): void {
		self::$server->stop();
	}

	/** @return iterable<string, array{string, bool}> */
	public static function requests(): iterable {
		yield 'front page' => [ '/', false ];
		yield 'REST' => [ '/wp-json/wp/v2/types', false ];
		yield 'wp-admin' => [ '/wp-admin/options-general.php', true ];
	}

	#[DataProvider( 'requests' )]
	public function test_a_request_of_no_concern_pays_almost_nothing( string $path, bool $admin ): void {
		$cookies = $admin ? $this->adminCookies() : '';
		$off     = $this->cheapest( $path, [ 'X-Causeway-Off: 1' ], $cookies );
		$on      = $this->cheapest( $path, [], $cookies );

		self::assertSame( [], $on->statements );
		\getenv( 'CAUSEWAY_MEASURE' ) && \fwrite( STDERR, \sprintf( "%s: %d queries, %d hooks, %d files, %.3f MB\n", $path, $on->queries - $off->queries, $on->hooks - $off->hooks, $on->files - $off->files, ( $on->memory - $off->memory ) / 1e6 ) );
		self::assertSame( 0, $on->queries - $off->queries, 'queries' );
		self::assertLessThanOrEqual( 10, $on->hooks - $off->hooks, 'hooks' );
		self::assertGreaterThan( 0, $on->hooks - $off->hooks, 'and the plugin really was on' );
		self::assertLessThanOrEqual( 5, $on->files - $off->files, 'files' );
		// Where orders are posts WooCommerce weighs at the end of such a request whether its extensions let it move them: 0.95 MB of its own with the first of them.
		if ( ! $admin || Shop::hpos() || ! Shop::real() ) {
			self::assertLessThanOrEqual( 0.05, ( $on->memory - $off->memory ) / 1e6, 'MB' );
		}
	}

	public function test_the_first_visit_to_wp_admin_leaves_orders_in_the_storage_that_is_tested(): void {
		$storage = static fn (): mixed => Plugin::instance()->wpdb->get_var( 'SELECT option_value FROM ' . Plugin::instance()->wpdb->options . " WHERE option_name = 'woocommerce_custom_orders_table_enabled'" );
		$before  = $storage();
		( new Visitor( [], $this->adminCookies() ) )->ask( '/wp-admin/options-general.php' );
		self::assertSame( $before, $storage(), 'a shop that was just installed would change it now' );
		self::assertSame( Shop::hpos() ? 'yes' : ( Shop::real() ? 'no' : null ), $before );
	}

	public function test_there_is_one_autoloaded_option_and_it_is_small(): void {
		$wpdb = \Causeway\Plugin::instance()->wpdb;
		$all  = $wpdb->get_results( "SELECT option_name, LENGTH(option_value) AS bytes FROM {$wpdb->options} WHERE option_name LIKE '%causeway%' AND autoload IN ('yes', 'on', 'auto-on', 'auto') AND option_name NOT LIKE 'causeway_double%'" );
		self::assertSame( [ 'causeway' ], \array_column( $all, 'option_name' ) );
		self::assertLessThanOrEqual( Settings::BYTES_MAX, (int) $all[0]->bytes );
	}

	/** @param list<string> $headers */
	private function cheapest( string $path, array $headers, string $cookies ): \stdClass {
		$costs = [];
		for ( $n = 0; $n < 6; $n++ ) {
			self::$server->forget();
			$visitor = new Visitor( $headers, $cookies );
			$visitor->ask( $path );
			self::assertSame( 200, $visitor->status );
			$costs[] = self::$server->last( $path );
		}
		$warm = \array_slice( $costs, 3 );
		\usort( $warm, static fn ( \stdClass $a, \stdClass $b ): int => [ $a->queries, $a->memory ] <=> [ $b->queries, $b->memory ] );
		return $warm[0];
	}

	private function adminCookies(): string {
		$token  = \WP_Session_Tokens::get_instance( 1 )->create( \time() + 600 );
		$scheme = \is_ssl() ? 'secure_auth' : 'auth';
		$name   = 'auth' === $scheme ? AUTH_COOKIE : SECURE_AUTH_COOKIE;
		return $name . '=' . \wp_generate_auth_cookie( 1, \time() + 600, $scheme, $token ) . '; ' . LOGGED_IN_COOKIE . '=' . \wp_generate_auth_cookie( 1, \time() + 600, 'logged_in', $token );
	}
}
