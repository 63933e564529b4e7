<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Audit\Actor;
use Causeway\Outbox\Clock;
use Causeway\Outbox\Statements;

/**
 * Who looks after an exception, and why it was closed: that is the shop's own to keep, and changes no order.
 *
 * "Acknowledged" and "ignored" hold at once. "Resolved" only once the worker has left it out of the order's mirror:
 * until then its author and reason wait in the row.
 */
final class ExceptionNotes {

	/** Commands that need no worker to take effect. */
	public const AT_ONCE = [ 'acknowledge', 'ignore' ];

	public function __construct( private readonly Statements $db ) {}

	public function keep( string $command, string $cause, string $reason, \WP_User $by ): void {
		$who   = Actor::of( $by );
		$now   = Clock::now();
		$table = $this->db->table( 'exception' );
		match ( $command ) {
			'acknowledge' => $this->db->run( "UPDATE {$table} SET status = 'acknowledged', updated_at = %d WHERE cause = %s AND status = 'open'", [ $now, $cause ] ),
			'ignore'      => $this->db->run( "UPDATE {$table} SET status = 'ignored', updated_at = %d, closed_at = %d, closed_by = %s, closed_reason = %s WHERE cause = %s", [ $now, $now, $who, $reason, $cause ] ),
			'resolve'     => $this->db->run( "UPDATE {$table} SET closed_by = %s, closed_reason = %s WHERE cause = %s", [ $who, $reason, $cause ] ),
			default       => null,
		};
	}
}
