<?php
declare(strict_types=1);

namespace Causeway\Effects;

use Causeway\Outbox\Clock;
use Causeway\Outbox\Statements;

/**
 * The last effect of each subject that was done, as (epoch, n): only rising ones are applied.
 *
 * @phpstan-import-type Effect from Wire
 */
final class EffectNumbers {

	public function __construct( private readonly Statements $db ) {}

	/**
	 * @param list<string> $subjects
	 * @return array<string, array{0: int, 1: int}> Subject → epoch and n; subjects without a row are absent.
	 */
	public function of( array $subjects ): array {
		$numbers = [];
		foreach ( $subjects ? $this->db->rows( "SELECT subject, epoch, n FROM {$this->db->table( 'subject' )} WHERE subject IN (" . Statements::places( $subjects, '%s' ) . ')', $subjects ) : [] as $row ) {
			$numbers[ (string) $row['subject'] ] = [ (int) $row['epoch'], (int) $row['n'] ];
		}
		return $numbers;
	}

	/**
	 * After it was done, never before: what was not recorded is tried again.
	 *
	 * @param Effect $effect
	 */
	public function record( \stdClass $effect ): void {
		$this->db->run(
			"UPDATE {$this->db->table( 'subject' )} SET epoch = %d, n = %d, updated_at = %d WHERE subject = %s AND (epoch < %d OR (epoch = %d AND n < %d))",
			[ $effect->epoch, $effect->n, Clock::now(), $effect->subject, $effect->epoch, $effect->epoch, $effect->n ]
		);
	}

	/** @param Effect $effect */
	public static function rises( \stdClass $effect, int $epoch, int $n ): bool {
		return $effect->epoch > $epoch || ( $effect->epoch === $epoch && $effect->n > $n );
	}
}
