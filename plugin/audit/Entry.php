<?php
declare(strict_types=1);

namespace Causeway\Audit;

/** One line of the audit: who did what, when, what was before and after, and why. No personal data but staff's user ids. */
final class Entry {

	/**
	 * @param string      $actor  `causeway`, `operator` (a command line) or `user:<id>`.
	 * @param string      $about  An exception's cause, or a document.
	 * @param int|null    $at     Epoch ms; null: now.
	 * @param string|null $mark   The same mark is kept once, however often it is written; null: each is its own.
	 */
	public function __construct(
		public readonly string $action,
		public readonly string $actor = 'causeway',
		public readonly string $subject = '',
		public readonly string $about = '',
		public readonly string $was = '',
		public readonly string $became = '',
		public readonly string $why = '',
		public readonly ?int $at = null,
		public readonly ?string $mark = null,
	) {}
}
