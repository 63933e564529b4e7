<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Outbox\Clock;
use Causeway\Plugin;

/**
 * `GET /stock`: what the shop was told may be sold, what it has, and what of it waits for a person.
 *
 * @extends Route<array{search: string, exceptions?: bool, page: int, per_page: int}>
 */
final class StockRoute extends Route {

	public function __construct( private readonly StockList $list ) {}

	public static function of( Plugin $plugin ): self {
		return new self( StockList::of( $plugin ) );
	}

	public function parameters(): array {
		return [
			'search'     => [ 'type' => 'string', 'default' => '', 'maxLength' => 100 ],
			'exceptions' => [ 'type' => 'boolean' ],
			'page'       => [ 'type' => 'integer', 'default' => 1, 'minimum' => 1, 'maximum' => 100_000 ],
			'per_page'   => [ 'type' => 'integer', 'default' => 25, 'minimum' => 1, 'maximum' => 100 ],
		];
	}

	protected function answer( array $given ): array {
		return $this->list->page( \trim( $given['search'] ), $given['exceptions'] ?? null, $given['page'], $given['per_page'] ) + [
			'total_max' => StockList::TOTAL_MAX,
			'sources'   => $this->list->sources(),
			'now'       => Clock::now(),
		];
	}

	public function schema(): array {
		$text  = [ 'type' => 'string' ];
		$whole = [ 'type' => 'integer' ];
		$list  = [ 'type' => 'array', 'items' => [ 'type' => 'object' ] ];
		$seen  = [ 'type' => 'object', 'properties' => [ 'epoch' => $whole, 'n' => $whole ] ];
		$sku   = [
			'sku' => $text, 'subject' => $text, 'product_id' => $whole, 'name' => $text, 'edit_url' => $text, 'version' => $whole,
			'base'       => $text + [ 'description' => 'Available to sell, as the worker told last.' ],
			'counted'    => $text + [ 'description' => 'Units sold here that are in it already.' ],
			'stock'      => [ 'type' => [ 'string', 'null' ], 'description' => 'What WooCommerce has.' ],
			'as_of'      => $whole + [ 'description' => 'Of the oldest position in it, epoch milliseconds.' ],
			'applied_at' => $whole, 'exceptions' => $whole, 'exception_list' => $list,
		];
		$source = [
			'subject' => $text, 'role' => $text, 'state' => $text, 'reason' => $text, 'waiting_for' => $text, 'since' => [ 'type' => [ 'integer', 'null' ] ],
			'timeline' => $list, 'exception_list' => $list, 'requested' => [ 'type' => [ 'object', 'null' ] ], 'seen' => $seen,
		];
		return [
			'title'      => 'causeway-stock',
			'type'       => 'object',
			'properties' => [
				'skus'      => [ 'type' => 'array', 'items' => [ 'type' => 'object', 'properties' => $sku ] ],
				'total'     => $whole,
				'total_max' => $whole,
				'sources'   => [ 'type' => 'array', 'items' => [ 'type' => 'object', 'properties' => $source ] ],
				'now'       => $whole,
			],
		];
	}
}
