<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

/** A page of orders, newest first unless asked otherwise. */
final class OrderList {

	/** Counting stops here, so that a page of a large shop costs as much as one of a small shop. */
	public const TOTAL_MAX = 10_000;

	/** Sort key → column. */
	public const SORTS = [
		'order_id'   => 's.object_id',
		'since'      => 's.state_since',
		'updated_at' => 's.updated_at',
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
		$way    = 'asc' === $direction ? 'ASC' : 'DESC';
		$column = self::SORTS[ $sort ];
		$rows   = $this->tables->rows(
			'SELECT ' . OrderShape::COLUMNS . ', (' . OrderFilter::openExceptions( 'COUNT(*)' ) . ") AS exceptions
			FROM {subject} s WHERE {$filter->sql()} ORDER BY {$column} {$way}, s.object_id {$way} LIMIT %d OFFSET %d",
			[ ...$filter->values(), $perPage, ( $page - 1 ) * $perPage ]
		);
		$total  = $this->tables->count(
			"SELECT COUNT(*) FROM (SELECT 1 AS one FROM {subject} s WHERE {$filter->sql()} LIMIT %d) counted",
			[ ...$filter->values(), self::TOTAL_MAX ]
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
}
