<?php
declare(strict_types=1);

namespace Causeway\Transcripts;

use Causeway\Outbox\Clock;
use Causeway\Outbox\Json;
use Causeway\Outbox\Statements;

/**
 * What staff asked of an order or a system, "what was sent and answered?", until the worker answers, and its answer for
 * an hour: a few rows, which nothing else depends on. The worker has left out what is personal or secret.
 */
final class TranscriptTable {

	/** How long an answer is kept. */
	public const KEPT_MS = 3_600_000;

	/** How long the worker is asked. */
	public const ASKED_MS = 600_000;

	/** Subjects that may be kept at once; the longest asked for goes. */
	public const ROWS_MAX = 20;

	/** contracts/src/transcript.ts `TRANSCRIPTS_ASKED_MAX`. */
	private const ASKED_AT_ONCE = 3;

	public function __construct( private readonly Statements $db ) {}

	/** Asks, also again: since the last answer more may have been said. */
	public function ask( string $subject ): void {
		$this->prune( self::ROWS_MAX - 1 );
		$this->db->run(
			"INSERT INTO {$this->table()} (subject, asked_at) VALUES (%s, %d)
			ON DUPLICATE KEY UPDATE asked_at = VALUES(asked_at), answered_at = NULL, answer = NULL",
			[ $subject, Clock::now() ]
		);
	}

	/** @return list<string> What the worker is still to answer, longest waiting first. */
	public function asked(): array {
		$rows = $this->db->rows( "SELECT subject, asked_at, answered_at FROM {$this->table()} ORDER BY asked_at, subject" );
		$now  = Clock::now();
		if ( $rows && (int) $rows[0]['asked_at'] < $now - self::KEPT_MS ) {
			$this->prune( self::ROWS_MAX );
		}
		$waiting = \array_filter( $rows, static fn ( array $row ): bool => null === $row['answered_at'] && (int) $row['asked_at'] > $now - self::ASKED_MS );
		return \array_map( static fn ( array $row ): string => (string) $row['subject'], \array_slice( $waiting, 0, self::ASKED_AT_ONCE ) );
	}

	/** @param list<object{subject: string}&\stdClass> $answers As the worker gave them; what nobody asked for is dropped. */
	public function answer( array $answers ): void {
		foreach ( $answers as $answer ) {
			$this->db->run(
				"UPDATE {$this->table()} SET answered_at = %d, answer = %s WHERE subject = %s AND answered_at IS NULL",
				[ Clock::now(), Json::ascii( $answer ), $answer->subject ]
			);
		}
	}

	/** @return array{asked_at: int, answered_at: int|null, answer: \stdClass|null}|null Null: nobody asked lately. */
	public function of( string $subject ): ?array {
		$row = $this->db->row( "SELECT * FROM {$this->table()} WHERE subject = %s AND asked_at >= %d", [ $subject, Clock::now() - self::KEPT_MS ] );
		if ( null === $row ) {
			return null;
		}
		$answer = null === $row['answer'] ? null : Json::decode( $row['answer'] );
		return [
			'asked_at'    => (int) $row['asked_at'],
			'answered_at' => null === $row['answered_at'] ? null : (int) $row['answered_at'],
			'answer'      => $answer instanceof \stdClass ? $answer : null,
		];
	}

	/** @return bool Whether there was anything. */
	public function forget( string $subject ): bool {
		return $this->db->run( "DELETE FROM {$this->table()} WHERE subject = %s", [ $subject ] ) > 0;
	}

	private function prune( int $rows ): void {
		$this->db->run( "DELETE FROM {$this->table()} WHERE asked_at < %d", [ Clock::now() - self::KEPT_MS ] );
		foreach ( \array_slice( $this->db->column( "SELECT subject FROM {$this->table()} ORDER BY asked_at DESC, subject" ), $rows ) as $subject ) {
			$this->forget( $subject );
		}
	}

	private function table(): string {
		return $this->db->table( 'transcript' );
	}
}
