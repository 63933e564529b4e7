<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Outbox\Clock;
use Causeway\Plugin;

/**
 * `GET /audit`: who changed what, when and why; the newest first. `before` is the number that the page before gave as `next`.
 *
 * @extends Route<array{order: string, actor: string, action: string, from?: int, until?: int, before?: int, per_page: int}>
 */
final class AuditRoute extends Route {

	public function __construct( private readonly AuditList $list ) {}

	public static function of( Plugin $plugin ): self {
		return new self( new AuditList( new Tables( $plugin->statements() ) ) );
	}

	public function parameters(): array {
		$instant = [ 'type' => 'integer', 'minimum' => 0, 'description' => 'Epoch milliseconds.' ];
		return [
			'order'    => [ 'type' => 'string', 'default' => '', 'maxLength' => 80 ],
			'actor'    => [ 'type' => 'string', 'default' => '', 'pattern' => '^[a-z_:0-9-]{0,40}$' ],
			'action'   => [ 'type' => 'string', 'default' => '', 'pattern' => '^[a-z_]{0,32}$' ],
			'from'     => $instant,
			'until'    => $instant,
			'before'   => [ 'type' => 'integer', 'minimum' => 1 ],
			'per_page' => [ 'type' => 'integer', 'default' => 50, 'minimum' => 1, 'maximum' => AuditList::PAGE_MAX ],
		];
	}

	protected function answer( array $given ): array {
		$filter = [
			'order'  => OrderFilter::typed( $given['order'] ),
			'actor'  => $given['actor'],
			'action' => $given['action'],
			'from'   => $given['from'] ?? null,
			'until'  => $given['until'] ?? null,
		];
		return $this->list->page( $filter, $given['before'] ?? null, $given['per_page'] ) + [ 'now' => Clock::now() ];
	}

	public function schema(): array {
		$text  = [ 'type' => 'string' ];
		$whole = [ 'type' => 'integer' ];
		$entry = [
			'id'         => $whole,
			'at'         => $whole,
			'actor'      => $text,
			'actor_name' => $text,
			'action'     => $text,
			'subject'    => $text,
			'order_id'   => [ 'type' => [ 'integer', 'null' ] ],
			'number'     => $text,
			'about'      => $text,
			'before'     => $text,
			'after'      => $text,
			'why'        => $text,
		];
		return [
			'title'      => 'causeway-audit',
			'type'       => 'object',
			'properties' => [
				'entries' => [ 'type' => 'array', 'maxItems' => AuditList::PAGE_MAX, 'items' => [ 'type' => 'object', 'properties' => $entry ] ],
				'next'    => [ 'type' => [ 'integer', 'null' ] ],
				'now'     => $whole,
			],
		];
	}
}
