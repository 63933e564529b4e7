<?php
declare(strict_types=1);

namespace Causeway\Effects;

use Causeway\Audit\AuditTable;
use Causeway\Audit\Entry;
use Causeway\Exchange\Trace;
use Causeway\Outbox\DatabaseError;
use Causeway\Outbox\Json;
use Causeway\Outbox\OrderSubject;

/**
 * What the shop shows of subjects. Touches Causeway's tables alone, so that many fit in a statement.
 *
 * @phpstan-import-type Mirror from Wire
 */
final class MirrorEffect {

	/** contracts/src/effect.ts `MIRROR_BYTES_MAX` */
	private const BYTES_MAX = 16 * 1024;

	/** contracts/src/order-state.ts */
	private const LOST = 'lost_in_restore';

	public function __construct(
		private readonly EffectNumbers $numbers,
		private readonly MirrorRows $rows,
		private readonly ExceptionTable $exceptions,
		private readonly AuditTable $audit,
	) {}

	/**
	 * @param array<int, Mirror> $effects By their place in the batch.
	 * @return array<int, Answer>
	 */
	public function apply( array $effects ): array {
		if ( ! $effects ) {
			return [];
		}
		$numbers = $this->numbers->of( \array_values( \array_unique( \array_column( $effects, 'subject' ) ) ) );
		$newest  = [];
		foreach ( $effects as $place => $effect ) {
			$held = $newest[ $effect->subject ] ?? null;
			if ( null === $held || EffectNumbers::rises( $effect, $effects[ $held ]->epoch, $effects[ $held ]->n ) ) {
				$newest[ $effect->subject ] = $place;
			}
		}
		$answers = [];
		$chosen  = [];
		foreach ( $effects as $place => $effect ) {
			$refused = $newest[ $effect->subject ] !== $place
				? Answer::already( $effect, 'A newer one came with it.' )
				: $this->refused( $effect, $numbers[ $effect->subject ] ?? null );
			if ( $refused ) {
				$answers[ $place ] = $refused;
			} else {
				$chosen[ $place ] = $effect;
			}
		}
		return $answers + $this->write( $chosen );
	}

	/**
	 * @param Mirror                     $effect
	 * @param array{0: int, 1: int}|null $known
	 */
	private function refused( \stdClass $effect, ?array $known ): ?Answer {
		if ( null === $known && ! self::mayBeNew( $effect ) ) {
			return Answer::failed( $effect, 'The shop knows no such subject.' );
		}
		if ( null !== $known && ! EffectNumbers::rises( $effect, $known[0], $known[1] ) ) {
			return Answer::already( $effect, 'This number, or a higher one, was applied before.' );
		}
		try {
			$bytes = \strlen( Json::encode( $effect->body ) );
		} catch ( \JsonException $error ) {
			return Answer::failed( $effect, "The mirror can't be kept as JSON: {$error->getMessage()}." );
		}
		return $bytes > self::BYTES_MAX ? Answer::failed( $effect, "The mirror has {$bytes} bytes; " . self::BYTES_MAX . ' are allowed.' ) : null;
	}

	/**
	 * Systems, what they have in stock, and returns that began there are no subjects of the shop's; an order that a restore took away is shown all the same.
	 *
	 * @param Mirror $effect
	 */
	private static function mayBeNew( \stdClass $effect ): bool {
		return 1 === \preg_match( '~^(?:system|stock|inventory|return)/~', $effect->subject )
			|| ( self::LOST === $effect->body->state && 0 < OrderSubject::id( $effect->subject ) );
	}

	/**
	 * Exceptions and the audit first, the row with the number last: what dies between the two is done again.
	 *
	 * @param array<int, Mirror> $effects
	 * @return array<int, Answer>
	 */
	private function write( array $effects ): array {
		if ( ! $effects ) {
			return [];
		}
		try {
			$this->exceptions->synchronise( \array_values( $effects ) );
			$this->audit->write( ...\array_merge( ...\array_map( self::audited( ... ), \array_values( $effects ) ) ) );
			$this->rows->write( \array_values( $effects ) );
			return \array_map( Answer::applied( ... ), $effects );
		} catch ( DatabaseError | \JsonException $error ) {
			if ( 1 === \count( $effects ) ) {
				return [ \array_key_first( $effects ) => Answer::failed( \reset( $effects ), Trace::of( $error ) ) ];
			}
		}
		// One of them can't be stored: alone, so that it keeps none of the others back.
		$answers = [];
		foreach ( $effects as $place => $effect ) {
			$answers += $this->write( [ $place => $effect ] );
		}
		return $answers;
	}

	/**
	 * The worker tells an entry until it knows that it was kept: its words name it.
	 *
	 * @param Mirror $effect
	 * @return list<Entry>
	 */
	private static function audited( \stdClass $effect ): array {
		return \array_map(
			static fn ( object $told ): Entry => new Entry(
				$told->action,
				$told->actor,
				$effect->subject,
				$told->about,
				$told->before,
				$told->after,
				$told->why,
				$told->at,
				\hash( 'sha256', Json::encode( [ $effect->subject, $told ] ) )
			),
			$effect->body->audit ?? []
		);
	}
}
