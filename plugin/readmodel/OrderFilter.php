<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Outbox\Statements;

/**
 * Which orders a list shows, as SQL with placeholders. An order has a row of its own or, until its look is filled,
 * only that look; each kind has its own words here.
 */
final class OrderFilter {

	/**
	 * Not `LIKE`: that lets the optimiser read the primary key, which holds the snapshots, and sort what it read; seconds
	 * instead of milliseconds in a shop with 200,000 orders.
	 *
	 * @var list<string>
	 */
	private array $conditions = [ "SUBSTR(s.subject, 1, 6) = 'order/'" ];

	/** @var list<int|string> */
	private array $values = [];

	/**
	 * @param list<string> $states Empty: all.
	 * @param bool|null    $open Null: both.
	 * @param bool|null    $exceptions With open exceptions, or without; null: both.
	 * @param int|null     $goLiveAt Epoch ms: unseen orders created before it count as `before_go_live`.
	 */
	public function __construct(
		private readonly string $search,
		private readonly array $states,
		private readonly ?bool $open,
		private readonly ?bool $exceptions,
		private readonly ?int $goLiveAt,
	) {
		$this->search();
		$this->states();
		if ( null !== $open ) {
			$this->also( 's.open = %d', (int) $open );
		}
		if ( null !== $exceptions ) {
			$this->also( ( $exceptions ? '' : 'NOT ' ) . 'EXISTS (' . self::openExceptions( 'x.cause' ) . ')' );
		}
	}

	/** SQL that selects `$what` of the open exceptions of the subject in that column; tables by their `{names}`. */
	public static function openExceptions( string $what, string $subject = 's.subject' ): string {
		return "SELECT {$what} FROM {exception_subject} x JOIN {exception} e ON e.cause = x.cause WHERE x.subject = {$subject} AND e.status IN ('open', 'acknowledged')";
	}

	public function sql(): string {
		return \implode( ' AND ', $this->conditions );
	}

	/** @return list<int|string> */
	public function values(): array {
		return $this->values;
	}

	/** Whether an order that has only an unfilled look belongs in the list. */
	public function takesUnfilled( int $orderId ): bool {
		return ( [] === $this->states || \in_array( Unseen::CAPTURED, $this->states, true ) )
			&& false !== $this->open
			&& true !== $this->exceptions
			&& ( '' === $this->search || (string) $orderId === $this->search );
	}

	/** The order id that was searched for, if it can be one. */
	public function searchedId(): ?int {
		return 1 === \preg_match( '/^[1-9][0-9]{0,17}$/', $this->search ) ? (int) $this->search : null;
	}

	/** How people type what they look for: `#1042`, `order/1042`, surrounding spaces. */
	public static function typed( string $search ): string {
		return (string) \preg_replace( '~^(?:#|order/)~', '', \trim( $search ) );
	}

	private function search(): void {
		if ( '' === $this->search ) {
			return;
		}
		$begins = \addcslashes( $this->search, '_%\\' ) . '%';
		$parts  = [ 'SELECT subject FROM {subject} WHERE object_id = %d' ];
		$values = [ $this->searchedId() ?? 0 ];
		foreach ( [ 'order_number', 'erp_number', 'external_id' ] as $column ) {
			$parts[]  = "SELECT subject FROM (SELECT subject FROM {subject} WHERE {$column} LIKE %s LIMIT %d) by_{$column}";
			$values[] = $begins;
			$values[] = OrderList::TOTAL_MAX;
		}
		// One index each: a plain OR over four columns reads the whole table.
		$this->also( 's.subject IN (SELECT subject FROM (' . \implode( ' UNION ', $parts ) . ') found)', ...$values );
	}

	private function states(): void {
		if ( [] === $this->states ) {
			return;
		}
		$any          = [ 's.state IN (' . Statements::places( $this->states, '%s' ) . ')' ];
		$this->values = [ ...$this->values, ...$this->states ];
		foreach ( [ Unseen::CAPTURED => '>=', Unseen::BEFORE_GO_LIVE => '<' ] as $state => $side ) {
			if ( \in_array( $state, $this->states, true ) ) {
				$any[]          = "(s.state = '' AND COALESCE(s.order_created_at, s.state_since) {$side} %d)";
				$this->values[] = $this->goLiveAt ?? 0;
			}
		}
		$this->conditions[] = '(' . \implode( ' OR ', $any ) . ')';
	}

	private function also( string $condition, int|string ...$values ): void {
		$this->conditions[] = $condition;
		$this->values       = [ ...$this->values, ...\array_values( $values ) ];
	}
}
