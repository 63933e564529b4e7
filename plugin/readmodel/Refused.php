<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

/** What was asked can't be answered or done; the message says why, for staff. */
final class Refused extends \DomainException {

	private const STATUS = [
		'causeway_invalid'   => 400,
		'causeway_not_found' => 404,
		'causeway_outdated'  => 409,
		'causeway_insecure'  => 409,
	];

	/** @param key-of<self::STATUS> $kind */
	private function __construct( public readonly string $kind, string $message ) {
		parent::__construct( $message );
	}

	public static function invalid( string $message ): self {
		return new self( 'causeway_invalid', $message );
	}

	public static function notFound( string $message ): self {
		return new self( 'causeway_not_found', $message );
	}

	/** It isn't any more as it was when the person looked. */
	public static function outdated( string $message ): self {
		return new self( 'causeway_outdated', $message );
	}

	public static function insecure( string $message ): self {
		return new self( 'causeway_insecure', $message );
	}

	public function status(): int {
		return self::STATUS[ $this->kind ];
	}
}
