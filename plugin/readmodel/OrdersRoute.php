<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Outbox\Clock;
use Causeway\Plugin;

/**
 * `GET /orders`: every captured order with one state and one reason; search by number, id, ERP number, external id.
 *
 * @extends Route<array{search: string, state: list<string>, open?: bool, exceptions?: bool, sort: 'order_id'|'since', direction: 'asc'|'desc', page: int, per_page: int}>
 */
final class OrdersRoute extends Route {

	public function __construct(
		private readonly OrderList $list,
		private readonly UncapturedOrder $uncaptured,
		private readonly ?int $goLiveAt,
	) {}

	public static function of( Plugin $plugin ): self {
		$tables = new Tables( $plugin->statements() );
		$link   = $plugin->links()->read();
		$shape  = new OrderShape( new Unseen( $link ) );
		return new self( new OrderList( $tables, new UnfilledLooks( $tables ), $shape ), new UncapturedOrder( $link, $plugin->settings() ), $link->goLiveAt );
	}

	public function parameters(): array {
		return [
			'search'     => [ 'type' => 'string', 'default' => '', 'maxLength' => 80 ],
			'state'      => [ 'type' => 'array', 'default' => [], 'maxItems' => 40, 'items' => [ 'type' => 'string', 'pattern' => '^[a-z_]{1,32}$' ] ],
			'open'       => [ 'type' => 'boolean' ],
			'exceptions' => [ 'type' => 'boolean' ],
			'sort'       => [ 'type' => 'string', 'default' => 'order_id', 'enum' => \array_keys( OrderList::SORTS ) ],
			'direction'  => [ 'type' => 'string', 'default' => 'desc', 'enum' => [ 'asc', 'desc' ] ],
			'page'       => [ 'type' => 'integer', 'default' => 1, 'minimum' => 1, 'maximum' => 100_000 ],
			'per_page'   => [ 'type' => 'integer', 'default' => 25, 'minimum' => 1, 'maximum' => 100 ],
		];
	}

	protected function answer( array $given ): array {
		$filter = new OrderFilter( OrderFilter::typed( $given['search'] ), $given['state'], $given['open'] ?? null, $given['exceptions'] ?? null, $this->goLiveAt );
		$found  = $this->list->page( $filter, $given['sort'], $given['direction'], $given['page'], $given['per_page'] );
		if ( 0 === $found['total'] && 1 === $given['page'] ) {
			$found = $this->uncaptured( $filter, $given ) ?? $found;
		}
		return $found + [
			'total_max' => OrderList::TOTAL_MAX,
			'now'       => Clock::now(),
		];
	}

	public function schema(): array {
		return [
			'title'      => 'causeway-orders',
			'type'       => 'object',
			'properties' => [
				'orders'    => [ 'type' => 'array', 'items' => OrderShape::schema() ],
				'total'     => [ 'type' => 'integer' ],
				'total_max' => [ 'type' => 'integer' ],
				'now'       => [ 'type' => 'integer' ],
			],
		];
	}

	/**
	 * A search for an id that WooCommerce knows and Causeway doesn't is answered, not left empty.
	 *
	 * @param array{state: list<string>, open?: bool, exceptions?: bool, ...} $given
	 * @return array{orders: list<array<string, mixed>>, total: int}|null
	 */
	private function uncaptured( OrderFilter $filter, array $given ): ?array {
		$id    = $filter->searchedId();
		$plain = [] === $given['state'] && ! isset( $given['open'] ) && ! isset( $given['exceptions'] );
		$order = $plain && null !== $id ? $this->uncaptured->find( $id ) : null;
		return null === $order ? null : [ 'orders' => [ $order['row'] ], 'total' => 1 ];
	}
}
