<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Outbox\Clock;
use Causeway\Plugin;

/**
 * `GET /orders/{id}`: where one order is, and why; also one that the worker has never seen.
 *
 * @extends Route<array{id: int}>
 */
final class OrderRoute extends Route {

	public function __construct( private readonly OrderDetail $detail ) {}

	public static function of( Plugin $plugin ): self {
		return new self( OrderDetail::of( $plugin ) );
	}

	public function parameters(): array {
		return [ 'id' => [ 'type' => 'integer', 'required' => true, 'minimum' => 1 ] ];
	}

	protected function answer( array $given ): array {
		$order = $this->detail->find( $given['id'] );
		if ( null === $order ) {
			/* translators: %d: an order's id */
			throw Refused::notFound( \sprintf( \__( 'The shop has no order with id %d.', 'causeway' ), $given['id'] ) );
		}
		return $order + [ 'now' => Clock::now() ];
	}

	public function schema(): array {
		$schema                = [ 'title' => 'causeway-order' ] + OrderShape::schema();
		$version               = [
			'type'       => 'object',
			'properties' => [
				'epoch' => [ 'type' => 'integer' ],
				'n'     => [ 'type' => 'integer' ],
			],
		];
		$schema['properties'] += [
			'kept'           => [ 'type' => 'string', 'enum' => [ 'captured', 'uncaptured' ] ],
			'subject'        => [ 'type' => 'string' ],
			'trace_id'       => [ 'type' => [ 'string', 'null' ] ],
			'seen'           => $version,
			'stages'         => [ 'type' => 'array', 'items' => [ 'type' => 'object' ] ],
			'gates'          => [ 'type' => 'array', 'items' => [ 'type' => 'object' ] ],
			'timeline'       => [ 'type' => 'array', 'maxItems' => 50, 'items' => [ 'type' => 'object' ] ],
			'exception_list' => [ 'type' => 'array', 'items' => [ 'type' => 'object', 'properties' => [ 'seen' => $version ] ] ],
			'unserved'       => [ 'type' => [ 'object', 'null' ] ],
			'requested'      => [ 'type' => [ 'object', 'null' ] ],
			'created_at'     => [ 'type' => [ 'integer', 'null' ] ],
			'edit_url'       => [ 'type' => 'string' ],
			'now'            => [ 'type' => 'integer' ],
		];
		return $schema;
	}
}
