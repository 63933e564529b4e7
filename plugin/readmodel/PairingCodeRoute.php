<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Audit\Actor;
use Causeway\Audit\AuditTable;
use Causeway\Audit\Entry;
use Causeway\Exchange\Pairing;
use Causeway\Outbox\Clock;
use Causeway\Plugin;

/**
 * `POST /pairing-code`: a new one-time code, shown once, with the command that uses it.
 *
 * @extends Route<array{}>
 */
final class PairingCodeRoute extends Route {

	public function __construct( private readonly Pairing $pairing, private readonly AuditTable $audit ) {}

	public static function of( Plugin $plugin ): self {
		return new self( $plugin->pairing(), $plugin->audit() );
	}

	public function parameters(): array {
		return [];
	}

	protected function answer( array $given ): array {
		if ( ! $this->pairing->status()['isSecure'] ) {
			throw Refused::insecure( \__( 'A worker pairs over https:// only: give this shop an https:// address first.', 'causeway' ) );
		}
		$made = $this->pairing->issueCode();
		$this->audit->write( new Entry( 'pairing_code_made', Actor::current() ) );
		return [
			'code'       => $made['code'],
			'expires_at' => $made['expiresAt'],
			'command'    => \sprintf( 'causeway pair %s %s', \untrailingslashit( \home_url() ), $made['code'] ),
			'now'        => Clock::now(),
		];
	}

	public function schema(): array {
		return [
			'title'      => 'causeway-pairing-code',
			'type'       => 'object',
			'properties' => [
				'code'       => [ 'type' => 'string' ],
				'expires_at' => [ 'type' => 'integer', 'description' => 'Epoch milliseconds.' ],
				'command'    => [ 'type' => 'string' ],
				'now'        => [ 'type' => 'integer' ],
			],
		];
	}
}
