<?php
declare(strict_types=1);

namespace Causeway\Tests\Cli;

use Causeway\Cli\Commands;
use Causeway\Plugin;
use Causeway\Tests\CommittedTestCase;
use Causeway\Tests\Shop;

/** The commands in WP-CLI itself, where there is one: `wp` in the PATH, or what CAUSEWAY_WP_CLI names. */
final class RealTest extends CommittedTestCase {

	protected function setUp(): void {
		parent::setUp();
		if ( '' === self::program() ) {
			self::markTestSkipped( 'no WP-CLI on this machine' );
		}
	}

	public function test_wp_cli_knows_every_command_and_its_help(): void {
		[ $code, $usage ] = $this->wp( [] );
		foreach ( \array_keys( Commands::ALL ) as $name ) {
			self::assertStringContainsString( "wp causeway {$name}", $usage, (string) $code );
		}
	}

	public function test_wp_cli_runs_them(): void {
		$order          = Shop::order();
		$this->orders[] = $order->get_id();
		Plugin::instance()->fill()->subject( 'order/' . $order->get_id() );
		$status = \json_decode( $this->wp( [ 'status', '--format=json' ] )[1] );
		self::assertSame( [ \Causeway\VERSION, Shop::hpos() ? 'hpos' : 'posts', 1 ], [ $status->version, $status->order_storage, $status->rows_waiting ] );
		self::assertSame( [ 0, 'order/' . $order->get_id() ], $this->wp( [ 'orders', '--state=captured', '--format=ids' ] ) );
		self::assertSame( 'captured', \json_decode( $this->wp( [ 'why', (string) $order->get_id(), '--format=json' ] )[1] )->state );
		self::assertStringContainsString( 'Captured', $this->wp( [ 'why', (string) $order->get_id() ] )[1] );
		self::assertSame( [ 0, '0' ], $this->wp( [ 'exceptions', '--format=count' ] ) );
		[ $code, $said ] = $this->wp( [ 'retry', 'order/' . $order->get_id() ] );
		self::assertSame( 0, $code );
		self::assertStringContainsString( 'requested', $said );
		self::assertSame( 1, $this->wp( [ 'why', '99999999' ] )[0] );
		self::assertSame( 1, $this->wp( [ 'orders', '--no-such-flag' ] )[0] );
		self::assertSame( 1, $this->wp( [ 'sweep' ] )[0], 'not paired' );
	}

	/**
	 * @param list<string> $words
	 * @return array{int, string} Exit code and standard output.
	 */
	private function wp( array $words ): array {
		$process = \proc_open( [ self::program(), '--allow-root', '--no-color', '--path=' . Shop::path(), 'causeway', ...$words ], [ 1 => [ 'pipe', 'w' ], 2 => [ 'pipe', 'w' ] ], $pipes );
		self::assertIsResource( $process );
		$text = (string) \stream_get_contents( $pipes[1] );
		\stream_get_contents( $pipes[2] );
		return [ \proc_close( $process ), \trim( $text ) ];
	}

	private static function program(): string {
		$named = (string) \getenv( 'CAUSEWAY_WP_CLI' );
		return '' !== $named ? $named : \trim( (string) \shell_exec( 'command -v wp 2>/dev/null' ) );
	}
}
