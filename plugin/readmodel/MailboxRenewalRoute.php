<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Mailbox\MailboxKey;
use Causeway\Plugin;

/**
 * `POST /mailbox-key`: a new address; the one before leads nowhere at once. It says so itself with `confirm`.
 *
 * @extends Route<array{confirm: bool}>
 */
final class MailboxRenewalRoute extends Route {

	public function __construct( private readonly MailboxKey $key ) {}

	public static function of( Plugin $plugin ): self {
		return new self( new MailboxKey( $plugin->links() ) );
	}

	public function parameters(): array {
		return [ 'confirm' => [ 'type' => 'boolean', 'required' => true, 'enum' => [ true ] ] ];
	}

	protected function answer( array $given ): array {
		$this->key->renew();
		return MailboxKeyRoute::shape( $this->key );
	}

	public function schema(): array {
		return MailboxKeyRoute::shapeSchema();
	}
}
