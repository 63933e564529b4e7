<?php
declare(strict_types=1);

namespace Causeway\Effects;

/**
 * The effects of one exchange: a queue for each subject, and the answers so far.
 *
 * @phpstan-import-type Effect from Wire
 */
final class Batch {

	/** @var array<string, non-empty-list<int>> Subject → places of its effects that have no answer yet. */
	private array $queues = [];

	/** @var array<int, Answer> */
	private array $answers = [];

	/** @var array<string, true> Subjects of which one failed or has to wait. */
	private array $blocked = [];

	/** @param list<Effect> $effects */
	public function __construct( private readonly array $effects ) {
		foreach ( $effects as $place => $effect ) {
			$this->queues[ $effect->subject ][] = $place;
		}
	}

	public function isOpen(): bool {
		return [] !== $this->queues;
	}

	/**
	 * Takes off what every queue begins with, as far as it is of one kind: mirrors, stock, or (null) all others. A subject
	 * that is blocked, also meanwhile, is passed over: its effects are answered *later*.
	 *
	 * @param 'mirror'|'stock'|null $kind
	 * @return \Generator<int, Effect>
	 */
	public function heads( ?string $kind ): \Generator {
		$heads = [];
		foreach ( $this->queues as $subject => $queue ) {
			while ( $queue && self::together( $this->effects[ $queue[0] ]->kind ) === $kind ) {
				$heads[] = \array_shift( $queue );
			}
			if ( $queue ) {
				$this->queues[ $subject ] = $queue;
			} else {
				unset( $this->queues[ $subject ] );
			}
		}
		\sort( $heads );
		foreach ( $heads as $place ) {
			$effect = $this->effects[ $place ];
			if ( isset( $this->blocked[ $effect->subject ] ) ) {
				$this->answer( $place, Answer::later( $effect, 'An earlier effect of this subject has to come first.' ) );
			} else {
				yield $place => $effect;
			}
		}
	}

	/** @return 'mirror'|'stock'|null Kinds of which many are applied at once. */
	private static function together( string $kind ): ?string {
		return \in_array( $kind, [ 'mirror', 'stock' ], true ) ? $kind : null;
	}

	public function answer( int $place, Answer $answer ): void {
		$this->answers[ $place ] = $answer;
		if ( $answer->blocks() ) {
			$this->blocked[ $answer->effect->subject ] = true;
		}
	}

	/** @return list<array<string, mixed>> `EffectAnswer`, in the order of the effects. */
	public function answers(): array {
		\ksort( $this->answers );
		return \array_map( static fn ( Answer $answer ): array => $answer->wire(), \array_values( $this->answers ) );
	}
}
