<?php
declare(strict_types=1);

namespace Causeway\Effects;

use Causeway\Outbox\Clock;
use Causeway\Outbox\Statements;

/**
 * Effects at which another plugin ended PHP (`exit`, a fatal error, the time limit). The worker has no answer, so it sends
 * them again, first of all: unless the next request knows them, they end that one too, and no order's effects go on.
 * A process that is killed from outside tells nothing; then it was hardly the effect.
 *
 * @phpstan-import-type Effect from Wire
 */
final class Interruptions {

	private const KIND = 'interrupted';

	private const KEPT_MS = 30 * DAY_IN_SECONDS * 1000;

	/** @var Effect|null */
	private ?\stdClass $underWay = null;

	/** @var array<string, true> */
	private array $known = [];

	private bool $watching = false;

	/** @var (\Closure(): void)|null */
	private ?\Closure $ended = null;

	public function __construct( private readonly Statements $db ) {}

	/**
	 * Before a batch.
	 *
	 * @param list<Effect>            $effects
	 * @param (\Closure(): void)|null $ended   Called when PHP ends within one of them.
	 */
	public function watch( array $effects, ?\Closure $ended ): void {
		$this->ended = $ended;
		$ids         = \array_column( \array_filter( $effects, static fn ( \stdClass $effect ): bool => 'mirror' !== $effect->kind ), 'id' );
		$sql         = "SELECT effect_id FROM {$this->db->table( 'intent' )} WHERE kind = %s AND effect_id IN (" . Statements::places( $ids, '%s' ) . ')';
		$this->known = $ids ? \array_fill_keys( $this->db->column( $sql, [ self::KIND, ...$ids ] ), true ) : [];
		if ( ! $this->watching ) {
			$this->watching = true;
			\register_shutdown_function( fn () => $this->phpEnds() );
		}
	}

	/**
	 * Whether PHP ended at an earlier try of this very effect.
	 *
	 * @param Effect $effect
	 */
	public function isKnown( \stdClass $effect ): bool {
		return isset( $this->known[ $effect->id ] );
	}

	/**
	 * @param Effect $effect
	 * @throws EffectFailed When PHP ended at an earlier try of this very effect.
	 */
	public function insistOnNone( \stdClass $effect ): void {
		if ( $this->isKnown( $effect ) ) {
			throw new EffectFailed( 'Another plugin ended PHP while WooCommerce saved the order; PHP\'s log may say where.' );
		}
	}

	/**
	 * @template T
	 * @param Effect        $effect
	 * @param \Closure(): T $work
	 * @return T
	 */
	public function during( \stdClass $effect, \Closure $work ): mixed {
		$this->underWay = $effect;
		try {
			return $work();
		} finally {
			$this->underWay = null;
		}
	}

	private function phpEnds(): void {
		if ( ! $this->underWay ) {
			return;
		}
		$now   = Clock::now();
		$table = $this->db->table( 'intent' );
		$this->db->run( "INSERT IGNORE INTO {$table} (effect_id, subject, kind, created_at) VALUES (%s, %s, %s, %d)", [ $this->underWay->id, $this->underWay->subject, self::KIND, $now ] );
		$this->db->run( "DELETE FROM {$table} WHERE kind = %s AND created_at < %d", [ self::KIND, $now - self::KEPT_MS ] );
		if ( $this->ended ) {
			( $this->ended )();
		}
	}
}
