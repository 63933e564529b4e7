<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

/** A page of orders, newest first unless asked otherwise. */
final class OrderList {

	/** Counting stops here, so that a page of a large shop costs as much as one of a small shop. */
	public const TOTAL_MAX = 10_000;

	/** Sort key → column. */
	public const SORTS = [
		'order_id' => 's.object_id',
		'since'    => 's.state_since',
	];

	public function __construct(
		private readonly Tables $tables,
		private readonly UnfilledLooks $unfilled,
		private readonly OrderShape $shape,
	) {}

	/**
	 * Orders without a row of their own come first on the first page, beside its `$perPage` others.
	 *
	 * @param key-of<self::SORTS> $sort
	 * @param 'asc'|'desc'        $direction
	 * @return array{orders: list<array<string, mixed>>, total: int}
	 */
	public function page( OrderFilter $filter, string $sort, string $direction, int $page, int $perPage ): array {
		// Which orders, and how many, an index alone answers; only the page's own rows, which are large, are read.
		$keys  = "SELECT s.subject FROM {subject} s WHERE {$filter->sql()}";
		$total = $this->tables->count( "SELECT COUNT(*) FROM ({$keys} LIMIT %d) counted", [ ...$filter->values(), self::TOTAL_MAX ] );
		$order = self::order( $sort, 'asc' === $direction ? 'ASC' : 'DESC', $total );
		$rows  = $this->tables->rows(
			'SELECT ' . OrderShape::COLUMNS . ', (' . OrderFilter::openExceptions( 'COUNT(*)' ) . ") AS exceptions
			FROM ({$keys} ORDER BY {$order} LIMIT %d OFFSET %d) page JOIN {subject} s ON s.subject = page.subject ORDER BY {$order}",
			[ ...$filter->values(), $perPage, ( $page - 1 ) * $perPage ]
		);

		$unfilled = \array_filter( $this->unfilled->orders(), $filter->takesUnfilled( ... ), ARRAY_FILTER_USE_KEY );
		$orders   = \array_map( $this->shape->of( ... ), $rows );
		if ( 1 === $page ) {
			$orders = [ ...\array_map( $this->shape->ofUnfilled( ... ), \array_keys( $unfilled ), $unfilled ), ...$orders ];
		}
		return [
			'orders' => $orders,
			'total'  => \min( $total + \count( $unfilled ), self::TOTAL_MAX ),
		];
	}

	/**
	 * Few that match are found by the filter's index and then sorted; many are found by walking the sort's index. Adding 0
	 * takes that index out of the optimiser's hands, which else walks past every closed order to find some open ones.
	 *
	 * @param key-of<self::SORTS> $sort
	 */
	private static function order( string $sort, string $way, int $total ): string {
		$column = self::SORTS[ $sort ] . ( $total < self::TOTAL_MAX ? ' + 0' : '' );
		return "{$column} {$way}, s.subject {$way}";
	}
}
