<?php
declare(strict_types=1);

namespace Causeway\Outbox;

/** The CloudEvents 1.0 form in which everything leaves the shop: contracts/src/outbox.ts. */
final class Envelope {

	private const TYPES = [
		'look'    => 'com.causeway.order.look.v1',
		'command' => 'com.causeway.command.v1',
		'hint'    => 'com.causeway.hint.v1',
	];

	/**
	 * @param key-of<self::TYPES> $kind
	 * @param string              $source The shop's id.
	 * @param int                 $at     Epoch ms.
	 * @param object              $data   As in contracts/src/outbox.ts `Look`, `ServedCommand` or `Hint`.
	 * @return array<string, mixed>
	 */
	public static function of( string $kind, string $eventId, string $source, string $subject, int $at, string $traceId, object $data ): array {
		$type = self::TYPES[ $kind ];
		return [
			'specversion'     => '1.0',
			'id'              => $eventId,
			'source'          => $source,
			'type'            => $type,
			'subject'         => $subject,
			'time'            => Clock::instant( $at ),
			'datacontenttype' => 'application/json',
			'dataschema'      => 'urn:causeway:schema:' . \substr( $type, \strlen( 'com.causeway.' ) ),
			'traceparent'     => '00-' . $traceId . '-' . \substr( \str_replace( '-', '', $eventId ), 16 ) . '-01',
			'data'            => $data,
		];
	}
}
