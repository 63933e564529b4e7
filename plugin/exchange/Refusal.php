<?php
declare(strict_types=1);

namespace Causeway\Exchange;

/** A worker's request that is not served: nothing was touched. The codes are those of contracts/src/exchange.ts `Refusal`. */
final class Refusal extends \RuntimeException {

	private const STATUS = [
		'causeway_invalid'      => 400,
		'causeway_unauthorized' => 401,
		'causeway_insecure'     => 403,
		'causeway_pairing_code' => 403,
		'causeway_not_paired'   => 409,
		'causeway_copy'         => 409,
		'causeway_rewound'      => 409,
		'causeway_version'      => 409,
		'causeway_lease_held'   => 409,
		'causeway_lease_lost'   => 409,
		'causeway_busy'         => 423,
	];

	/**
	 * @param key-of<self::STATUS>                 $kind
	 * @param array<string, int|string|list<string>> $data What the worker needs to go on: `retry_after_ms`, `paths`.
	 */
	public function __construct( public readonly string $kind, string $message, public readonly array $data = [] ) {
		parent::__construct( $message );
	}

	public function status(): int {
		return self::STATUS[ $this->kind ];
	}

	/** WordPress's own error shape. */
	public function error(): \WP_Error {
		return new \WP_Error( $this->kind, $this->getMessage(), [ 'status' => $this->status() ] + $this->data );
	}
}
