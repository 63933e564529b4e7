<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Outbox\Clock;
use Causeway\Plugin;

/**
 * `GET /exceptions/{cause}`: one exception with a page of its subjects, the oldest first.
 *
 * @extends Route<array{cause: string, page: int, per_page: int}>
 */
final class ExceptionRoute extends Route {

	public function __construct( private readonly ExceptionList $list ) {}

	public static function of( Plugin $plugin ): self {
		return new self( ExceptionList::of( $plugin ) );
	}

	public function parameters(): array {
		return [
			'cause'    => [ 'type' => 'string', 'required' => true, 'maxLength' => 96 ],
			'page'     => [ 'type' => 'integer', 'default' => 1, 'minimum' => 1, 'maximum' => 100_000 ],
			'per_page' => [ 'type' => 'integer', 'default' => 25, 'minimum' => 1, 'maximum' => ExceptionList::SUBJECTS_MAX ],
		];
	}

	protected function answer( array $given ): array {
		$exception = $this->list->find( $given['cause'], $given['page'], $given['per_page'] );
		if ( null === $exception ) {
			throw Refused::notFound( \__( 'There is no such exception.', 'causeway' ) );
		}
		return $exception + [ 'now' => Clock::now() ];
	}

	public function schema(): array {
		$schema                               = [ 'title' => 'causeway-exception' ] + ExceptionsRoute::item();
		$schema['properties']['subject_list'] = [ 'type' => 'array', 'maxItems' => ExceptionList::SUBJECTS_MAX, 'items' => [ 'type' => 'object' ] ];
		$schema['properties']['now']          = [ 'type' => 'integer' ];
		return $schema;
	}
}
