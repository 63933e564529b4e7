<?php
declare(strict_types=1);

namespace Causeway\Tests\Http;

use Causeway\Tests\Shop;

/** The laid shop served by PHP's own server, one request at a time, with the probe in it. */
final class Server {

	/** @var resource */
	private mixed $process;

	private readonly string $log;

	private readonly string $probe;

	public function __construct() {
		$this->log   = \sys_get_temp_dir() . '/causeway-probe-' . \getmypid();
		$this->probe = Shop::path() . '/wp-content/mu-plugins/causeway-probe.php';
		\copy( __DIR__ . '/probe.php', $this->probe );
		$home          = (array) \wp_parse_url( \home_url() );
		$command       = [ PHP_BINARY, '-d', 'opcache.enable=1', '-d', 'opcache.enable_cli=1', '-d', 'opcache.revalidate_freq=0', '-d', 'memory_limit=512M', '-d', 'display_errors=0', '-S', "{$home['host']}:{$home['port']}", '-t', Shop::path(), \dirname( __DIR__, 3 ) . '/e2e/stage/site/router.php' ];
		$this->process = \proc_open( $command, [ 1 => [ 'file', '/dev/null', 'w' ], 2 => [ 'file', $this->log . '.err', 'w' ] ], $pipes, Shop::path(), [ 'CAUSEWAY_PROBE' => $this->log ] + \getenv() );
		for ( $try = 0; $try < 500; $try++ ) {
			$socket = @\stream_socket_client( "tcp://{$home['host']}:{$home['port']}", $code, $message, 0.2 );
			if ( $socket ) {
				\fclose( $socket );
				if ( ! \proc_get_status( $this->process )['running'] ) {
					break;
				}
				return;
			}
			\usleep( 20_000 );
		}
		// Also where somebody else answers at the shop's port: every test would meet another shop.
		throw new \RuntimeException( 'PHP\'s server did not start: ' . \file_get_contents( $this->log . '.err' ) );
	}

	public function stop(): void {
		\proc_terminate( $this->process, SIGINT );
		\proc_close( $this->process );
		foreach ( [ $this->probe, ...(array) \glob( $this->log . '*' ) ] as $file ) {
			if ( \is_file( (string) $file ) ) {
				\unlink( (string) $file );
			}
		}
	}

	/** What the last finished request cost, waiting until it is written down. */
	public function last( string $uri ): \stdClass {
		for ( $try = 0; $try < 2000; $try++ ) {
			foreach ( \array_reverse( \is_file( $this->log ) ? (array) \file( $this->log ) : [] ) as $line ) {
				$cost = \json_decode( (string) $line );
				if ( $cost instanceof \stdClass && \str_contains( $cost->uri, $uri ) ) {
					return $cost;
				}
			}
			\usleep( 10_000 );
		}
		throw new \RuntimeException( "No request of {$uri} ended." );
	}

	public function forget(): void {
		if ( \is_file( $this->log ) ) {
			\unlink( $this->log );
		}
	}

	public function openGate(): void {
		\touch( $this->log . '.gate.open' );
	}

	public function gateReached(): bool {
		\clearstatcache();
		return \is_file( $this->log . '.gate.reached' );
	}
}
