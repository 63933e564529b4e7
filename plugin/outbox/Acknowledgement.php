<?php
declare(strict_types=1);

namespace Causeway\Outbox;

/** What happens to rows that the engine has committed: they leave the outbox for the bounded archive. */
final class Acknowledgement {

	public function __construct( private readonly Statements $db ) {}

	/**
	 * Copy first, then delete: dying between the two repeats the copy and loses nothing.
	 *
	 * @param list<int> $ids Rows never served are left alone.
	 */
	public function take( array $ids ): int {
		if ( ! $ids ) {
			return 0;
		}
		$outbox  = $this->db->table( 'outbox' );
		$archive = $this->db->table( 'archive' );
		$places  = Statements::places( $ids );
		$this->db->run(
			"INSERT IGNORE INTO {$archive} (id, kind, subject, event_id, trace_id, rev, body, first_at, acked_at)
			SELECT id, kind, subject, event_id, trace_id, rev, CASE WHEN kind = 'command' THEN body ELSE NULL END, first_at, %d
			FROM {$outbox} WHERE id IN ({$places}) AND served_at IS NOT NULL",
			[ Clock::now(), ...$ids ]
		);
		$taken = $this->db->run( "DELETE FROM {$outbox} WHERE id IN ({$places}) AND served_at IS NOT NULL", $ids );
		$this->prune();
		return $taken;
	}

	/** Row numbers only rise, so a distance in numbers bounds the count. */
	private function prune(): void {
		$archive = $this->db->table( 'archive' );
		$newest  = (int) ( $this->db->column( "SELECT MAX(id) FROM {$archive}" )[0] ?? 0 );
		$this->db->run(
			"DELETE FROM {$archive} WHERE id <= %d OR acked_at < %d",
			[ $newest - OutboxTable::ARCHIVE_ROWS_MAX, Clock::now() - OutboxTable::ARCHIVE_DAYS * DAY_IN_SECONDS * 1000 ]
		);
	}
}
