<?php
declare(strict_types=1);

namespace Causeway\Exchange;

use Causeway\Audit\Actor;
use Causeway\Audit\AuditTable;
use Causeway\Audit\Entry;

/**
 * `POST /wp-json/causeway/v1/pair`: the one-time code against a credential. The code is the permission.
 *
 * @phpstan-import-type PairBody from Wire
 */
final class PairRoute {

	/** Anybody may send one: no more than that is read. */
	private const BODY_BYTES_MAX = 4096;

	/** @var PairBody|null */
	private ?\stdClass $body = null;

	public function __construct(
		private readonly LinkTable $links,
		private readonly Pairing $pairing,
		private readonly ShopIdentity $identity,
		private readonly AuditTable $audit,
	) {}

	/**
	 * Versions come before the code: a worker that doesn't fit must not use it up. The code itself is tried in answer(),
	 * because WordPress asks for permission twice (again for its `Allow` header), and a code works once.
	 */
	public function admit( \WP_REST_Request $request ): bool|\WP_Error {
		try {
			Transport::insist( $request );
			/** @var PairBody $body */
			$body = WorkerRequest::body( $request, 'pair-request', self::BODY_BYTES_MAX );
			Versions::insist( $body->protocol, $body->worker );
			$this->body = $body;
			return true;
		} catch ( Refusal $refusal ) {
			return $refusal->error();
		}
	}

	public function answer(): \WP_REST_Response|\WP_Error {
		\assert( null !== $this->body );
		try {
			$token = $this->pairing->pair( $this->body->code, $this->body->worker->version );
		} catch ( Refusal $refusal ) {
			return $refusal->error();
		}
		$this->audit->write( new Entry( 'paired', Actor::OPERATOR, became: 'worker ' . $this->body->worker->version ) );
		return Routes::response(
			[
				'protocol' => Versions::PROTOCOL,
				'plugin'   => Versions::wire(),
				'shop'     => $this->identity->wire( $this->links->read() ),
				'token'    => $token,
				'name'     => \html_entity_decode( \get_bloginfo( 'name', 'raw' ), ENT_QUOTES ),
				'store'    => 'woocommerce ' . \WC_VERSION,
			]
		);
	}
}
