<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Outbox\Clock;
use Causeway\Plugin;

/**
 * `GET /exceptions/{cause}`: one exception with all its subjects (of very many the oldest).
 *
 * @extends Route<array{cause: string}>
 */
final class ExceptionRoute extends Route {

	public function __construct( private readonly ExceptionList $list ) {}

	public static function of( Plugin $plugin ): self {
		return new self( ExceptionList::of( $plugin ) );
	}

	public function parameters(): array {
		return [ 'cause' => [ 'type' => 'string', 'required' => true, 'maxLength' => 96 ] ];
	}

	protected function answer( array $given ): array {
		$exception = $this->list->find( $given['cause'] );
		if ( null === $exception ) {
			throw Refused::notFound( \__( 'There is no such exception.', 'causeway' ) );
		}
		return $exception + [ 'now' => Clock::now() ];
	}

	public function schema(): array {
		$schema                               = [ 'title' => 'causeway-exception' ] + ExceptionsRoute::item();
		$schema['properties']['all_subjects'] = [ 'type' => 'array', 'maxItems' => ExceptionList::SUBJECTS_MAX, 'items' => [ 'type' => 'object' ] ];
		$schema['properties']['now']          = [ 'type' => 'integer' ];
		return $schema;
	}
}
