<?php
declare(strict_types=1);

namespace Causeway\Outbox;

/** The shop's wall clock, for everything that is written down. Unit: milliseconds since 1970. */
final class Clock {

	/** @var (\Closure(): int)|null */
	private static ?\Closure $stopped = null;

	public static function now(): int {
		return self::$stopped ? ( self::$stopped )() : (int) \floor( \microtime( true ) * 1000 );
	}

	/** Milliseconds of a clock that nobody sets: for durations only. */
	public static function monotonic(): int {
		return \intdiv( \hrtime( true ), 1_000_000 );
	}

	/** RFC 3339 in UTC with milliseconds, as CloudEvents' `time` wants it. */
	public static function instant( int $epochMs ): string {
		return \gmdate( 'Y-m-d\TH:i:s', \intdiv( $epochMs, 1000 ) ) . \sprintf( '.%03dZ', $epochMs % 1000 );
	}

	/**
	 * Lets a test say what time it is; null lets the clock run again.
	 *
	 * @param (\Closure(): int)|null $now
	 */
	public static function set( ?\Closure $now ): void {
		self::$stopped = $now;
	}
}
