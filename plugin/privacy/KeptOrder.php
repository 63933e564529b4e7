<?php
declare(strict_types=1);

namespace Causeway\Privacy;

/** What Causeway keeps of one order. `waits`: a change of it has not been committed by the worker yet. */
final class KeptOrder {

	public function __construct(
		public readonly string $subject,
		public readonly string $number,
		public readonly string $state,
		public readonly string $reason,
		public readonly string $erpNumber,
		public readonly string $externalId,
		public readonly bool $open,
		public readonly bool $waits,
		public readonly ?\stdClass $snapshot,
		public readonly string $timeline,
		public readonly string $audit,
	) {}
}
