<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Audit\Actor;
use Causeway\Outbox\OrderSubject;
use Causeway\Outbox\Statements;
use Causeway\Plugin;

/** What needs a person: one cause, one exception, many subjects. */
final class ExceptionList {

	public const PAGE_MAX     = 100;
	public const SUBJECTS_MAX = 100;

	/** Named in the list; the rest is counted. */
	private const FIRST_SUBJECTS = 3;

	private const SELECT = 'SELECT e.*, (SELECT COUNT(*) FROM {exception_subject} x WHERE x.cause = e.cause) AS subjects';

	private const ORDER = "CASE e.status WHEN 'open' THEN 0 WHEN 'acknowledged' THEN 1 ELSE 2 END,
		CASE e.severity WHEN 'critical' THEN 0 WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, e.opened_at, e.cause";

	public function __construct( private readonly Tables $tables, private readonly Requested $requested ) {}

	public static function of( Plugin $plugin ): self {
		$tables = new Tables( $plugin->statements() );
		return new self( $tables, new Requested( $tables ) );
	}

	/**
	 * Worst first, then oldest.
	 *
	 * @param array{status: list<string>, owner: string, category: string, ...} $filter Empty: all.
	 * @param int                                                               $page   From 1.
	 * @return array{exceptions: list<array<string, mixed>>, total: int}
	 */
	public function page( array $filter, int $page, int $perPage ): array {
		[ $where, $values ] = self::where( $filter );

		// Subjects are counted of the page's own causes only.
		$keys     = "SELECT e.cause FROM {exception} e WHERE {$where} ORDER BY " . self::ORDER . ' LIMIT %d OFFSET %d';
		$rows     = $this->tables->rows(
			self::SELECT . " FROM ({$keys}) page JOIN {exception} e ON e.cause = page.cause ORDER BY " . self::ORDER,
			[ ...$values, $perPage, ( $page - 1 ) * $perPage ]
		);
		$subjects = $this->firstSubjects( \array_map( static fn ( array $row ): string => (string) $row['cause'], $rows ) );
		return [
			'exceptions' => \array_map( fn ( array $row ): array => $this->shape( $row, $subjects[ $row['cause'] ] ?? [] ), $rows ),
			'total'      => $this->tables->count( "SELECT COUNT(*) FROM {exception} e WHERE {$where}", $values ),
		];
	}

	/**
	 * @param int $page Of its subjects, the oldest first; from 1.
	 * @return array<string, mixed>|null Null: there is no such cause.
	 */
	public function find( string $cause, int $page, int $perPage ): ?array {
		$row = $this->tables->row( self::SELECT . ' FROM {exception} e WHERE e.cause = %s', [ $cause ] );
		if ( null === $row ) {
			return null;
		}
		$subjects = $this->tables->rows(
			self::subjectsOf( '%s' ) . ' ORDER BY x.opened_at, x.subject LIMIT %d OFFSET %d',
			[ $cause, $perPage, ( $page - 1 ) * $perPage ]
		);
		return $this->shape( $row, $this->firstSubjects( [ $cause ] )[ $cause ] ?? [] ) + [ 'subject_list' => \array_map( self::subject( ... ), $subjects ) ];
	}

	/**
	 * @param array{status: list<string>, owner: string, category: string, ...} $filter
	 * @return array{string, list<string>}
	 */
	private static function where( array $filter ): array {
		$conditions = [ '1 = 1' ];
		$values     = $filter['status'];
		if ( $filter['status'] ) {
			$conditions[] = 'e.status IN (' . Statements::places( $filter['status'], '%s' ) . ')';
		}
		foreach ( [ 'owner', 'category' ] as $column ) {
			if ( '' !== $filter[ $column ] ) {
				$conditions[] = "e.{$column} = %s";
				$values[]     = $filter[ $column ];
			}
		}
		return [ \implode( ' AND ', $conditions ), $values ];
	}

	private static function subjectsOf( string $cause ): string {
		return "SELECT x.cause, x.subject, x.detail, x.opened_at, x.epoch, x.n, s.order_number
			FROM {exception_subject} x LEFT JOIN {subject} s ON s.subject = x.subject WHERE x.cause = {$cause}";
	}

	/**
	 * One statement for the whole page.
	 *
	 * @param list<string> $causes
	 * @return array<string, list<array{subject: string, ...}>> By cause.
	 */
	private function firstSubjects( array $causes ): array {
		if ( [] === $causes ) {
			return [];
		}
		$each     = 'SELECT * FROM (' . self::subjectsOf( '%s' ) . ' ORDER BY x.opened_at, x.subject LIMIT ' . self::FIRST_SUBJECTS . ') ';
		$parts    = \array_map( static fn ( int $index ): string => $each . 'first_' . $index, \array_keys( $causes ) );
		$by_cause = [];
		foreach ( $this->tables->rows( \implode( ' UNION ALL ', $parts ), $causes ) as $row ) {
			$by_cause[ (string) $row['cause'] ][] = self::subject( $row );
		}
		return $by_cause;
	}

	/**
	 * @param array<string, string|null> $row
	 * @return array{subject: string, order_id: int|null, number: string, detail: string, opened_at: int, seen: array{epoch: int, n: int}}
	 */
	private static function subject( array $row ): array {
		$order = OrderSubject::id( (string) $row['subject'] ) ?: null;
		return [
			'subject'   => (string) $row['subject'],
			'order_id'  => $order,
			'number'    => (string) ( null === $order ? $row['subject'] : ( $row['order_number'] ?: $order ) ),
			'detail'    => (string) $row['detail'],
			'opened_at' => (int) $row['opened_at'],
			'seen'      => [ 'epoch' => (int) $row['epoch'], 'n' => (int) $row['n'] ],
		];
	}

	/**
	 * @param array<string, string|null> $row
	 * @param list<array{subject: string, ...}> $first
	 * @return array<string, mixed>
	 */
	private function shape( array $row, array $first ): array {
		$count = (int) $row['subjects'];
		return [
			'cause'          => $row['cause'],
			'category'       => $row['category'],
			'severity'       => $row['severity'],
			'owner'          => $row['owner'],
			'title'          => $row['title'],
			'next_step'      => $row['next_step'],
			'status'         => $row['status'],
			'opened_at'      => (int) $row['opened_at'],
			'updated_at'     => (int) $row['updated_at'],
			'closed_at'      => null === $row['closed_at'] ? null : (int) $row['closed_at'],
			'closed_by'      => null === $row['closed_at'] ? '' : Actor::name( (string) $row['closed_by'] ),
			'closed_reason'  => (string) $row['closed_reason'],
			'subjects'       => $count,
			'first_subjects' => $first,
			'requested'      => $this->requested->ofCause( (string) $row['cause'], 1 === $count ? $first[0]['subject'] ?? null : null, (int) $row['updated_at'] ),
		];
	}
}
