<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Audit\Actor;
use Causeway\Audit\AuditTable;
use Causeway\Audit\Entry;
use Causeway\Exchange\Pairing;
use Causeway\Plugin;

/**
 * `DELETE /pairing`: voids the worker's credential and any waiting code at once.
 *
 * @extends Route<array{}>
 */
final class PairingRoute extends Route {

	public function __construct( private readonly Pairing $pairing, private readonly AuditTable $audit ) {}

	public static function of( Plugin $plugin ): self {
		return new self( $plugin->pairing(), $plugin->audit() );
	}

	public function parameters(): array {
		return [];
	}

	protected function answer( array $given ): array {
		$this->pairing->revoke();
		$this->audit->write( new Entry( 'pairing_revoked', Actor::current() ) );
		return [ 'revoked' => true ];
	}

	public function schema(): array {
		return [
			'title'      => 'causeway-pairing',
			'type'       => 'object',
			'properties' => [ 'revoked' => [ 'type' => 'boolean' ] ],
		];
	}
}
