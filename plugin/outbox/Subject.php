<?php
declare(strict_types=1);

namespace Causeway\Outbox;

/**
 * What the shop knows of a subject. `foreignRev` is its last revision that Causeway did not make itself; `hasRefunds`: it is
 * an order, and had some when it was read last.
 */
final class Subject {

	public function __construct(
		public readonly string $key,
		public readonly int $objectId,
		public readonly int $incarnation,
		public readonly int $rev,
		public readonly int $foreignRev,
		public readonly string $hash,
		public readonly ?string $snapshot,
		public readonly int $snapshotBytes,
		public readonly string $traceId,
		public readonly int $epoch,
		public readonly int $n,
		public readonly bool $open,
		public readonly bool $hasRefunds,
	) {}
}
