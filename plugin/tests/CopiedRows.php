<?php
declare(strict_types=1);

namespace Causeway\Tests;

/** Many of a thing: its rows in several tables, copied in SQL, so that no hook runs. On either database. */
final class CopiedRows {

	/** @param array<string, string> $tables Table → the column that names the thing; that of posts is its first. */
	public function __construct( private readonly \wpdb $wpdb, private readonly array $tables ) {}

	/**
	 * @param int $from The thing that is copied.
	 * @return array{0: int, 1: int} First and last of the copies' ids, which have no gap.
	 */
	public function copy( int $from, int $times ): array {
		$first = 1 + (int) $this->wpdb->get_var( "SELECT MAX(ID) FROM {$this->wpdb->posts}" );
		foreach ( $this->tables as $table => $id ) {
			$this->rows( $table, $id, $from, $first, 1 );
			// Each round doubles what is there.
			for ( $have = 1; $have < $times; $have *= 2 ) {
				$this->rows( $table, $id, $first, $first + $have, \min( $have, $times - $have ) );
			}
		}
		return [ $first, $first + $times - 1 ];
	}

	public function remove( int $first, int $last ): void {
		foreach ( $this->tables as $table => $id ) {
			$this->run( "DELETE FROM {$table} WHERE {$id} BETWEEN {$first} AND {$last}" );
		}
	}

	/** @throws \RuntimeException With what the database said. */
	public function run( string $sql ): void {
		if ( false === $this->wpdb->query( $sql ) ) { // phpcs:ignore WordPress.DB.PreparedSQL -- names and numbers of our own.
			throw new \RuntimeException( $this->wpdb->last_error );
		}
	}

	/** Rows of the things from `$from` on, as rows of as many from `$to` on. */
	private function rows( string $table, string $id, int $from, int $to, int $things ): void {
		/** @var list<string> $columns */
		$columns = $this->wpdb->get_col( "DESCRIBE {$table}" );
		// A number of the row's own, where the thing's is another, is given anew.
		$copied = $columns[0] === $id ? $columns : \array_slice( $columns, 1 );
		$values = \array_map( static fn ( string $column ): string => $column === $id ? "{$id} + " . ( $to - $from ) : "`{$column}`", $copied );
		$this->run( "INSERT INTO {$table} (`" . \implode( '`, `', $copied ) . '`) SELECT ' . \implode( ', ', $values ) . " FROM {$table} WHERE {$id} BETWEEN {$from} AND " . ( $from + $things - 1 ) );
	}
}
