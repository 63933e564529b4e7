<?php
declare(strict_types=1);

namespace Causeway\Admin;

use Causeway\Health\ShopCondition;
use Causeway\Outbox\Settings;
use Causeway\Outbox\Statements;
use Causeway\Plugin;
use Causeway\ReadModel\OrderFilter;
use Causeway\ReadModel\OrderShape;
use Causeway\ReadModel\Tables;
use Causeway\ReadModel\UncapturedOrder;
use Causeway\ReadModel\Unseen;

/** Where the orders of one page of a list are: one statement for the whole page, whatever its length. */
final class ListedOrders {

	/** @var array<int, array<string, string|null>> Order id → row. */
	private array $rows = [];

	public function __construct(
		private readonly Tables $tables,
		private readonly ShopCondition $condition,
		private readonly Settings $settings,
	) {}

	public static function of( Plugin $plugin ): self {
		return new self( new Tables( $plugin->statements() ), ShopCondition::of( $plugin ), $plugin->settings() );
	}

	/** @param list<int> $ids The orders of the page. */
	public function load( array $ids ): void {
		$ids = \array_values( \array_diff( $ids, \array_keys( $this->rows ) ) );
		if ( ! $ids ) {
			return;
		}
		$asked = Statements::places( $ids, 'SELECT %d AS id, %s AS subject' );
		$rows  = $this->tables->rows(
			'SELECT a.id, ' . OrderShape::COLUMNS . ', (' . OrderFilter::openExceptions( 'COUNT(*)' ) . ') AS exceptions, l.first_at AS look_at
			FROM (' . \str_replace( ', SELECT', ' UNION ALL SELECT', $asked ) . ') a
			LEFT JOIN {subject} s ON s.subject = a.subject LEFT JOIN {outbox} l ON l.slot = a.subject',
			\array_merge( ...\array_map( static fn ( int $id ): array => [ $id, 'order/' . $id ], $ids ) )
		);
		foreach ( $rows as $row ) {
			$this->rows[ (int) $row['id'] ] = $row;
		}
	}

	/** @return array<string, mixed> As OrderShape has it. */
	public function find( \WC_Order $order ): array {
		$id = $order->get_id();
		$this->load( [ $id ] );
		$row   = $this->rows[ $id ] ?? [];
		$shape = new OrderShape( new Unseen( $this->condition->link() ) );
		if ( isset( $row['subject'] ) ) {
			return $shape->of( $row );
		}
		return isset( $row['look_at'] )
			? $shape->ofUnfilled( $id, (int) $row['look_at'] )
			: ( new UncapturedOrder( $this->condition->link(), $this->settings ) )->of( $order )['row'];
	}
}
