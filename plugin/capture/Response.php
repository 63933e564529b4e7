<?php
declare(strict_types=1);

namespace Causeway\Capture;

/** Lets the client have its answer before we go on, where the SAPI knows how. */
final class Response {

	private bool $sent = false;

	/** @return bool True: an HTTP client has its whole answer, or there is none (command line, system cron). False: it waits until PHP ends. */
	public function finish(): bool {
		if ( 'cli' === PHP_SAPI ) {
			return true;
		}
		if ( ! $this->sent ) {
			\ignore_user_abort( true );
			foreach ( [ 'fastcgi_finish_request', 'litespeed_finish_request' ] as $finish ) {
				if ( \function_exists( $finish ) ) {
					$finish();
					$this->sent = true;
					break;
				}
			}
		}
		return $this->sent;
	}

	/** Runs what may take its time when the request has ended, and its client, where the SAPI knows how, has the answer. */
	public static function afterwards( \Closure $work ): void {
		\register_shutdown_function(
			static function () use ( $work ): void {
				( new self() )->finish();
				$work();
			}
		);
	}

	/**
	 * PHP's development server has no such function, but a client that was told the length does not wait for more.
	 * For that all output must be held back until it is complete.
	 */
	public function holdOnDevelopmentServer(): void {
		if ( 'cli-server' === PHP_SAPI && ! \headers_sent() && 0 === \ob_get_level() ) {
			\ob_start();
		}
	}

	/** Before WordPress empties the output buffers (`shutdown` at 1). */
	public function finishOnDevelopmentServer(): void {
		if ( 'cli-server' !== PHP_SAPI || \headers_sent() || ! \ob_get_level() ) {
			return;
		}
		while ( \ob_get_level() > 1 ) {
			\ob_end_flush();
		}
		if ( ! \in_array( \http_response_code(), [ 204, 304 ], true ) ) {
			\header( 'Content-Length: ' . \ob_get_length() );
		}
		\ob_end_flush();
		\flush();
		$this->sent = true;
	}
}
