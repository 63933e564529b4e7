<?php
declare(strict_types=1);

namespace Causeway\Outbox;

/** One row as it leaves the shop. */
final class ServedRow {

	/**
	 * @param 'look'|'command'|'hint' $kind
	 * @param object                  $data  As in contracts/src/outbox.ts `Look`, `Command` or `Hint`.
	 * @param SubjectLook|null        $about Beside a command: its subject as it is now.
	 */
	public function __construct(
		public readonly int $id,
		public readonly string $kind,
		public readonly string $subject,
		public readonly string $eventId,
		public readonly string $traceId,
		public readonly int $firstAt,
		public readonly object $data,
		public readonly ?SubjectLook $about = null,
	) {}

	public function about( ?SubjectLook $look ): self {
		return new self( $this->id, $this->kind, $this->subject, $this->eventId, $this->traceId, $this->firstAt, $this->data, $look );
	}

	/**
	 * contracts/src/outbox.ts `OutboxRow`.
	 *
	 * @param string $source The shop's id.
	 * @return array{row: int, kind: string, event: array<string, mixed>}
	 */
	public function wire( string $source ): array {
		$data = 'command' === $this->kind ? (object) ( [ 'about' => $this->about?->wire( $source ) ] + (array) $this->data ) : $this->data;
		return [
			'row'   => $this->id,
			'kind'  => $this->kind,
			'event' => Envelope::of( $this->kind, $this->eventId, $source, $this->subject, $this->firstAt, $this->traceId, $data ),
		];
	}
}
