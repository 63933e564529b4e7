<?php
declare(strict_types=1);

namespace Causeway\Outbox;

/**
 * The unserved look at a subject. `touches` counts the requests that named the subject; `rev` is a revision that
 * this look has still to carry across (null: so far nothing was found changed); `filledAt` null: not to be served yet.
 */
final class Look {

	public function __construct(
		public readonly int $id,
		public readonly string $subject,
		public readonly string $traceId,
		public readonly string $request,
		public readonly int $touches,
		public readonly ?int $rev,
		public readonly ?int $filledAt,
	) {}

	/** @param array<string, string|null> $row */
	public static function of( array $row ): self {
		return new self(
			(int) $row['id'],
			(string) $row['subject'],
			(string) $row['trace_id'],
			(string) $row['request'],
			(int) $row['touches'],
			null === $row['rev'] ? null : (int) $row['rev'],
			null === $row['filled_at'] ? null : (int) $row['filled_at']
		);
	}
}
