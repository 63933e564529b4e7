<?php
declare(strict_types=1);

namespace Causeway\Alarm;

use Causeway\Admin\Screen;
use Causeway\Exchange\Trace;
use Causeway\Outbox\Backlog;
use Causeway\Outbox\Clock;

/** The words of the alarm's two mails: plain text, in the site's language, of counts and instants only. Epoch ms. */
final class AlarmMail {

	/** @return bool False: it could not be handed over. */
	public function gone( int $seenAt, Backlog $backlog, bool $restored ): bool {
		/* translators: %s: the site's name */
		$subject = \sprintf( \__( '[%s] Orders wait: the Causeway worker does not come', 'causeway' ), self::site() );
		$lines   = [
			/* translators: 1: date and time, 2: a duration such as "12 minutes" */
			\sprintf( \__( 'The Causeway worker, which takes orders to the ERP, was last let in on %1$s, %2$s ago.', 'causeway' ), self::at( $seenAt ), self::between( $seenAt, Clock::now() ) ),
			self::waiting( $backlog ),
			\__( 'Nothing is lost: the shop sells on, and what waits is sent once the worker is back.', 'causeway' ),
			$restored
				? \__( 'The shop was restored from a backup. What to do: say on the page below how it goes on; until then nothing is sent.', 'causeway' )
				: \__( 'What to do: on the machine where the worker is installed, see whether it runs (systemctl status causeway), what its log says (journalctl -u causeway), and whether that machine reaches this shop. The page below says when the worker comes again:', 'causeway' ),
			Screen::connection(),
			\__( 'This is said once. Another mail follows when the worker is back.', 'causeway' ),
		];
		return $this->send( $subject, $lines );
	}

	/** @return bool False: it could not be handed over. */
	public function back( int $since, int $back, Backlog $backlog ): bool {
		/* translators: %s: the site's name */
		$subject = \sprintf( \__( '[%s] The Causeway worker is back', 'causeway' ), self::site() );
		$lines   = [
			/* translators: 1: date and time, 2: a duration such as "2 hours", 3: date and time */
			\sprintf( \__( 'The Causeway worker came again on %1$s. It was away for %2$s, since %3$s.', 'causeway' ), self::at( $back ), self::between( $since, $back ), self::at( $since ) ),
			self::waiting( $backlog ),
			Screen::connection(),
		];
		return $this->send( $subject, $lines );
	}

	private static function waiting( Backlog $backlog ): string {
		if ( 0 === $backlog->rows || null === $backlog->oldestAt ) {
			return \__( 'Nothing waits for it any more.', 'causeway' );
		}
		return \sprintf(
			/* translators: 1: how many changes, 2: date and time */
			\_n( '%1$s change of an order waits for it, since %2$s.', '%1$s changes of orders wait for it, the oldest since %2$s.', $backlog->rows, 'causeway' ),
			\number_format_i18n( $backlog->rows ),
			self::at( $backlog->oldestAt )
		);
	}

	/** @param list<string> $lines */
	private function send( string $subject, array $lines ): bool {
		/**
		 * Who is told that the worker does not come, and that it is back; an empty list: nobody.
		 *
		 * @param list<string> $addresses The site's administration address.
		 */
		$to = \apply_filters( 'causeway_alarm_recipients', [ self::option( 'admin_email' ) ] );
		$to = \array_values( \array_filter( (array) $to, static fn ( mixed $address ): bool => \is_string( $address ) && false !== \is_email( $address ) ) );
		if ( ! $to ) {
			return true;
		}
		try {
			return \wp_mail( $to, $subject, \implode( "\n\n", $lines ) . "\n", [ 'Content-Type: text/plain; charset=UTF-8' ] );
		} catch ( \Throwable $error ) {
			\wc_get_logger()->error( 'The alarm could not be mailed: ' . Trace::of( $error ), [ 'source' => 'causeway' ] );
			return false;
		}
	}

	private static function site(): string {
		return \wp_specialchars_decode( self::option( 'blogname' ), ENT_QUOTES );
	}

	private static function option( string $name ): string {
		$value = \get_option( $name );
		return \is_string( $value ) ? $value : '';
	}

	private static function at( int $epochMs ): string {
		return (string) \wp_date( 'Y-m-d H:i:s T', \intdiv( $epochMs, 1000 ) );
	}

	private static function between( int $from, int $to ): string {
		return \human_time_diff( \intdiv( $from, 1000 ), \intdiv( $to, 1000 ) );
	}
}
