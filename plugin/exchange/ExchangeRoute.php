<?php
declare(strict_types=1);

namespace Causeway\Exchange;

/**
 * `POST /wp-json/causeway/v1/exchange`: the worker's one request.
 *
 * @phpstan-import-type ExchangeBody from Wire
 */
final class ExchangeRoute {

	/** @var ExchangeBody|null */
	private ?\stdClass $body = null;

	private ?\WP_REST_Request $admitted = null;

	/** @param \Closure(): Exchange $exchange Made only for a request that was let in. */
	public function __construct( private readonly LinkTable $links, private readonly \Closure $exchange ) {}

	/**
	 * Transport, then token, then shape: of a stranger nothing is read. No WordPress user is involved: being signed in opens
	 * nothing here.
	 */
	public function admit( \WP_REST_Request $request ): bool|\WP_Error {
		// WordPress asks a second time after the answer, for its `Allow` header.
		if ( $this->admitted === $request ) {
			return true;
		}
		try {
			Transport::insist( $request );
			Credential::insist( $request, $this->links->read() );
			/** @var ExchangeBody $body */
			$body = WorkerRequest::body( $request, 'exchange-request' );
			Doorbell::insist( $body->doorbell );
			$this->body     = $body;
			$this->admitted = $request;
			return true;
		} catch ( Refusal $refusal ) {
			return $refusal->error();
		}
	}

	public function answer(): \WP_REST_Response|\WP_Error {
		$body = $this->body;
		\assert( null !== $body );
		try {
			return Routes::response( ( $this->exchange )()->run( $body ) );
		} catch ( Refusal $refusal ) {
			return $refusal->error();
		}
	}
}
