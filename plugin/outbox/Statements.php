<?php
declare(strict_types=1);

namespace Causeway\Outbox;

/**
 * Prepared statements on `wpdb` that throw instead of printing: what the table classes are made of.
 *
 * @phpstan-type Row array<string, string|null>
 */
final class Statements {

	public function __construct( public readonly \wpdb $wpdb ) {}

	public function table( string $name ): string {
		return $this->wpdb->prefix . 'causeway_' . $name;
	}

	/**
	 * @param list<float|int|string> $values
	 * @return int Rows affected (of an upsert: not comparable between databases).
	 * @throws DatabaseError
	 */
	public function run( string $sql, array $values = [] ): int {
		return $this->guarded( fn (): int => (int) $this->wpdb->query( $this->prepared( $sql, $values ) ) );
	}

	/**
	 * @param list<int|string> $values
	 * @return Row|null
	 * @throws DatabaseError
	 */
	public function row( string $sql, array $values = [] ): ?array {
		return $this->rows( $sql, $values )[0] ?? null;
	}

	/**
	 * @param list<int|string> $values
	 * @return list<Row>
	 * @throws DatabaseError
	 */
	public function rows( string $sql, array $values = [] ): array {
		/** @var list<Row> */
		return $this->guarded( fn (): array => (array) $this->wpdb->get_results( $this->prepared( $sql, $values ), ARRAY_A ) );
	}

	/**
	 * @param list<int|string> $values
	 * @return list<string>
	 * @throws DatabaseError
	 */
	public function column( string $sql, array $values = [] ): array {
		return \array_map( static fn ( array $row ): string => (string) \reset( $row ), $this->rows( $sql, $values ) );
	}

	/** @param list<mixed> $of One placeholder each. */
	public static function places( array $of, string $place = '%d' ): string {
		return \implode( ', ', \array_fill( 0, \count( $of ), $place ) );
	}

	/** @param list<float|int|string> $values */
	private function prepared( string $sql, array $values ): string {
		return $values ? (string) $this->wpdb->prepare( $sql, $values ) : $sql; // phpcs:ignore WordPress.DB.PreparedSQL.NotPrepared
	}

	/**
	 * @template T
	 * @param \Closure(): T $statement
	 * @return T
	 */
	private function guarded( \Closure $statement ): mixed {
		$shown = $this->wpdb->suppress_errors( true );
		try {
			$result = $statement();
		} finally {
			$this->wpdb->suppress_errors( $shown );
		}
		if ( '' !== $this->wpdb->last_error ) {
			throw new DatabaseError( $this->wpdb->last_error );
		}
		return $result;
	}
}
