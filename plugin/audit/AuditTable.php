<?php
declare(strict_types=1);

namespace Causeway\Audit;

use Causeway\Outbox\Clock;
use Causeway\Outbox\Settings;
use Causeway\Outbox\Statements;

/**
 * Who changed money, goods, or what a customer sees. Rows are added and never changed; they go by age (the setting
 * `audit_days`) and, should there be ever so many, by number. Whoever does a thing that can die between the deed and its
 * line gives the line a mark: the deed is then done again, and the line stands once.
 *
 * @phpstan-type Columns array{mark: string|null, at: int, actor: string, action: string, subject: string, about: string, was: string, became: string, why: string}
 */
final class AuditTable {

	public const ROWS_MAX = 1_000_000;

	/** Old rows go when a row's number passes a multiple of this. */
	private const PRUNE_EVERY = 200;

	/** So many go at once, so that no request pays for a year. */
	private const PRUNED_AT_ONCE = 2000;

	private const ROWS_AT_ONCE = 200;

	/** Widths of the columns, in characters. */
	private const WIDTHS = [ 'mark' => 160, 'actor' => 40, 'action' => 32, 'subject' => 64, 'about' => 96, 'was' => 191, 'became' => 191, 'why' => 500 ];

	private string $table;

	public function __construct( private readonly Statements $db, private readonly Settings $settings ) {
		$this->table = $db->table( 'audit' );
	}

	public function write( Entry ...$entries ): void {
		foreach ( \array_chunk( $entries, self::ROWS_AT_ONCE ) as $chunk ) {
			$values = [];
			foreach ( $chunk as $entry ) {
				\array_push( $values, self::cut( 'mark', $entry->mark ?? '' ), $entry->at ?? Clock::now() );
				foreach ( [ 'actor', 'action', 'subject', 'about', 'was', 'became', 'why' ] as $column ) {
					$values[] = self::cut( $column, $entry->{$column} );
				}
			}
			$this->db->run(
				"INSERT IGNORE INTO {$this->table} (mark, at, actor, action, subject, about, was, became, why)
				VALUES " . Statements::places( $chunk, "(NULLIF(%s, ''), %d, %s, %s, %s, %s, %s, %s, %s)" ),
				$values
			);
			$this->prune( (int) $this->db->wpdb->insert_id, \count( $chunk ) );
		}
	}

	/**
	 * Exceptions that the next statement closes or opens again, in one statement with the very same condition. What dies
	 * between the two finds the same exceptions again, and the mark.
	 *
	 * @param string           $became `resolved` or `open`.
	 * @param string           $where  Of the exceptions, with placeholders.
	 * @param list<int|string> $values
	 */
	public function exceptions( string $action, string $became, string $where, array $values, string $why ): void {
		$this->db->run(
			"INSERT IGNORE INTO {$this->table} (mark, at, actor, action, subject, about, was, became, why)
			SELECT CONCAT(%s, ':', cause, ':', opened_at), %d, CASE WHEN %s = 'resolved' AND closed_by LIKE 'user:%%' THEN closed_by ELSE 'causeway' END,
				%s, '', cause, status, %s, CASE WHEN %s = 'resolved' AND COALESCE(closed_reason, '') <> '' THEN closed_reason ELSE %s END
			FROM {$this->db->table( 'exception' )} WHERE {$where}",
			[ $action, Clock::now(), $became, $action, $became, $became, $why, ...$values ]
		);
	}

	/** Row numbers only rise, so a distance in numbers bounds the count; the oldest numbers are the oldest rows. */
	private function prune( int $newest, int $written ): void {
		if ( $newest % self::PRUNE_EVERY >= $written ) {
			return;
		}
		$oldest = (int) ( $this->db->column( "SELECT MIN(id) FROM {$this->table}" )[0] ?? 0 );
		$this->db->run(
			"DELETE FROM {$this->table} WHERE id < %d AND (id <= %d OR at < %d)",
			[ $oldest + self::PRUNED_AT_ONCE, $newest - self::ROWS_MAX, Clock::now() - $this->settings->auditDays() * DAY_IN_SECONDS * 1000 ]
		);
	}

	/** @param key-of<self::WIDTHS> $column */
	private static function cut( string $column, string $text ): string {
		return \mb_substr( $text, 0, self::WIDTHS[ $column ] );
	}
}
