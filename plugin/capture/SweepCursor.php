<?php
declare(strict_types=1);

namespace Causeway\Capture;

/**
 * Where a sweep stands: `stage:after:began:unseen`. `after` is the last key of the stage that was dealt with, `began`
 * when the sweep started (epoch ms), `unseen` how far the slow pass over all orders has come.
 */
final class SweepCursor {

	private function __construct(
		public readonly string $stage,
		public readonly int $after,
		public readonly int $began,
		public readonly int $unseen,
	) {}

	public static function parse( string $stored ): self {
		$parts = \explode( ':', $stored ) + [ '', '0', '0', '0' ];
		return new self( $parts[0], (int) $parts[1], (int) $parts[2], (int) $parts[3] );
	}

	public function running(): bool {
		return '' !== $this->stage;
	}

	public function begin( string $stage, int $now ): self {
		return new self( $stage, 0, $now, $this->unseen );
	}

	/**
	 * After a step: on within the stage, into the next, or done.
	 *
	 * @param list<string> $stages In order.
	 */
	public function after( SweepStep $step, array $stages ): self {
		$unseen = $step->unseen ?? $this->unseen;
		if ( null !== $step->next ) {
			return new self( $this->stage, $step->next, $this->began, $unseen );
		}
		$next = $stages[ (int) \array_search( $this->stage, $stages, true ) + 1 ] ?? '';
		return new self( $next, 0, $this->began, $unseen );
	}

	public function __toString(): string {
		return "{$this->stage}:{$this->after}:{$this->began}:{$this->unseen}";
	}
}
