<?php
declare(strict_types=1);

namespace Causeway\Exchange;

/**
 * Who may work for this shop, and until when: one engine at a time, each new holder under a higher epoch.
 * A pure rule; Turn makes it true in the table.
 *
 * @phpstan-import-type Engine from Wire
 */
final class Lease {

	public const MS = 180_000;

	/** The longest call a worker makes: after its lease ran out, one may still be under way. */
	public const LONGEST_CALL_MS = 60_000;

	private function __construct( public readonly int $epoch, public readonly string $engine, public readonly int $until ) {}

	/**
	 * @param Engine $engine
	 * @param int    $epoch  The one the worker believes it holds; 0 asks for one.
	 * @throws Refusal `causeway_lease_held` or `causeway_lease_lost`.
	 */
	public static function grant( Link $link, object $engine, int $epoch, int $now ): self {
		// A lower commit under the same id is an old copy of the engine's file: another engine, as far as trust goes.
		$isHolder = $link->leaseEpoch > 0 && $link->leaseEngine === $engine->id && $engine->commit >= $link->engineCommit;
		if ( 0 !== $epoch && ( ! $isHolder || $epoch !== $link->leaseEpoch ) ) {
			throw new Refusal( 'causeway_lease_lost', "The lease of epoch {$epoch} is gone: epoch {$link->leaseEpoch} is the current one. Ask for a new one, and look everything up before acting." );
		}
		if ( $isHolder ) {
			return new self( $link->leaseEpoch, $engine->id, $now + self::MS );
		}
		$free = $link->leaseUntil + self::LONGEST_CALL_MS;
		if ( $now < $free ) {
			throw new Refusal( 'causeway_lease_held', 'Another worker holds this shop.', [ 'retry_after_ms' => $free - $now ] );
		}
		return new self( $link->leaseEpoch + 1, $engine->id, $now + self::MS );
	}
}
