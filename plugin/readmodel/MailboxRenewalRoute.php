<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Audit\Actor;
use Causeway\Audit\AuditTable;
use Causeway\Audit\Entry;
use Causeway\Mailbox\MailboxKey;
use Causeway\Plugin;

/**
 * `POST /mailbox-key`: a new address; the one before leads nowhere at once. It says so itself with `confirm`.
 *
 * @extends Route<array{confirm: bool}>
 */
final class MailboxRenewalRoute extends Route {

	public function __construct( private readonly MailboxKey $key, private readonly AuditTable $audit ) {}

	public static function of( Plugin $plugin ): self {
		return new self( new MailboxKey( $plugin->links() ), $plugin->audit() );
	}

	public function parameters(): array {
		return [ 'confirm' => [ 'type' => 'boolean', 'required' => true, 'enum' => [ true ] ] ];
	}

	protected function answer( array $given ): array {
		$this->key->renew();
		$this->audit->write( new Entry( 'mailbox_renewed', Actor::current() ) );
		return MailboxKeyRoute::shape( $this->key );
	}

	public function schema(): array {
		return MailboxKeyRoute::shapeSchema();
	}
}
