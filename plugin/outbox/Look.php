<?php
declare(strict_types=1);

namespace Causeway\Outbox;

/**
 * The unserved look at a subject. `touches` counts the requests that named the subject; `rev` is a revision that
 * this look has still to carry across (null: so far nothing was found changed); `filledAt` null: not to be served yet.
 */
final class Look {

	/** In the place of a request: nobody is at work, the subject was found to be looked at. */
	public const NOBODYS = '';

	/** So long a request that named a subject is taken to be at work on it: as long as its look is left to it to fill. */
	private const AT_WORK_MS = 60_000;

	public function __construct(
		public readonly int $id,
		public readonly string $subject,
		public readonly string $traceId,
		public readonly string $request,
		public readonly int $touches,
		public readonly ?int $rev,
		public readonly ?int $filledAt,
		public readonly int $firstAt,
	) {}

	/** Whether another request has just named the subject and not yet come to its end: what it writes may be still to come. */
	public function isSomeonesWork(): bool {
		return null === $this->filledAt && self::NOBODYS !== $this->request && Identifiers::request() !== $this->request && Clock::now() < $this->firstAt + self::AT_WORK_MS;
	}

	/** @param array<string, string|null> $row */
	public static function of( array $row ): self {
		return new self(
			(int) $row['id'],
			(string) $row['subject'],
			(string) $row['trace_id'],
			(string) $row['request'],
			(int) $row['touches'],
			null === $row['rev'] ? null : (int) $row['rev'],
			null === $row['filled_at'] ? null : (int) $row['filled_at'],
			(int) $row['first_at']
		);
	}
}
