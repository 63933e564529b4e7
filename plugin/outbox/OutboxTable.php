<?php
declare(strict_types=1);

namespace Causeway\Outbox;

/**
 * The rows that have to cross, until the worker acknowledged them.
 *
 * A look owns its subject's `slot` until it is served: a later hook finds the slot taken and only touches it.
 * Serving empties the slot, so what happens from then on gets a successor.
 */
final class OutboxTable {

	public const COMMAND_FIRST = 1;
	public const LOOK          = 5;
	public const HINT_LAST     = 9;

	public const HINTS_MAX        = 1000;
	public const HINT_BYTES_MAX   = 16 * 1024 * 1024;
	public const ARCHIVE_ROWS_MAX = 50_000;
	public const ARCHIVE_DAYS     = 30;

	private string $table;

	public function __construct( private readonly Statements $db ) {
		$this->table = $db->table( 'outbox' );
	}

	/**
	 * "This request names the subject": one statement. A look that waits is touched and no longer served until it
	 * is filled again; its first time, id and trace stay.
	 *
	 * @param string|null $status The status being written, without `wc-`; null where no status hook ran.
	 */
	public function mark( string $subject, ?string $status = null ): void {
		$now = Clock::now();
		$this->db->run(
			"INSERT INTO {$this->table} (kind, priority, subject, slot, event_id, trace_id, first_at, request, touches, written_status)
			VALUES ('look', %d, %s, %s, %s, %s, %d, %s, 1, NULLIF(%s, ''))
			ON DUPLICATE KEY UPDATE touches = touches + 1, request = VALUES(request), filled_at = NULL,
				written_status = COALESCE(VALUES(written_status), written_status)",
			[ self::LOOK, $subject, $subject, Identifiers::event( $now ), Identifiers::trace(), $now, Identifiers::request(), (string) $status ]
		);
	}

	/**
	 * For a subject that another request may be writing: one that has a look keeps it as it is, also ready to be served.
	 *
	 * @return bool False: one waits already.
	 */
	public function markUnlessWaiting( string $subject ): bool {
		$now = Clock::now();
		return 1 === $this->db->run(
			"INSERT IGNORE INTO {$this->table} (kind, priority, subject, slot, event_id, trace_id, first_at, request, touches)
			VALUES ('look', %d, %s, %s, %s, %s, %d, %s, 1)",
			[ self::LOOK, $subject, $subject, Identifiers::event( $now ), Identifiers::trace(), $now, Look::NOBODYS ]
		);
	}

	/** A status hook of a request that already marked the subject: one statement, no new touch. */
	public function writeStatus( string $subject, string $status ): void {
		$this->db->run( "UPDATE {$this->table} SET written_status = %s WHERE slot = %s", [ $status, $subject ] );
	}

	/** The look that waits for the subject; null: none (never marked, deleted, or already served). */
	public function look( string $subject ): ?Look {
		$row = $this->db->row( "SELECT id, subject, trace_id, request, touches, rev, filled_at, first_at FROM {$this->table} WHERE slot = %s", [ $subject ] );
		return $row ? Look::of( $row ) : null;
	}

	/**
	 * Subjects whose look was left unfilled: the process died, or its time was up. Oldest first.
	 *
	 * @param int $ageMs Looks younger than this belong to requests that may still fill them.
	 * @return list<string>
	 */
	public function fillable( int $ageMs, int $limit ): array {
		return $this->db->column(
			"SELECT subject FROM {$this->table} WHERE kind = 'look' AND filled_at IS NULL AND first_at <= %d ORDER BY id LIMIT %d",
			[ Clock::now() - $ageMs, $limit ]
		);
	}

	/**
	 * Which of the subjects have a look that a request may still fill.
	 *
	 * @param list<string> $subjects
	 * @param int          $since    Epoch ms: older looks belong to requests that died.
	 * @return list<string>
	 */
	public function unfilledSince( array $subjects, int $since ): array {
		return ! $subjects ? [] : $this->db->column(
			"SELECT subject FROM {$this->table} WHERE slot IN (" . Statements::places( $subjects, '%s' ) . ') AND filled_at IS NULL AND first_at > %d',
			[ ...$subjects, $since ]
		);
	}

	/**
	 * Promises the subject's next revision to its look, before that revision exists: from here on no fill that
	 * finds "nothing changed" may delete the look, also when this process dies before it is filled.
	 */
	public function promise( string $subject, int $rev, string $traceId ): void {
		$now = Clock::now();
		$this->db->run(
			"INSERT INTO {$this->table} (kind, priority, subject, slot, event_id, trace_id, first_at, request, touches, rev)
			VALUES ('look', %d, %s, %s, %s, %s, %d, %s, 0, %d)
			ON DUPLICATE KEY UPDATE rev = VALUES(rev)",
			[ self::LOOK, $subject, $subject, Identifiers::event( $now ), $traceId, $now, Identifiers::request(), $rev ]
		);
	}

