<?php
declare(strict_types=1);

namespace Causeway\Outbox;

/** A shop that was restored begins a new incarnation: its revisions are counted anew, above all that were before. */
final class Incarnations {

	public function __construct( private readonly Statements $db ) {}

	/**
	 * All subjects belong to it from now on. Rows that wait stay, as rows that were never served: an acknowledgement of
	 * the same numbers from before the restore is about other rows. Safe to repeat.
	 */
	public function raise( int $to ): void {
		$this->db->run( "UPDATE {$this->db->table( 'outbox' )} SET served_at = NULL WHERE served_at IS NOT NULL" );
		$this->db->run( "UPDATE {$this->db->table( 'subject' )} SET incarnation = %d WHERE incarnation < %d", [ $to, $to ] );
	}
}
