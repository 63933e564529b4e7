<?php
declare(strict_types=1);

namespace Causeway\Outbox;

/** JSON as Causeway stores it: slashes and Unicode as they are, errors thrown, invalid UTF-8 replaced. */
final class Json {

	/** @throws \JsonException */
	public static function encode( mixed $value ): string {
		return \json_encode( $value, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE );
	}

	/**
	 * The same with everything beyond ASCII escaped. For a statement with other characters wpdb first asks for the
	 * table's columns, then sifts the whole statement; and a table that was made with three-byte UTF-8 refuses emoji.
	 *
	 * @throws \JsonException
	 */
	public static function ascii( mixed $value ): string {
		return \json_encode( $value, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE );
	}

	/**
	 * Objects stay objects, so that `{}` does not come back as `[]`.
	 *
	 * @throws \JsonException
	 */
	public static function decode( string $json ): mixed {
		return \json_decode( $json, false, 64, JSON_THROW_ON_ERROR | JSON_BIGINT_AS_STRING );
	}
}
