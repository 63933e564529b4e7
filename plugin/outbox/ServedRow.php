<?php
declare(strict_types=1);

namespace Causeway\Outbox;

/** One row as it leaves the shop. */
final class ServedRow {

	private const TYPES = [
		'look'    => 'com.causeway.order.look.v1',
		'command' => 'com.causeway.command.v1',
		'hint'    => 'com.causeway.hint.v1',
	];

	/** @param object $data As in contracts/src/outbox.ts `Look`, `Command` or `Hint`. */
	public function __construct(
		public readonly int $id,
		public readonly string $kind,
		public readonly string $subject,
		public readonly string $eventId,
		public readonly string $traceId,
		public readonly int $firstAt,
		public readonly object $data,
	) {}

	/**
	 * The CloudEvents 1.0 form, contracts/src/outbox.ts `OutboxRow`.
	 *
	 * @param string $source The shop's id.
	 * @return array{row: int, kind: string, event: array<string, mixed>}
	 */
	public function wire( string $source ): array {
		$type = self::TYPES[ $this->kind ];
		return [
			'row'   => $this->id,
			'kind'  => $this->kind,
			'event' => [
				'specversion'     => '1.0',
				'id'              => $this->eventId,
				'source'          => $source,
				'type'            => $type,
				'subject'         => $this->subject,
				'time'            => Clock::instant( $this->firstAt ),
				'datacontenttype' => 'application/json',
				'dataschema'      => 'urn:causeway:schema:' . \substr( $type, \strlen( 'com.causeway.' ) ),
				'traceparent'     => '00-' . $this->traceId . '-' . \substr( \str_replace( '-', '', $this->eventId ), 16 ) . '-01',
				'data'            => $this->data,
			],
		];
	}
}
