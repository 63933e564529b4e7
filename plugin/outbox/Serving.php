<?php
declare(strict_types=1);

namespace Causeway\Outbox;

/** How rows leave: chosen, taken (from now on their subject gets a successor), then read. */
final class Serving {

	/** What a row weighs besides its body. */
	private const ENVELOPE_BYTES = 1024;

	public function __construct( private readonly Statements $db ) {}

	/** @return list<ServedRow> */
	public function next( int $rows, int $bytes ): array {
		$ids = $this->choose( $rows, $bytes );
		if ( ! $ids ) {
			return [];
		}
		$places = Statements::places( $ids );
		// A touch since the choice has emptied filled_at: such a look waits for its fill.
		$this->db->run(
			"UPDATE {$this->db->table( 'outbox' )} SET served_at = %d, slot = NULL WHERE id IN ({$places}) AND filled_at IS NOT NULL",
			[ Clock::now(), ...$ids ]
		);
		$found = $this->db->rows(
			"SELECT o.id, o.kind, o.subject, o.event_id, o.trace_id, o.first_at, o.written_status, o.body,
				s.incarnation, s.rev, s.hash, s.snapshot, s.snapshot_bytes, s.trace_id AS subject_trace, s.checkpoint, s.epoch, s.n
			FROM {$this->db->table( 'outbox' )} o LEFT JOIN {$this->db->table( 'subject' )} s ON s.subject = o.subject AND o.kind = 'look'
			WHERE o.id IN ({$places}) AND o.slot IS NULL AND o.served_at IS NOT NULL ORDER BY o.priority, o.id",
			$ids
		);
		return \array_map( self::served( ... ), $found );
	}

	/** @return list<int> */
	private function choose( int $rows, int $bytes ): array {
		$waiting = $this->db->rows(
			"SELECT o.id, COALESCE(LENGTH(o.body), 0) + COALESCE(s.snapshot_bytes, 0) AS weight
			FROM {$this->db->table( 'outbox' )} o LEFT JOIN {$this->db->table( 'subject' )} s ON s.subject = o.subject AND o.kind = 'look'
			WHERE o.filled_at IS NOT NULL AND (o.kind <> 'look' OR s.subject IS NOT NULL) ORDER BY o.priority, o.id LIMIT %d",
			[ $rows ]
		);
		$ids     = [];
		foreach ( $waiting as $row ) {
			$bytes -= (int) $row['weight'] + self::ENVELOPE_BYTES;
			if ( $bytes < 0 && $ids ) {
				break;
			}
			$ids[] = (int) $row['id'];
		}
		return $ids;
	}

	/** @param array<string, string|null> $row */
	private static function served( array $row ): ServedRow {
		$look = 'look' === $row['kind'];
		$body = $look ? (object) self::look( $row ) : self::decoded( $row['body'] );
		return new ServedRow(
			(int) $row['id'],
			(string) $row['kind'],
			(string) $row['subject'],
			(string) $row['event_id'],
			(string) ( $look ? $row['subject_trace'] : $row['trace_id'] ),
			(int) $row['first_at'],
			\is_object( $body ) ? $body : (object) []
		);
	}

	/** What cannot be decoded is null: the worker makes an exception of that row, and the others still cross. */
	private static function decoded( ?string $json ): mixed {
		try {
			return null === $json ? null : Json::decode( $json );
		} catch ( \JsonException ) {
			return null;
		}
	}

	/**
	 * @param array<string, string|null> $row
	 * @return array<string, mixed>
	 */
	private static function look( array $row ): array {
		return [
			'incarnation'    => (int) $row['incarnation'],
			'rev'            => (int) $row['rev'],
			'hash'           => (string) $row['hash'],
			'snapshot'       => self::decoded( $row['snapshot'] ),
			'snapshot_bytes' => (int) $row['snapshot_bytes'],
			'written_status' => $row['written_status'],
			'first_seen_at'  => (int) $row['first_at'],
			'memory'         => [
				'checkpoint' => self::decoded( $row['checkpoint'] ),
				'epoch'      => (int) $row['epoch'],
				'n'          => (int) $row['n'],
			],
		];
	}
}
