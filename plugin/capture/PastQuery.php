<?php
declare(strict_types=1);

namespace Causeway\Capture;

use Causeway\Outbox\OrderSubject;
use Causeway\Outbox\Settings;
use Causeway\Outbox\Statements;

/**
 * Which orders were created in some time, with what the worker said of them: by keyset over the date's index.
 *
 * @phpstan-import-type Past from \Causeway\Exchange\Wire
 */
final class PastQuery {

	/** Columns of dates know no later year. */
	private const LATEST_MS = 253_402_300_799_000;

	private readonly PlacedOrders $placed;

	public function __construct( private readonly Statements $db, private readonly OrderStorage $storage, Settings $settings ) {
		$this->placed = new PlacedOrders( $storage, $settings );
	}

	/**
	 * @param Past $past
	 * @return list<array<string, string|null>> id, created (epoch s), and the subject's columns, null where it has no row.
	 */
	public function rows( object $past, int $limit ): array {
		$c                     = $this->storage->columns();
		[ $moment, $order ]    = '' === $past->after ? [ 0, 0 ] : \array_map( 'intval', \explode( '.', $past->after ) );
		$from                  = self::sqlTime( \max( $past->from, $moment ) );
		[ $chosen, $ofChosen ] = $this->chosen( $past );
		$created               = "o.{$c['created']}";
		$rows                  = $this->db->rows(
			"SELECT o.{$c['id']} AS id, {$created} AS created, s.subject, s.external_id, s.erp_number, s.state, s.open, s.epoch, s.n
			FROM {$this->storage->table()} o LEFT JOIN {$this->db->table( 'subject' )} s ON s.object_id = o.{$c['id']} AND s.subject LIKE 'order/%%'
			WHERE {$created} >= %s AND {$created} < %s AND ({$created} > %s OR o.{$c['id']} > %d) AND {$this->placed->condition( 'o' )}{$chosen}
			ORDER BY {$created}, o.{$c['id']} LIMIT %d",
			[ $from, self::sqlTime( $past->before ), self::sqlTime( $moment ), $order, ...$this->placed->values(), ...$ofChosen, $limit ]
		);
		return \array_map( static fn ( array $row ): array => [ 'created' => (string) \strtotime( $row['created'] . ' UTC' ) ] + $row, $rows );
	}

	/**
	 * @param Past $past
	 * @return array{0: string, 1: list<int|string>} A condition and the values of its places.
	 */
	private function chosen( object $past ): array {
		$sql    = '';
		$values = [];
		if ( isset( $past->only ) ) {
			$values = \array_map( OrderSubject::id( ... ), $past->only );
			$sql    = " AND o.{$this->storage->columns()['id']} IN (" . Statements::places( $values ) . ')';
		}
		if ( isset( $past->state ) ) {
			$values[] = $past->state;
			$sql     .= ' AND s.state = %s';
		}
		return [ $sql, $values ];
	}

	/** The first second that does not lie before the instant. */
	private static function sqlTime( int $epochMs ): string {
		return OrderStorage::sqlTime( \min( self::LATEST_MS, $epochMs ) + 999 );
	}
}
