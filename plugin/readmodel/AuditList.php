<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Audit\Actor;
use Causeway\Outbox\OrderSubject;
use Causeway\Outbox\Statements;

/** Pages of the audit, the newest line first. */
final class AuditList {

	public const PAGE_MAX = 500;

	public function __construct( private readonly Tables $tables ) {}

	/**
	 * @param array{order: string, actor: string, action: string, from: int|null, until: int|null} $filter Empty: all. `from` and `until` in epoch ms, half-open.
	 * @param int|null $before Only lines older than the one with this number; null: begin.
	 * @return array{entries: list<array<string, mixed>>, next: int|null} `next`: what the next page is `before`.
	 */
	public function page( array $filter, ?int $before, int $perPage ): array {
		$conditions = [ '1 = 1' ];
		$values     = [];
		$also       = static function ( string $condition, int|string ...$given ) use ( &$conditions, &$values ): void {
			$conditions[] = $condition;
			$values       = [ ...$values, ...\array_values( $given ) ];
		};
		if ( '' !== $filter['order'] ) {
			$subjects = $this->subjects( $filter['order'] );
			$also( 'a.subject IN (' . Statements::places( $subjects, '%s' ) . ')', ...$subjects );
		}
		foreach ( [ 'actor', 'action' ] as $column ) {
			if ( '' !== $filter[ $column ] ) {
				$also( "a.{$column} = %s", $filter[ $column ] );
			}
		}
		foreach ( [ 'a.at >= %d' => $filter['from'], 'a.at < %d' => $filter['until'], 'a.id < %d' => $before ] as $condition => $bound ) {
			if ( null !== $bound ) {
				$also( $condition, $bound );
			}
		}
		$rows = $this->tables->rows(
			'SELECT a.*, s.order_number FROM {audit} a LEFT JOIN {subject} s ON s.subject = a.subject WHERE ' . \implode( ' AND ', $conditions ) . ' ORDER BY a.id DESC LIMIT %d',
			[ ...$values, $perPage + 1 ]
		);
		$page = \array_slice( $rows, 0, $perPage );
		return [
			'entries' => \array_map( self::entry( ... ), $page ),
			'next'    => \count( $rows ) > $perPage ? (int) $page[ $perPage - 1 ]['id'] : null,
		];
	}

	/** @return non-empty-list<string> The order with this id, and those with this number. */
	private function subjects( string $order ): array {
		$numbered = \array_column( $this->tables->rows( 'SELECT subject FROM {subject} WHERE order_number = %s LIMIT 20', [ $order ] ), 'subject' );
		return [ 'order/' . $order, ...\array_values( \array_filter( $numbered, \is_string( ... ) ) ) ];
	}

	/**
	 * @param array<string, string|null> $row
	 * @return array<string, mixed>
	 */
	private static function entry( array $row ): array {
		$order = OrderSubject::id( (string) $row['subject'] ) ?: null;
		return [
			'id'         => (int) $row['id'],
			'at'         => (int) $row['at'],
			'actor'      => $row['actor'],
			'actor_name' => Actor::name( (string) $row['actor'] ),
			'action'     => $row['action'],
			'subject'    => $row['subject'],
			'order_id'   => $order,
			'number'     => null === $order ? '' : (string) ( $row['order_number'] ?: $order ),
			'about'      => $row['about'],
			'before'     => $row['was'],
			'after'      => $row['became'],
			'why'        => $row['why'],
		];
	}
}
