<?php
declare(strict_types=1);

namespace Causeway\Outbox;

/**
 * One row a subject. This class writes what the shop knows of it (revision, hash, snapshot); what the worker said of it
 * (mirror, checkpoint) is written by effects.
 */
final class SubjectTable {

	private const COLUMNS = 'subject, object_id, incarnation, rev, foreign_rev, hash, snapshot, snapshot_bytes, trace_id, epoch, n, open, seen_refunds';

	private string $table;

	public function __construct( private readonly Statements $db ) {
		$this->table = $db->table( 'subject' );
	}

	public function find( string $subject ): ?Subject {
		$row = $this->db->row( 'SELECT ' . self::COLUMNS . " FROM {$this->table} WHERE subject = %s", [ $subject ] );
		return $row ? self::subjectOf( $row ) : null;
	}

	/**
	 * Revision 1 of a subject the shop had no row of.
	 *
	 * @return bool False: another process was first; read again.
	 */
	public function insertFirst( string $subject, int $incarnation, Reading $reading, string $traceId ): bool {
		return 1 === $this->db->run(
			"INSERT IGNORE INTO {$this->table} (subject, object_id, incarnation, rev, foreign_rev, hash, snapshot, snapshot_bytes, snapshot_at,
				order_number, order_created_at, seen_modified, seen_refunds, rehashed_at, trace_id, state, state_since, updated_at)
			VALUES (%s, %d, %d, 1, 1, %s, NULLIF(%s, ''), %d, %d,
				%s, NULLIF(%d, 0), NULLIF(%d, 0), %s, %d, %s, '', %d, %d)",
			[
				$subject, $reading->objectId, $incarnation, $reading->hash, (string) $reading->json, $reading->bytes, $reading->readAt,
				$reading->number, (int) $reading->createdAt, (int) $reading->modifiedAt, \implode( ',', $reading->refunds ), $reading->readAt, $traceId, $reading->readAt, $reading->readAt,
			]
		);
	}

	/**
	 * The next revision, if the subject is still at the one that was read.
	 *
	 * @param bool $own True: all that differs was written by an effect; the last foreign revision stays.
	 * @return bool False: another process was first; read again.
	 */
	public function raise( string $subject, int $fromRev, Reading $reading, bool $own ): bool {
		return 1 === $this->db->run(
			"UPDATE {$this->table} SET rev = rev + 1, foreign_rev = CASE WHEN %d = 1 THEN foreign_rev ELSE %d END,
				hash = %s, snapshot = NULLIF(%s, ''), snapshot_bytes = %d, snapshot_at = %d, order_number = CASE WHEN %s = '' THEN order_number ELSE %s END,
				order_created_at = COALESCE(NULLIF(%d, 0), order_created_at),
				seen_modified = NULLIF(%d, 0), seen_refunds = %s, rehashed_at = %d, updated_at = %d
			WHERE subject = %s AND rev = %d",
			[
				(int) $own, $fromRev + 1,
				$reading->hash, (string) $reading->json, $reading->bytes, $reading->readAt, $reading->number, $reading->number,
				(int) $reading->createdAt,
				(int) $reading->modifiedAt, \implode( ',', $reading->refunds ), $reading->readAt, $reading->readAt,
				$subject, $fromRev,
			]
		);
	}

	/** "Looked, nothing changed": so that the sweep leaves the subject alone. */
	public function seen( string $subject, int $rev, Reading $reading ): void {
		$this->db->run(
			"UPDATE {$this->table} SET seen_modified = NULLIF(%d, 0), seen_refunds = %s, rehashed_at = %d WHERE subject = %s AND rev = %d",
			[ (int) $reading->modifiedAt, \implode( ',', $reading->refunds ), $reading->readAt, $subject, $rev ]
		);
	}

	/**
	 * Closed subjects keep their hash and mirror; their snapshot goes after some days. A later change brings a new one.
	 *
	 * @param int $days Since the last revision and the last word of the worker.
	 */
	public function dropSnapshotsOfClosed( int $days ): int {
		$before = Clock::now() - $days * DAY_IN_SECONDS * 1000;
		return $this->db->run(
			"UPDATE {$this->table} SET snapshot = NULL
			WHERE open = 0 AND snapshot IS NOT NULL AND snapshot_at < %d AND updated_at < %d",
			[ $before, $before ]
		);
	}

	/**
	 * Subject, waiting look and the shop's incarnation in one statement: what a fill begins with.
	 *
	 * @return array{0: ?Subject, 1: ?Look, 2: int}
	 */
	public function withLook( string $subject ): array {
		$outbox = $this->db->table( 'outbox' );
		$link   = $this->db->table( 'link' );
		$row    = $this->db->row(
			'SELECT s.subject AS known, s.object_id, s.incarnation, s.rev, s.foreign_rev, s.hash, s.snapshot_bytes, s.trace_id, s.epoch, s.n, s.open, s.seen_refunds, NULL AS snapshot,
				l.id AS look_id, l.trace_id AS look_trace, l.request, l.touches, l.rev AS look_rev, l.filled_at, l.first_at,
				(SELECT incarnation FROM ' . $link . ' WHERE id = 1) AS shop_incarnation
			FROM (SELECT %s AS asked) a LEFT JOIN ' . "{$this->table} s ON s.subject = a.asked LEFT JOIN {$outbox} l ON l.slot = a.asked",
			[ $subject ]
		);
		if ( ! $row ) {
			return [ null, null, 1 ];
		}
		return [
			null === $row['known'] ? null : self::subjectOf( [ 'subject' => $subject ] + $row ),
			null === $row['look_id'] ? null : Look::of( [ 'id' => $row['look_id'], 'subject' => $subject, 'trace_id' => $row['look_trace'], 'rev' => $row['look_rev'] ] + $row ),
			(int) ( $row['shop_incarnation'] ?? 1 ),
		];
	}

	/** @param array<string, string|null> $row */
	private static function subjectOf( array $row ): Subject {
		return new Subject(
			(string) $row['subject'],
			(int) $row['object_id'],
			(int) $row['incarnation'],
			(int) $row['rev'],
			(int) $row['foreign_rev'],
			(string) $row['hash'],
			$row['snapshot'],
			(int) $row['snapshot_bytes'],
			(string) $row['trace_id'],
			(int) $row['epoch'],
			(int) $row['n'],
			(bool) (int) $row['open'],
			'' !== (string) $row['seen_refunds']
		);
	}
}
