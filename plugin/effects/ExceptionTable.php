<?php
declare(strict_types=1);

namespace Causeway\Effects;

use Causeway\Audit\AuditTable;
use Causeway\Outbox\Clock;
use Causeway\Outbox\Statements;

/**
 * Exceptions as mirrors tell them: one cause, one exception with many subjects. A mirror names all that its subject
 * has now, so what is new opens, what is gone leaves, and the last subject to leave closes the exception.
 *
 * acknowledged stays acknowledged while open · ignored stays so for the subjects that it has, and opens again for another
 * one, or for one that had left · resolved opens again, unless the worker has still to hear of it. Who asked for it and
 * why waits in the row (ReadModel\ExceptionNotes) until the last subject has left, or the worker has refused it.
 *
 * Told: by cause, then by subject.
 *
 * @phpstan-import-type Mirror from Wire
 * @phpstan-import-type ExceptionShape from Wire
 * @phpstan-type Told array<string, non-empty-array<string, array{exception: ExceptionShape, effect: Mirror}>>
 */
final class ExceptionTable {

	public function __construct( private readonly Statements $db, private readonly AuditTable $audit ) {}

	/** @param list<Mirror> $effects Mirrors, one a subject. */
	public function synchronise( array $effects ): void {
		$told     = self::told( $effects );
		$subjects = \array_column( $effects, 'subject' );
		$held     = $this->held( $subjects );
		if ( ! $told && ! $held ) {
			return;
		}
		if ( $told ) {
			$this->forgetRefused( $effects );
			$this->reopen( $told, $held );
			$this->describe( $told );
			$this->assign( $told );
		}
		$gone = [];
		foreach ( $held as $cause => $of ) {
			foreach ( \array_keys( $of ) as $subject ) {
				if ( ! isset( $told[ $cause ][ $subject ] ) ) {
					$gone[] = [ $cause, $subject ];
				}
			}
		}
		$this->leave( $gone );
	}

	/**
	 * @param list<Mirror> $effects
	 * @return Told
	 */
	private static function told( array $effects ): array {
		$told = [];
		foreach ( $effects as $effect ) {
			foreach ( $effect->body->exceptions as $exception ) {
				$told[ $exception->cause ][ $effect->subject ] = [ 'exception' => $exception, 'effect' => $effect ];
			}
		}
		return $told;
	}

	/**
	 * @param list<string> $subjects
	 * @return array<string, array<string, true>> cause → subjects that it has. Not the shop's OwnExceptions.
	 */
	private function held( array $subjects ): array {
		$held = [];
		foreach ( $this->db->rows( "SELECT cause, subject FROM {$this->db->table( 'exception_subject' )} WHERE subject IN (" . Statements::places( $subjects, '%s' ) . ') AND epoch > 0', $subjects ) as $row ) {
			$held[ (string) $row['cause'] ][ (string) $row['subject'] ] = true;
		}
		return $held;
	}

	/**
	 * @param Told                               $told
	 * @param array<string, array<string, true>> $held
	 */
	private function reopen( array $told, array $held ): void {
		$again = [];
		foreach ( $told as $cause => $subjects ) {
			if ( \array_diff_key( $subjects, $held[ $cause ] ?? [] ) ) {
				$again[] = $cause;
			}
		}
		if ( $again ) {
			$now   = Clock::now();
			$where = "status IN ('resolved', 'ignored') AND cause IN (" . Statements::places( $again, '%s' ) . ')';
			$this->audit->exceptions( 'exception_reopened', 'open', $where, $again, 'It happened again' );
			$this->db->run(
				"UPDATE {$this->db->table( 'exception' )} SET status = 'open', opened_at = %d, updated_at = %d, closed_at = NULL, closed_by = '', closed_reason = NULL
				WHERE {$where}",
				[ $now, $now, ...$again ]
			);
		}
	}

	/**
	 * Who asked to resolve it and was refused must not stand under what closes it later.
	 *
	 * @param list<Mirror> $effects
	 */
	private function forgetRefused( array $effects ): void {
		$refused = [];
		foreach ( $effects as $effect ) {
			foreach ( $effect->body->audit ?? [] as $entry ) {
				if ( 'command_refused' === $entry->action && '' !== $entry->about ) {
					$refused[ $entry->about ] = $entry->actor;
				}
			}
		}
		foreach ( $refused as $cause => $actor ) {
			$this->db->run(
				"UPDATE {$this->db->table( 'exception' )} SET closed_by = '', closed_reason = NULL WHERE cause = %s AND closed_by = %s AND status IN ('open', 'acknowledged')",
				[ (string) $cause, $actor ]
			);
		}
	}

	/** @param Told $told */
	private function describe( array $told ): void {
		$now    = Clock::now();
		$values = [];
		foreach ( $told as $cause => $subjects ) {
			$exception = \end( $subjects )['exception'];
			\array_push( $values, (string) $cause, $exception->category, $exception->severity, $exception->owner, $exception->title, $exception->next_step, 'open', $now, $now );
		}
		$this->db->run(
			"INSERT INTO {$this->db->table( 'exception' )} (cause, category, severity, owner, title, next_step, status, opened_at, updated_at)
			VALUES " . Statements::places( \array_values( $told ), '(%s, %s, %s, %s, %s, %s, %s, %d, %d)' ) . '
			ON DUPLICATE KEY UPDATE category = VALUES(category), severity = VALUES(severity), owner = VALUES(owner), title = VALUES(title),
				next_step = VALUES(next_step), updated_at = VALUES(updated_at)',
			$values
		);
	}

	/** @param Told $told */
	private function assign( array $told ): void {
		$now    = Clock::now();
		$rows   = [];
		$values = [];
		foreach ( $told as $cause => $subjects ) {
			foreach ( $subjects as $subject => [ 'exception' => $exception, 'effect' => $effect ] ) {
				$rows[] = '(%s, %s, %s, %d, %d, %d)';
				\array_push( $values, (string) $cause, (string) $subject, $exception->detail, $effect->epoch, $effect->n, $now );
			}
		}
		$this->db->run(
			"INSERT INTO {$this->db->table( 'exception_subject' )} (cause, subject, detail, epoch, n, opened_at) VALUES " . \implode( ', ', $rows ) . '
			ON DUPLICATE KEY UPDATE detail = VALUES(detail), epoch = VALUES(epoch), n = VALUES(n)',
			$values
		);
	}

	/** @param list<array{0: string, 1: string}> $gone Cause and subject. */
	private function leave( array $gone ): void {
		if ( ! $gone ) {
			return;
		}
		$of = $this->db->table( 'exception_subject' );
		$this->db->run( "DELETE FROM {$of} WHERE " . \implode( ' OR ', \array_fill( 0, \count( $gone ), '(cause = %s AND subject = %s)' ) ), \array_merge( ...$gone ) );
		$causes = \array_values( \array_unique( \array_column( $gone, 0 ) ) );
		$now    = Clock::now();
		$table  = $this->db->table( 'exception' );
		$where  = "status IN ('open', 'acknowledged') AND cause IN (" . Statements::places( $causes, '%s' ) . ")
				AND NOT EXISTS (SELECT 1 FROM {$of} WHERE {$of}.cause = {$table}.cause)";
		$this->audit->exceptions( 'exception_closed', 'resolved', $where, $causes, 'The last order has left it' );
		$this->db->run(
			"UPDATE {$table} SET status = 'resolved', closed_at = %d, updated_at = %d, closed_by = CASE WHEN closed_by = '' THEN 'causeway' ELSE closed_by END
			WHERE {$where}",
			[ $now, $now, ...$causes ]
		);
	}
}
