<?php
declare(strict_types=1);

namespace Causeway\Tests;

use Causeway\Plugin;
use PHPUnit\Framework\TestCase;

/** A test with processes of their own, so nothing is rolled back: it takes away the orders and rows that it made. */
abstract class CommittedTestCase extends TestCase {

	use OwnRequest;

	/** @var list<int> */
	protected array $orders = [];

	protected function setUp(): void {
		$this->rememberListeners();
		$this->newRequest();
		$this->emptyTables();
		Plugin::instance()->settings()->write( [ 'capturing' => true, 'doorbell' => '' ] );
	}

	protected function tearDown(): void {
		Plugin::instance()->settings()->write( [ 'capturing' => false, 'doorbell' => '' ] );
		$this->newRequest();
		foreach ( $this->orders as $id ) {
			$order = \wc_get_order( $id );
			if ( $order ) {
				$order->delete( true );
			}
		}
		$this->emptyTables();
		$this->newRequest();
	}

	private function emptyTables(): void {
		$wpdb = Plugin::instance()->wpdb;
		foreach ( [ 'outbox', 'subject', 'archive' ] as $table ) {
			$wpdb->query( "DELETE FROM {$wpdb->prefix}causeway_{$table}" );
		}
		$wpdb->update( $wpdb->prefix . 'causeway_link', [ 'go_live_at' => null, 'swept_at' => 0, 'sweep_cursor' => '' ], [ 'id' => 1 ] );
	}

	/**
	 * Starts a script of tests/process.
	 *
	 * @param list<string> $arguments
	 * @return array{0: resource, 1: resource} Process and its standard output.
	 */
	protected function start( string $script, array $arguments ): array {
		$process = \proc_open( [ PHP_BINARY, __DIR__ . '/process/' . $script, ...$arguments ], [ 1 => [ 'pipe', 'w' ], 2 => STDERR ], $pipes );
		self::assertIsResource( $process );
		return [ $process, $pipes[1] ];
	}

	/** @return array{0: int, 1: string} Exit code (or minus the signal) and output. */
	protected function finish( mixed $process, mixed $output ): array {
		$text = (string) \stream_get_contents( $output );
		do {
			$status = \proc_get_status( $process );
		} while ( $status['running'] && ! \usleep( 5_000 ) );
		\proc_close( $process );
		\wp_cache_flush();
		return [ $status['signaled'] ? -$status['termsig'] : $status['exitcode'], $text ];
	}
}
