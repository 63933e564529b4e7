<?php
declare(strict_types=1);

namespace Causeway\Exchange;

use Causeway\Outbox\Statements;

/** The one row of `causeway_link`, made at migration. Changes are compare-and-set: no lock is held between statements. */
final class LinkTable {

	public function __construct( private readonly Statements $db ) {}

	/** @throws \RuntimeException When the migration has not made the row. */
	public function read(): Link {
		$row = $this->db->row( "SELECT * FROM {$this->db->table( 'link' )} WHERE id = 1" );
		return $row ? Link::fromRow( $row ) : throw new \RuntimeException( 'Causeway has no link row: its tables were not made.' );
	}

	/**
	 * Sets columns, if the row still is as expected.
	 *
	 * @param array<string, int|string|null> $set      Column → new value.
	 * @param string                         $where    SQL that must hold, with placeholders; '' = always.
	 * @param list<int|string>               $expected Values of the placeholders.
	 * @return bool Whether the row changed. (MariaDB does not count a row that was set to what it held.)
	 */
	public function change( array $set, string $where = '', array $expected = [] ): bool {
		$assignments = [];
		$values      = [];
		foreach ( $set as $column => $value ) {
			$assignments[] = $column . ' = ' . ( null === $value ? 'NULL' : ( \is_int( $value ) ? '%d' : '%s' ) );
			if ( null !== $value ) {
				$values[] = $value;
			}
		}
		$sql = "UPDATE {$this->db->table( 'link' )} SET " . \implode( ', ', $assignments ) . ' WHERE id = 1' . ( '' === $where ? '' : " AND {$where}" );
		return $this->db->run( $sql, [ ...$values, ...$expected ] ) > 0;
	}

	/** Counts one try of the pairing code, while there are tries left. */
	public function spendTry( int $now, int $max ): bool {
		return $this->db->run(
			"UPDATE {$this->db->table( 'link' )} SET code_tries = code_tries + 1
			WHERE id = 1 AND code_hash <> '' AND code_expires_at > %d AND code_tries < %d",
			[ $now, $max ]
		) > 0;
	}
}
