<?php
declare(strict_types=1);

namespace Causeway\Outbox;

/** How rows leave: chosen, taken (from now on their subject gets a successor), then read. */
final class Serving {

	/** What a row weighs besides its body. */
	private const ENVELOPE_BYTES = 1024;

	private readonly SubjectLooks $looks;

	public function __construct( private readonly Statements $db ) {
		$this->looks = new SubjectLooks( $db );
	}

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
				s.trace_id AS subject_trace, " . LookBody::COLUMNS . "
			FROM {$this->db->table( 'outbox' )} o LEFT JOIN {$this->db->table( 'subject' )} s ON s.subject = o.subject AND o.kind = 'look'
			WHERE o.id IN ({$places}) AND o.slot IS NULL AND o.served_at IS NOT NULL ORDER BY o.priority, o.id",
			$ids
		);
		$commands = \array_filter( $found, static fn ( array $row ): bool => 'command' === $row['kind'] );
		$looks    = $this->looks->of( \array_values( \array_unique( \array_map( static fn ( array $row ): string => (string) $row['subject'], $commands ) ) ) );
		return \array_map( fn ( array $row ): ServedRow => $this->served( $row, $looks ), $found );
	}

	/** @return list<int> */
	private function choose( int $rows, int $bytes ): array {
		$waiting = $this->db->rows(
			"SELECT o.id, COALESCE(LENGTH(o.body), 0) + COALESCE(s.snapshot_bytes, 0) AS weight
			FROM {$this->db->table( 'outbox' )} o LEFT JOIN {$this->db->table( 'subject' )} s ON s.subject = o.subject AND o.kind <> 'hint'
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

	/**
	 * @param array<string, string|null> $row
	 * @param array<string, SubjectLook>  $looks At the subjects of commands.
	 */
	private function served( array $row, array $looks ): ServedRow {
		/** @var 'look'|'command'|'hint' $kind */
		$kind    = (string) $row['kind'];
		$subject = (string) $row['subject'];
		$look    = 'look' === $kind;
		$body    = $look ? LookBody::of( $row, $row['written_status'], (int) $row['first_at'] ) : LookBody::decoded( $row['body'] );
		$data    = \is_object( $body ) ? $body : (object) [];
		$trace   = (string) ( $look ? $row['subject_trace'] : $row['trace_id'] );
		$about   = 'command' === $kind ? self::selected( $data ) : [];
		return new ServedRow(
			(int) $row['id'],
			$kind,
			$subject,
			(string) $row['event_id'],
			$trace,
			(int) $row['first_at'],
			$data,
			$about ? \array_values( $this->looks->of( $about, true ) ) : \array_values( \array_intersect_key( $looks, 'command' === $kind ? [ $subject => 1 ] : [] ) )
		);
	}

	/** @return list<string> Subjects that a command chose. */
	private static function selected( object $command ): array {
		/** @var list<object{subject: string}> $selected */
		$selected = $command->selected ?? [];
		return \array_column( $selected, 'subject' );
	}
}
