<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Exchange\Pairing;
use Causeway\Plugin;

/**
 * `DELETE /pairing`: voids the worker's credential and any waiting code at once.
 *
 * @extends Route<array{}>
 */
final class PairingRoute extends Route {

	public function __construct( private readonly Pairing $pairing ) {}

	public static function of( Plugin $plugin ): self {
		return new self( $plugin->pairing() );
	}

	public function parameters(): array {
		return [];
	}

	protected function answer( array $given ): array {
		$this->pairing->revoke();
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
