<?php

declare(strict_types=1);

namespace Causeway\StoreContract;

use RuntimeException;

/**
 * The test shop behind a web server of its own, and a visitor who buys there.
 */
final class HttpShop {
	/** @var resource|closed-resource */
	private $server;

	private string $address;

	private string $log;

	/**
	 * Starts PHP's own server on a free port; ended by close().
	 */
	public function __construct() {
		$probe         = stream_socket_server( 'tcp://127.0.0.1:0' );
		$this->address = stream_socket_get_name( $probe, false );
		fclose( $probe );
		$this->log = (string) tempnam( sys_get_temp_dir(), 'causeway-hooks' );
		$flags     = array_filter( explode( ' ', (string) getenv( 'CAUSEWAY_PHP_FLAGS' ) ) );
		$command   = array( PHP_BINARY, ...$flags, '-d', 'auto_prepend_file=' . __DIR__ . '/hook-log.php', '-d', 'memory_limit=512M', '-S', $this->address, '-t', untrailingslashit( ABSPATH ) );
		$quiet     = array( array( 'file', '/dev/null', 'r' ), array( 'file', '/dev/null', 'w' ), array( 'file', '/dev/null', 'w' ) );
		$server    = proc_open( $command, $quiet, $pipes, ABSPATH, array( 'CAUSEWAY_HOOK_LOG' => $this->log ) + getenv() );
		if ( ! is_resource( $server ) ) {
			throw new RuntimeException( 'PHP does not start.' );
		}
		$this->server = $server;
		register_shutdown_function( array( $this, 'close' ) );
		$this->await();
	}

	/**
	 * Ends the server; also at the end of the process, where a test that failed early left it running.
	 */
	public function close(): void {
		if ( is_resource( $this->server ) ) {
			proc_terminate( $this->server );
			proc_close( $this->server );
			unlink( $this->log );
		}
	}

	/**
	 * Buys pieces of a product, to be paid on delivery, through whichever checkout the store has.
	 *
	 * @return array{order_id: int, order_key: string, status: string}
	 */
	public function buy( \WC_Product $product, int $quantity ): array {
		list( $answer, $status ) = $this->try_to_buy( $product, $quantity );
		if ( 200 !== $status ) {
			throw new RuntimeException( "The checkout answered $status: " . json_encode( $answer ) );
		}
		return $answer;
	}

	/**
	 * Tries to buy what the store must refuse; the HTTP status and the reason.
	 *
	 * @return array{int, string}
	 */
	public function refused( \WC_Product $product, int $quantity ): array {
		list( $answer, $status ) = $this->try_to_buy( $product, $quantity );
		return array( $status, $answer['error'] ?? $answer['message'] ?? '' );
	}

	/**
	 * What the order hooks of all requests said, in their order.
	 *
	 * @return list<array{hook: string, said: string, stored: string}>
	 */
	public function hooks(): array {
		return array_map( static fn( string $line ): array => json_decode( $line, true ), file( $this->log, FILE_IGNORE_NEW_LINES ) ?: array() );
	}

	/**
	 * @return array{array<string, mixed>, int}
	 */
	private function try_to_buy( \WC_Product $product, int $quantity ): array {
		$address = array( 'first_name' => 'Ada', 'last_name' => 'Lovelace', 'address_1' => 'Kai 1', 'city' => 'Hamburg', 'postcode' => '20457', 'country' => 'DE' );
		if ( 'double' === TestShop::storage() ) {
			$form = array_combine( preg_filter( '/^/', 'billing_', array_keys( $address ) ), $address );
			return $this->post( '/?store-double=checkout', $form + array( 'billing_email' => 'ada@example.test', 'payment_method' => 'cod', 'items' => array( $product->get_sku() => $quantity ) ) );
		}
		$store   = '/?rest_route=/wc/store/v1';
		$visit   = wp_remote_get( "http://$this->address$store/cart", array( 'timeout' => 60 ) );
		$session = array( 'Nonce' => wp_remote_retrieve_header( $visit, 'nonce' ), 'Cart-Token' => wp_remote_retrieve_header( $visit, 'cart-token' ) );
		$added   = $this->post( "$store/cart/add-item", array( 'id' => $product->get_id(), 'quantity' => $quantity ), $session );
		if ( $added[1] >= 400 ) {
			return $added;
		}
		$this->post( "$store/cart/update-customer", array( 'billing_address' => $address, 'shipping_address' => $address ), $session );
		return $this->post( "$store/checkout", array( 'billing_address' => $address + array( 'email' => 'ada@example.test' ), 'shipping_address' => $address, 'payment_method' => 'cod' ), $session );
	}

	/**
	 * @param array<string, mixed>  $form
	 * @param array<string, string> $headers
	 * @return array{array<string, mixed>, int}
	 */
	private function post( string $path, array $form, array $headers = array() ): array {
		$answer = wp_remote_post( "http://$this->address$path", array( 'body' => $form, 'headers' => $headers, 'timeout' => 60 ) );
		$said   = json_decode( wp_remote_retrieve_body( $answer ), true );
		if ( ! is_array( $said ) ) {
			throw new RuntimeException( "$path did not answer JSON: " . substr( wp_remote_retrieve_body( $answer ), 0, 500 ) );
		}
		return array( $said, (int) wp_remote_retrieve_response_code( $answer ) );
	}

	private function await(): void {
		for ( $tries = 0; $tries < 100; $tries++ ) {
			$connection = @stream_socket_client( "tcp://$this->address", $code, $message, 1 );
			if ( $connection ) {
				fclose( $connection );
				return;
			}
			usleep( 50000 );
		}
		throw new RuntimeException( "No server at $this->address." );
	}
}