	/** The look may be served, unless someone touched it since it had that many touches. */
	public function markFilled( string $subject, int $touches ): void {
		$this->db->run( "UPDATE {$this->table} SET filled_at = %d WHERE slot = %s AND touches = %d", [ Clock::now(), $subject, $touches ] );
	}

	/**
	 * Takes off a look that has nothing to say.
	 *
	 * @return bool False: it stays, because someone touched it since, or a revision was promised to it.
	 */
	public function dropLook( string $subject, int $touches ): bool {
		return $this->db->run( "DELETE FROM {$this->table} WHERE slot = %s AND touches = %d AND rev IS NULL", [ $subject, $touches ] ) > 0;
	}

	/**
	 * The next rows for the worker: commands, looks, hints; each kind by number. A row is served again and again
	 * until it is acknowledged. Looks carry the subject as it is known now, with its checkpoint.
	 *
	 * @param int $bytes Stops before the bodies exceed this; the first row is served whatever its size.
	 * @return list<ServedRow>
	 */
	public function serve( int $rows, int $bytes ): array {
		return ( new Serving( $this->db ) )->next( $rows, $bytes );
	}

	/**
	 * Moves rows that the engine has committed to the archive and keeps that bounded. Safe to repeat.
	 *
	 * @param list<int> $ids
	 * @return int How many rows left the outbox.
	 */
	public function acknowledge( array $ids ): int {
		return ( new Acknowledgement( $this->db ) )->take( $ids );
	}

	/**
	 * What a person asked in wp-admin; never merged, served first.
	 *
	 * @param array<string, mixed> $body As in contracts/src/outbox.ts `Command`.
	 * @return string The row's event id.
	 */
	public function command( string $subject, array $body ): string {
		$id = Identifiers::event();
		$this->db->run(
			"INSERT INTO {$this->table} (kind, priority, subject, event_id, trace_id, first_at, request, filled_at, body)
			VALUES ('command', %d, %s, %s, %s, %d, %s, %d, %s)",
			[ self::COMMAND_FIRST, $subject, $id, Identifiers::trace(), Clock::now(), Identifiers::request(), Clock::now(), Json::encode( $body ) ]
		);
		return $id;
	}

	/**
	 * A webhook that came to the shop's mailbox; the newest of a system's document replaces the one that waits. Both the
	 * number of hints and their bytes are bounded; a replacement needs room only for what it is larger.
	 *
	 * @param array<string, mixed> $body As in contracts/src/outbox.ts `Hint`.
	 * @return bool False: the mailbox is full, nothing was taken.
	 */
	public function hint( string $system, string $document, array $body ): bool {
		// All of ASCII, so that neither wpdb nor a table of three-byte UTF-8 changes what was signed.
		$json = Json::ascii( $body );
		$slot = 'hint:' . \hash( 'sha256', $system . "\n" . $document );
		$held = $this->db->row(
			"SELECT COUNT(*) AS hints, COALESCE(SUM(LENGTH(body)), 0) AS bytes, MAX(CASE WHEN slot = %s THEN LENGTH(body) END) AS replaced
			FROM {$this->table} WHERE priority = %d AND kind = 'hint'",
			[ $slot, self::HINT_LAST ]
		) ?? [];

		$others = (int) ( $held['bytes'] ?? 0 ) - (int) ( $held['replaced'] ?? 0 );
		$new    = ! isset( $held['replaced'] );
		if ( ( $new && (int) ( $held['hints'] ?? 0 ) >= self::HINTS_MAX ) || $others + \strlen( $json ) > self::HINT_BYTES_MAX ) {
			return false;
		}
		$now = Clock::now();
		$this->db->run(
			"INSERT INTO {$this->table} (kind, priority, subject, slot, event_id, trace_id, first_at, request, filled_at, body)
			VALUES ('hint', %d, %s, %s, %s, %s, %d, %s, %d, %s)
			ON DUPLICATE KEY UPDATE body = VALUES(body), touches = touches + 1",
			[ self::HINT_LAST, 'system/' . $system, $slot, Identifiers::event( $now ), Identifiers::trace(), $now, Identifiers::request(), $now, $json ]
		);
		return true;
	}

	public function backlog(): Backlog {
		$row = $this->db->row( "SELECT COUNT(*) AS n, MIN(first_at) AS oldest FROM {$this->table}", [] );
		return new Backlog( (int) ( $row['n'] ?? 0 ), isset( $row['oldest'] ) ? (int) $row['oldest'] : null );
	}
}
