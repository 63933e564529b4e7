<?php
declare(strict_types=1);

namespace Causeway\Capture;

/** What one step of a sweep found. `next`: key to go on after (null: the stage is through); `unseen`: new place of the slow pass. */
final class SweepStep {

	/** @param list<string> $subjects */
	public function __construct(
		public readonly array $subjects,
		public readonly ?int $next,
		public readonly ?int $unseen = null,
	) {}
}
