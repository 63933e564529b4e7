<?php
declare(strict_types=1);

namespace Causeway\Effects;

use Causeway\Audit\AuditTable;
use Causeway\Outbox\Clock;
use Causeway\Outbox\Statements;

/**
 * Exceptions that the shop itself opens, because no worker can: they are about the shop, no mirror tells of them, and no
 * mirror closes them (their subjects have epoch 0).
 *
 * @phpstan-type Own array{category: string, severity: string, owner: string, title: string, next_step: string, detail: string}
 */
final class OwnExceptions {

	public const SHOP_RESTORED = 'conflict:shop_restored';

	/** Their subject (contracts/src/primitives.ts `SubjectKey`). */
	public const SUBJECT = 'system/shop';

	public function __construct( private readonly Statements $db, private readonly AuditTable $audit ) {}

	/**
	 * Does nothing while it is open, or acknowledged, or on its way to being closed by a person.
	 *
	 * @param Own $exception Plain language, without personal data.
	 */
	public function open( string $cause, array $exception ): void {
		$table  = $this->db->table( 'exception' );
		$status = $this->db->column( "SELECT status FROM {$table} WHERE cause = %s", [ $cause ] )[0] ?? null;
		if ( 'open' === $status || 'acknowledged' === $status ) {
			return;
		}
		$now = Clock::now();
		$this->audit->exceptions( 'exception_reopened', 'open', "cause = %s AND status IN ('resolved', 'ignored')", [ $cause ], 'It happened again' );
		$this->db->run(
			"INSERT INTO {$this->db->table( 'exception_subject' )} (cause, subject, detail, epoch, n, opened_at) VALUES (%s, %s, %s, 0, 0, %d)
			ON DUPLICATE KEY UPDATE detail = VALUES(detail), opened_at = VALUES(opened_at)",
			[ $cause, self::SUBJECT, $exception['detail'], $now ]
		);
		$this->db->run(
			"INSERT INTO {$table} (cause, category, severity, owner, title, next_step, status, opened_at, updated_at) VALUES (%s, %s, %s, %s, %s, %s, 'open', %d, %d)
			ON DUPLICATE KEY UPDATE category = VALUES(category), severity = VALUES(severity), owner = VALUES(owner), title = VALUES(title), next_step = VALUES(next_step),
				status = 'open', opened_at = VALUES(opened_at), updated_at = VALUES(updated_at), closed_at = NULL, closed_by = '', closed_reason = NULL",
			[ $cause, $exception['category'], $exception['severity'], $exception['owner'], $exception['title'], $exception['next_step'], $now, $now ]
		);
	}

	public function acknowledge( string $cause ): void {
		$this->db->run( "UPDATE {$this->db->table( 'exception' )} SET status = 'acknowledged', updated_at = %d WHERE cause = %s AND status = 'open'", [ Clock::now(), $cause ] );
	}

	/** Who is about to close it, and why: waits in the row until it is closed. */
	public function note( string $cause, string $by, string $reason ): void {
		$this->db->run( "UPDATE {$this->db->table( 'exception' )} SET closed_by = %s, closed_reason = %s WHERE cause = %s", [ $by, $reason, $cause ] );
	}

	/** By whom note() said, else by Causeway. */
	public function close( string $cause ): void {
		$now = Clock::now();
		$this->audit->exceptions( 'exception_closed', 'resolved', "cause = %s AND status IN ('open', 'acknowledged')", [ $cause ], 'The right database is back' );
		$this->db->run(
			"UPDATE {$this->db->table( 'exception' )} SET status = 'resolved', closed_at = %d, updated_at = %d, closed_by = CASE WHEN closed_by = '' THEN 'causeway' ELSE closed_by END
			WHERE cause = %s AND status IN ('open', 'acknowledged')",
			[ $now, $now, $cause ]
		);
		$this->db->run( "DELETE FROM {$this->db->table( 'exception_subject' )} WHERE cause = %s AND subject = %s", [ $cause, self::SUBJECT ] );
	}
}
