<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

/** A subject's row as the panel gets it: one state and one reason. Of the customer there is nothing in it. */
final class OrderShape {

	public const COLUMNS = 's.subject, s.object_id, s.order_number, s.order_created_at, s.state, s.reason, s.waiting_for, s.state_since,
		s.attempt, s.attempts_max, s.next_at, s.erp_number, s.external_id, s.open, s.updated_at, s.epoch, s.n';

	public function __construct( private readonly Unseen $unseen ) {}

	/**
	 * @param array<string, string|null> $row COLUMNS and `exceptions`.
	 * @return array<string, mixed> As the schema says.
	 */
	public function of( array $row ): array {
		$unseen = '' === $row['state'] ? $this->unseen->words( self::whole( $row['order_created_at'] ) ) : null;
		$number = (string) $row['order_number'];
		return [
			'order_id'    => (int) $row['object_id'],
			'number'      => '' === $number ? (string) (int) $row['object_id'] : $number,
			'state'       => $unseen['state'] ?? (string) $row['state'],
			'reason'      => $unseen['reason'] ?? (string) $row['reason'],
			'waiting_for' => $unseen['waiting_for'] ?? (string) $row['waiting_for'],
			'since'       => self::whole( $row['state_since'] ),
			'attempt'     => null === $row['attempt'] ? null : [
				'n'       => (int) $row['attempt'],
				'of'      => (int) $row['attempts_max'],
				'next_at' => self::whole( $row['next_at'] ),
			],
			'erp_number'  => $row['erp_number'],
			'external_id' => $row['external_id'],
			'open'        => (bool) (int) $row['open'],
			'exceptions'  => (int) $row['exceptions'],
			'updated_at'  => (int) $row['updated_at'],
			'seen'        => [ 'epoch' => (int) $row['epoch'], 'n' => (int) $row['n'] ],
		];
	}

	/**
	 * An order that has only a look so far: this request or a killed one named it, and nobody has filled it.
	 *
	 * @param int $firstAt Epoch ms.
	 * @return array<string, mixed>
	 */
	public function ofUnfilled( int $orderId, int $firstAt ): array {
		$row = \array_fill_keys( [ 'state', 'waiting_for', 'order_number' ], '' ) + \array_fill_keys( [ 'attempt', 'erp_number', 'external_id' ], null );
		return $this->of(
			$row + [
				'object_id'        => (string) $orderId,
				'order_created_at' => (string) $firstAt,
				'state_since'      => (string) $firstAt,
				'open'             => '1',
				'exceptions'       => '0',
				'epoch'            => '0',
				'n'                => '0',
				'updated_at'       => (string) $firstAt,
			]
		);
	}

	/** @return array{type: string, properties: array<string, array<string, mixed>>} JSON schema. */
	public static function schema(): array {
		$text  = [ 'type' => 'string' ];
		$whole = [ 'type' => 'integer' ];
		return [
			'type'       => 'object',
			'properties' => [
				'order_id'    => $whole,
				'number'      => $text,
				'state'       => $text,
				'reason'      => $text,
				'waiting_for' => $text,
				'since'       => [ 'type' => [ 'integer', 'null' ] ],
				'attempt'     => [
					'type'       => [ 'object', 'null' ],
					'properties' => [
						'n'       => $whole,
						'of'      => $whole,
						'next_at' => [ 'type' => [ 'integer', 'null' ] ],
					],
				],
				'erp_number'  => [ 'type' => [ 'string', 'null' ] ],
				'external_id' => [ 'type' => [ 'string', 'null' ] ],
				'open'        => [ 'type' => 'boolean' ],
				'exceptions'  => $whole,
				'updated_at'  => $whole,
				'seen'        => [ 'type' => 'object', 'description' => 'The version that a command about it names.', 'properties' => [ 'epoch' => $whole, 'n' => $whole ] ],
			],
		];
	}

	private static function whole( ?string $value ): ?int {
		return null === $value ? null : (int) $value;
	}
}
