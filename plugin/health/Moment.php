<?php
declare(strict_types=1);

namespace Causeway\Health;

use Causeway\Outbox\Clock;

/** Instants (epoch ms) as staff read them. */
final class Moment {

	/** "3 mins ago" as HTML, with the exact time in the shop's zone on hover and for machines. */
	public static function ago( int $at ): string {
		return \sprintf( '<time datetime="%s" title="%s">%s</time>', \esc_attr( Clock::instant( $at ) ), \esc_attr( self::exactly( $at ) ), \esc_html( self::words( $at ) ) );
	}

	/** "3 mins ago", "in 12 seconds". */
	public static function words( int $at ): string {
		$now      = Clock::now();
		$distance = \human_time_diff( \intdiv( $at, 1000 ), \intdiv( $now, 1000 ) );
		return $at > $now
			/* translators: %s: a span such as "12 seconds" */
			? \sprintf( \__( 'in %s', 'causeway' ), $distance )
			/* translators: %s: a span such as "3 mins" */
			: \sprintf( \__( '%s ago', 'causeway' ), $distance );
	}

	/** Date and time in the shop's zone, as the shop writes them. */
	public static function exactly( int $at ): string {
		$date = \get_option( 'date_format' );
		return (string) \wp_date( ( \is_string( $date ) ? $date : 'Y-m-d' ) . ' H:i:s', \intdiv( $at, 1000 ) );
	}
}
