<?php
declare(strict_types=1);

namespace Causeway\Mailbox;

use Causeway\Exchange\LinkTable;

/**
 * The last secret part of the mailbox's address: 128 random bits in hex. Made at the first pairing and kept when another
 * worker is paired, because vendors have it; only an administrator renews it.
 */
final class MailboxKey {

	public function __construct( private readonly LinkTable $links ) {}

	public function ensure(): void {
		$this->links->change( [ 'mailbox_key' => self::make() ], "mailbox_key = ''" );
	}

	/** From here on the address before leads nowhere. */
	public function renew(): void {
		$this->links->change( [ 'mailbox_key' => self::make() ] );
	}

	/** In constant time; without a key nobody has it. */
	public function is( string $given ): bool {
		$key = $this->links->read()->mailboxKey;
		return '' !== $key && \hash_equals( $key, $given );
	}

	/** @return string|null What a vendor is given, up to the system's name, which comes last; null: there is no key yet. */
	public function address(): ?string {
		$key = $this->links->read()->mailboxKey;
		return '' === $key ? null : \rest_url( Routes::NAMESPACE . '/mailbox/' . $key . '/' );
	}

	private static function make(): string {
		return \bin2hex( \random_bytes( 16 ) );
	}
}
