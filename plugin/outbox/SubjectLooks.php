<?php
declare(strict_types=1);

namespace Causeway\Outbox;

/** Subjects as looks that no row of the outbox brings. A subject without a revision (told of by the worker alone) is none. */
final class SubjectLooks {

	public function __construct( private readonly Statements $db ) {}

	/**
	 * @param list<string> $subjects
	 * @param bool         $closed   Only those that are closed: an engine holds the others.
	 * @return array<string, SubjectLook> By subject, rising; those the shop does not know are absent.
	 */
	public function of( array $subjects, bool $closed = false ): array {
		$looks = [];
		$rows  = ! $subjects ? [] : $this->db->rows(
			'SELECT s.subject, s.trace_id, s.snapshot_at, ' . LookBody::COLUMNS . " FROM {$this->db->table( 'subject' )} s
			WHERE s.subject IN (" . Statements::places( $subjects, '%s' ) . ') AND s.rev > 0' . ( $closed ? ' AND s.open = 0' : '' ) . ' ORDER BY s.subject',
			$subjects
		);
		foreach ( $rows as $row ) {
			$looks[ (string) $row['subject'] ] = new SubjectLook( $row );
		}
		return $looks;
	}

	/**
	 * What the orders and returns weigh (bytes) that are not closed, or of which the worker has said nothing yet.
	 *
	 * @param string $after The last subject of the page before; '' begins.
	 * @return array<string, int> By subject, rising.
	 */
	public function weightsOfOpen( string $after, int $limit ): array {
		$rows    = $this->db->rows(
			"SELECT subject, COALESCE(LENGTH(snapshot), 0) + COALESCE(LENGTH(checkpoint), 0) AS weight FROM {$this->db->table( 'subject' )}
			WHERE subject > %s AND (subject LIKE 'order/%%' OR subject LIKE 'return/%%') AND (open = 1 OR state = '') AND rev > 0 ORDER BY subject LIMIT %d",
			[ $after, $limit ]
		);
		$weights = [];
		foreach ( $rows as $row ) {
			$weights[ (string) $row['subject'] ] = (int) $row['weight'];
		}
		return $weights;
	}
}
