<?php
declare(strict_types=1);

namespace Causeway\Capture;

/**
 * One poke at a reachable worker: "there is something to fetch". Carries nothing, waits for no answer, and if it
 * gets lost the worker comes by itself.
 */
final class Doorbell {

	/** For connecting; on the worker's own machine or network that is plenty. */
	private const CONNECT_SECONDS_MAX = 0.25;

	/** @param string $url http or https, as the worker gave it in its exchange. */
	public static function ring( string $url ): void {
		$parts = \wp_parse_url( $url );
		$host  = (string) ( $parts['host'] ?? '' );
		if ( ! \is_array( $parts ) || '' === $host || \preg_match( '/[\r\n]/', $url ) ) {
			return;
		}
		$secure = 'https' === ( $parts['scheme'] ?? '' );
		$port   = $parts['port'] ?? ( $secure ? 443 : 80 );
		$path   = ( $parts['path'] ?? '/' ) . ( isset( $parts['query'] ) ? '?' . $parts['query'] : '' );
		$socket = @\stream_socket_client( // phpcs:ignore WordPress.PHP.NoSilencedErrors
			( $secure ? 'tls' : 'tcp' ) . "://{$host}:{$port}",
			$code,
			$message,
			self::CONNECT_SECONDS_MAX
		);
		if ( $socket ) {
			\stream_set_blocking( $socket, false );
			\fwrite( $socket, "POST {$path} HTTP/1.1\r\nHost: {$host}:{$port}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" );
			\fclose( $socket );
		}
	}
}
