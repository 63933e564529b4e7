<?php
declare(strict_types=1);

namespace Causeway\Account;

use Causeway\Outbox\Json;
use Causeway\Outbox\Statements;

/**
 * The stages of a subject's road as the worker told them last: contracts/src/effect.ts `Stage`.
 *
 * @phpstan-type Told object{state: string, stages: array<string, object{name: string, status: string, at: int|null}>}
 */
final class TrackedStages {

	public function __construct( private readonly Statements $db ) {}

	/**
	 * @param list<string> $subjects
	 * @return array<string, Told> By subject, stages by their name; subjects that the worker has said nothing of are absent.
	 */
	public function of( array $subjects ): array {
		$told = [];
		$rows = $subjects ? $this->db->rows(
			"SELECT subject, state, stages FROM {$this->db->table( 'subject' )} WHERE stages IS NOT NULL AND subject IN (" . Statements::places( $subjects, '%s' ) . ')',
			$subjects
		) : [];
		foreach ( $rows as $row ) {
			/** @var list<object{name: string, status: string, at: int|null}> $stages */
			$stages = (array) Json::decode( (string) $row['stages'] );

			$told[ (string) $row['subject'] ] = (object) [ 'state' => (string) $row['state'], 'stages' => \array_column( $stages, null, 'name' ) ];
		}
		return $told;
	}

	/** Whether it got so far. */
	public function isDone( string $subject, string $stage ): bool {
		return 'done' === ( ( $this->of( [ $subject ] )[ $subject ]->stages ?? [] )[ $stage ]->status ?? '' );
	}
}
