<?php
declare(strict_types=1);

namespace Causeway\Mailbox;

use Causeway\Outbox\Clock;
use Causeway\Outbox\Statements;

/** How many webhooks the mailbox takes in a minute of the clock, over all systems: one statement, no lock. */
final class Rate {

	public const A_MINUTE_MAX = 120;

	private const MINUTE_MS = 60_000;

	public function __construct( private readonly Statements $db ) {}

	/** @throws NotTaken `causeway_mailbox_too_many` */
	public function spend(): void {
		$now    = Clock::now();
		$minute = \intdiv( $now, self::MINUTE_MS );
		// Left to right, as MariaDB does it: the count looks at the old minute.
		$taken = $this->db->run(
			"UPDATE {$this->db->table( 'link' )}
			SET mailbox_taken = CASE WHEN mailbox_minute = %d THEN mailbox_taken + 1 ELSE 1 END, mailbox_minute = %d
			WHERE id = 1 AND (mailbox_minute <> %d OR mailbox_taken < %d)",
			[ $minute, $minute, $minute, self::A_MINUTE_MAX ]
		);
		if ( 0 === $taken ) {
			$left = ( $minute + 1 ) * self::MINUTE_MS - $now;
			throw new NotTaken( 'causeway_mailbox_too_many', \sprintf( 'The mailbox takes %d webhooks a minute.', self::A_MINUTE_MAX ), (int) \ceil( $left / 1000 ) );
		}
	}
}
