<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Outbox\Statements;

/**
 * Subjects that a person chose, each with the version that they looked at.
 *
 * @phpstan-type Chosen array{subject: string, seen: array{epoch: int, n: int}|null}
 */
final class Selection {

	/** contracts/src/outbox.ts `SELECTED_MAX` */
	public const MAX = 300;

	/** Finished orders travel whole, because no engine holds them any more: so many, and so many bytes. */
	public const CLOSED_MAX       = 50;
	public const CLOSED_BYTES_MAX = 4_000_000;

	public function __construct( private readonly Tables $tables ) {}

	/**
	 * Which of them are still there as they were seen.
	 *
	 * @param list<Chosen> $chosen
	 * @param string|null  $cause   They must (still) be subjects of this open exception; null: Causeway must know them.
	 * @param bool         $exactly Nothing at all may have been told of them since.
	 * @return list<Chosen>
	 */
	public function still( array $chosen, ?string $cause, bool $exactly ): array {
		$now = $this->versions( \array_column( $chosen, 'subject' ), $cause );
		return \array_values(
			\array_filter(
				$chosen,
				static fn ( array $one ): bool => isset( $now[ $one['subject'] ] ) && ( ! $exactly || null === $one['seen'] || $one['seen'] === $now[ $one['subject'] ] )
			)
		);
	}

	/**
	 * @param list<Chosen> $chosen
	 * @throws Refused More finished orders than may travel at once.
	 */
	public function insistThatTheyTravel( array $chosen ): void {
		$subjects = \array_column( $chosen, 'subject' );
		$closed   = $this->tables->row(
			'SELECT COUNT(*) AS orders, COALESCE(SUM(snapshot_bytes), 0) AS bytes FROM {subject} WHERE open = 0 AND subject IN (' . Statements::places( $subjects, '%s' ) . ')',
			$subjects
		);
		if ( (int) ( $closed['orders'] ?? 0 ) > self::CLOSED_MAX || (int) ( $closed['bytes'] ?? 0 ) > self::CLOSED_BYTES_MAX ) {
			/* translators: %d: number of orders */
			throw Refused::invalid( \sprintf( \__( 'Choose at most %d finished orders at once, or ask for more with the command "causeway replay".', 'causeway' ), self::CLOSED_MAX ) );
		}
	}

	/**
	 * @param list<string> $subjects
	 * @return array<string, array{epoch: int, n: int}> The version that a person sees now, by subject.
	 */
	private function versions( array $subjects, ?string $cause ): array {
		$places = Statements::places( $subjects, '%s' );
		$rows   = null === $cause
			? $this->tables->rows( "SELECT subject, epoch, n FROM {subject} WHERE subject IN ({$places})", $subjects )
			: $this->tables->rows(
				"SELECT x.subject, x.epoch, x.n FROM {exception_subject} x JOIN {exception} e ON e.cause = x.cause
				WHERE x.cause = %s AND e.status IN ('open', 'acknowledged') AND x.subject IN ({$places})",
				[ $cause, ...$subjects ]
			);
		$versions = [];
		foreach ( $rows as $row ) {
			$versions[ (string) $row['subject'] ] = [ 'epoch' => (int) $row['epoch'], 'n' => (int) $row['n'] ];
		}
		return $versions;
	}
}
