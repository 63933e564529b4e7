<?php
declare(strict_types=1);

namespace Causeway\Outbox;

/** One row as it leaves the shop. */
final class ServedRow {

	/**
	 * @param 'look'|'command'|'hint' $kind
	 * @param object                  $data  As in contracts/src/outbox.ts `Look`, `Command` or `Hint`.
	 * @param list<SubjectLook>       $about Beside a command: its subject as it is now; of a selection those that are closed.
	 */
	public function __construct(
		public readonly int $id,
		public readonly string $kind,
		public readonly string $subject,
		public readonly string $eventId,
		public readonly string $traceId,
		public readonly int $firstAt,
		public readonly object $data,
		public readonly array $about = [],
	) {}

	/** @param list<SubjectLook> $looks */
	public function about( array $looks ): self {
		return new self( $this->id, $this->kind, $this->subject, $this->eventId, $this->traceId, $this->firstAt, $this->data, $looks );
	}

	/**
	 * contracts/src/outbox.ts `OutboxRow`.
	 *
	 * @param string $source The shop's id.
	 * @return array{row: int, kind: string, event: array<string, mixed>}
	 */
	public function wire( string $source ): array {
		$data = $this->data;
		if ( 'command' === $this->kind ) {
			$about = \array_map( static fn ( SubjectLook $look ): array => $look->wire( $source ), $this->about );
			$data  = (object) ( [ 'about' => isset( $data->selected ) ? $about : $about[0] ?? null ] + (array) $data );
		}
		return [
			'row'   => $this->id,
			'kind'  => $this->kind,
			'event' => Envelope::of( $this->kind, $this->eventId, $source, $this->subject, $this->firstAt, $this->traceId, $data ),
		];
	}
}
