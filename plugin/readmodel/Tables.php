<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Outbox\Statements;

/** Reads from Causeway's tables; a statement names them as `{subject}`. */
final class Tables {

	public function __construct( private readonly Statements $db ) {}

	/**
	 * @param list<int|string> $values
	 * @return list<array<string, string|null>>
	 */
	public function rows( string $sql, array $values = [] ): array {
		return $this->db->rows( $this->named( $sql ), $values );
	}

	/**
	 * @param list<int|string> $values
	 * @return array<string, string|null>|null
	 */
	public function row( string $sql, array $values = [] ): ?array {
		return $this->rows( $sql, $values )[0] ?? null;
	}

	/** @param list<int|string> $values */
	public function count( string $sql, array $values = [] ): int {
		return (int) ( $this->db->column( $this->named( $sql ), $values )[0] ?? 0 );
	}

	private function named( string $sql ): string {
		return (string) \preg_replace_callback( '/\{([a-z_]+)\}/', fn ( array $name ): string => $this->db->table( $name[1] ), $sql );
	}
}
