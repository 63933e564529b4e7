<?php
declare(strict_types=1);

namespace Causeway\Exchange;

use Causeway\Mailbox\MailboxKey;
use Causeway\Outbox\Clock;
use Causeway\Outbox\Settings;

/**
 * How a worker gets its credential: a one-time code that a person reads off wp-admin. Of code and credential the
 * shop keeps hashes only. Pairing begins capture and nothing else; what is sent begins with GoLive.
 */
final class Pairing {

	public const CODE_MS   = 600_000;
	public const TRIES_MAX = 5;

	/** Crockford's base 32: no letter that looks like a digit. */
	private const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
	private const GROUPS   = 4;

	public function __construct(
		private readonly LinkTable $links,
		private readonly Settings $settings,
		private readonly ShopIdentity $identity,
	) {}

	/**
	 * A new code, which replaces the one before: 16 characters in groups of four, 80 random bits.
	 *
	 * @return array{code: string, expiresAt: int} `expiresAt` in epoch ms. The code can't be shown again.
	 */
	public function issueCode(): array {
		$groups = [];
		for ( $group = 0; $group < self::GROUPS; $group++ ) {
			$letters = '';
			for ( $place = 0; $place < 4; $place++ ) {
				$letters .= self::ALPHABET[ \random_int( 0, 31 ) ];
			}
			$groups[] = $letters;
		}
		$code      = \implode( '-', $groups );
		$expiresAt = Clock::now() + self::CODE_MS;
		$this->links->change( [ 'code_hash' => self::hash( $code ), 'code_expires_at' => $expiresAt, 'code_tries' => 0 ] );
		return [ 'code' => $code, 'expiresAt' => $expiresAt ];
	}

	/**
	 * Trades the code for a credential. A credential given out before is void from here on.
	 *
	 * @return string The token, to be shown once.
	 * @throws Refusal `causeway_pairing_code`: wrong, expired, used, or tried too often; which of them is not said.
	 */
	public function pair( string $code, string $workerVersion ): string {
		$now  = Clock::now();
		$hash = self::hash( $code );
		// The try is spent before the comparison, so that tries at once can't outnumber the limit.
		if ( ! $this->links->spendTry( $now, self::TRIES_MAX ) || ! \hash_equals( $this->links->read()->codeHash, $hash ) ) {
			throw self::wrong();
		}
		$token = 'cwy_' . \rtrim( \strtr( \base64_encode( \random_bytes( 32 ) ), '+/', '-_' ), '=' );
		$taken = $this->links->change(
			[
				'code_hash'       => '',
				'code_expires_at' => 0,
				'code_tries'      => 0,
				'token_hash'      => \hash( 'sha256', $token ),
				'paired_at'       => $now,
				'home_hash'       => $this->identity->homeHash(),
				'environment'     => $this->identity->environment(),
				'worker_version'  => $workerVersion,
			],
			'code_hash = %s',
			[ $hash ]
		);
		if ( ! $taken ) {
			throw self::wrong();
		}
		( new MailboxKey( $this->links ) )->ensure();
		$this->settings->write( [ 'capturing' => true ] );
		return $token;
	}

	/** Voids credential and code at once. Capture stays on: what happens meanwhile waits for the next worker. */
	public function revoke(): void {
		$this->links->change( [ 'token_hash' => '', 'paired_at' => null, 'code_hash' => '', 'code_expires_at' => 0, 'code_tries' => 0 ] );
		$this->settings->write( [ 'doorbell' => '' ] );
	}

	/**
	 * What wp-admin shows. Instants in epoch ms; `codeExpiresAt` null: no code is waiting to be used.
	 * `isCopy`: home URL or environment are not those of the pairing, so every worker request is refused.
	 * `isSecure`: the shop's address is https or on this machine; without it no worker can pair.
	 *
	 * @return array{paired: bool, pairedAt: int|null, codeExpiresAt: int|null, workerVersion: string, isCopy: bool, isSecure: bool, shopId: string}
	 */
	public function status(): array {
		$link    = $this->links->read();
		$waiting = '' !== $link->codeHash && $link->codeExpiresAt > Clock::now() && $link->codeTries < self::TRIES_MAX;
		return [
			'paired'        => $link->paired(),
			'pairedAt'      => $link->pairedAt,
			'codeExpiresAt' => $waiting ? $link->codeExpiresAt : null,
			'workerVersion' => $link->workerVersion,
			'isCopy'        => $this->identity->isCopy( $link ),
			'isSecure'      => Transport::shopIsSecure(),
			'shopId'        => $link->shopId,
		];
	}

	/** However it was typed: case, dashes and spaces don't matter, O is 0, I and L are 1. */
	private static function hash( string $code ): string {
		$typed = (string) \preg_replace( '/[^0-9A-Z]/', '', \strtoupper( $code ) );
		return \hash( 'sha256', \strtr( $typed, [ 'O' => '0', 'I' => '1', 'L' => '1' ] ) );
	}

	private static function wrong(): Refusal {
		return new Refusal( 'causeway_pairing_code', 'The pairing code is wrong or no longer valid. A new one can be made in wp-admin, WooCommerce, Causeway.' );
	}
}
