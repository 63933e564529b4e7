<?php
declare(strict_types=1);

namespace Causeway\Tests\Http;

/** Somebody with a browser: cookies, and a nonce where the shop gave one. */
final class Visitor {

	private \CurlHandle $curl;

	public string $nonce = '';

	public int $status = 0;

	/** @param list<string> $headers Sent with every request. */
	public function __construct( private readonly array $headers = [], string $cookies = '' ) {
		$this->curl = \curl_init();
		\curl_setopt_array( $this->curl, [ CURLOPT_RETURNTRANSFER => true, CURLOPT_COOKIEFILE => '', CURLOPT_TIMEOUT => 600, CURLOPT_FOLLOWLOCATION => true, CURLOPT_PROXY => '' ] );
		if ( '' !== $cookies ) {
			\curl_setopt( $this->curl, CURLOPT_COOKIE, $cookies );
		}
	}

	/**
	 * @param array<string, mixed>|null $json Body of a POST; null: GET.
	 * @param list<string>              $headers
	 */
	public function ask( string $path, ?array $json = null, array $headers = [] ): string {
		return $this->send( $path, null === $json ? null : (string) \json_encode( $json ), [ 'Content-Type: application/json', ...$headers ] );
	}

	/**
	 * @param array<string, string|list<int>> $fields
	 * @param list<string>          $headers
	 */
	public function submit( string $path, array $fields, array $headers = [] ): string {
		return $this->send( $path, \http_build_query( $fields ), $headers );
	}

	/** @param list<string> $headers */
	private function send( string $path, ?string $body, array $headers ): string {
		$nonce = &$this->nonce;
		\curl_setopt_array(
			$this->curl,
			[
				CURLOPT_URL            => \home_url( $path ),
				CURLOPT_HTTPGET        => null === $body,
				CURLOPT_HTTPHEADER     => [ ...$this->headers, ...$headers, ...( '' === $this->nonce ? [] : [ 'Nonce: ' . $this->nonce ] ) ],
				CURLOPT_HEADERFUNCTION => static function ( \CurlHandle $curl, string $line ) use ( &$nonce ): int {
					if ( 0 === \stripos( $line, 'nonce:' ) ) {
						$nonce = \trim( \substr( $line, 6 ) );
					}
					return \strlen( $line );
				},
			] + ( null === $body ? [] : [ CURLOPT_POST => true, CURLOPT_POSTFIELDS => $body ] )
		);
		$answer       = \curl_exec( $this->curl );
		$this->status = (int) \curl_getinfo( $this->curl, CURLINFO_RESPONSE_CODE );
		if ( ! \is_string( $answer ) ) {
			throw new \RuntimeException( "{$path}: " . \curl_error( $this->curl ) );
		}
		return $answer;
	}
}
