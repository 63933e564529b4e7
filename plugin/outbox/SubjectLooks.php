<?php
declare(strict_types=1);

namespace Causeway\Outbox;

/**
 * Subjects as looks that no row of the outbox brings. A subject without a revision (told of by the worker alone) is none, but
 * for a return: of one that did not begin in the shop the worker's memory is all there is.
 */
final class SubjectLooks {

	private const TOLD = "(s.rev > 0 OR (s.subject LIKE 'return/%%' AND s.checkpoint IS NOT NULL))";

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
			WHERE s.subject IN (" . Statements::places( $subjects, '%s' ) . ') AND ' . self::TOLD . ( $closed ? ' AND s.open = 0' : '' ) . ' ORDER BY s.subject',
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
			"SELECT s.subject, COALESCE(LENGTH(s.snapshot), 0) + COALESCE(LENGTH(s.checkpoint), 0) AS weight FROM {$this->db->table( 'subject' )} s
			WHERE s.subject > %s AND (s.subject LIKE 'order/%%' OR s.subject LIKE 'return/%%') AND (s.open = 1 OR s.state = '') AND " . self::TOLD . ' ORDER BY s.subject LIMIT %d',
			[ $after, $limit ]
		);
		$weights = [];
		foreach ( $rows as $row ) {
			$weights[ (string) $row['subject'] ] = (int) $row['weight'];
		}
		return $weights;
	}
}
