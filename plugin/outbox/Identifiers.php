<?php
declare(strict_types=1);

namespace Causeway\Outbox;

/** Identifiers made in the shop: event ids, trace ids, marks of a request. All from the system's random source. */
final class Identifiers {

	private static ?string $request = null;

	/** UUID version 7 (RFC 9562): 48 bits of milliseconds, then random. */
	public static function event( ?int $epochMs = null ): string {
		$hex     = \str_pad( \dechex( $epochMs ?? Clock::now() ), 12, '0', STR_PAD_LEFT ) . \bin2hex( \random_bytes( 10 ) );
		$hex[12] = '7';
		$hex[16] = \dechex( 0x8 | ( (int) \hexdec( $hex[16] ) & 0x3 ) );
		return \sprintf( '%s-%s-%s-%s-%s', \substr( $hex, 0, 8 ), \substr( $hex, 8, 4 ), \substr( $hex, 12, 4 ), \substr( $hex, 16, 4 ), \substr( $hex, 20 ) );
	}

	/** The trace id of a W3C `traceparent`: the correlation id of a subject. */
	public static function trace(): string {
		return \bin2hex( \random_bytes( 16 ) );
	}

	/** Names this PHP request: 16 hex digits, the same until it ends. */
	public static function request(): string {
		return self::$request ??= \bin2hex( \random_bytes( 8 ) );
	}
}
