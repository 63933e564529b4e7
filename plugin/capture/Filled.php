<?php
declare(strict_types=1);

namespace Causeway\Capture;

/**
 * A subject after a fill. `rev` 0: the shop has no such subject (a draft, or never heard of). `snapshot` is JSON;
 * null where it is too large to cross. `changed`: this fill made a new revision.
 */
final class Filled {

	public function __construct(
		public readonly string $subject,
		public readonly int $incarnation,
		public readonly int $rev,
		public readonly int $foreignRev,
		public readonly string $hash,
		public readonly ?string $snapshot,
		public readonly int $bytes,
		public readonly bool $changed,
	) {}
}
