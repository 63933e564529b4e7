<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Outbox\Clock;
use Causeway\Outbox\LookBody;
use Causeway\Plugin;
use Causeway\Returns\ReturnSubject;

/**
 * `GET /returns/{key}`: where one return is, and why.
 *
 * @extends Route<array{key: string}>
 */
final class ReturnRoute extends Route {

	public function __construct( private readonly Tables $tables, private readonly ReturnShape $shape, private readonly SubjectExceptions $exceptions, private readonly Requested $requested ) {}

	public static function of( Plugin $plugin ): self {
		$tables    = new Tables( $plugin->statements() );
		$requested = new Requested( $tables );
		return new self( $tables, ReturnShape::of( $plugin ), new SubjectExceptions( $tables, $requested ), $requested );
	}

	public function parameters(): array {
		return [ 'key' => [ 'type' => 'string', 'required' => true, 'maxLength' => 57 ] ];
	}

	protected function answer( array $given ): array {
		$subject = ReturnSubject::PREFIX . $given['key'];
		$row     = $this->tables->row(
			'SELECT ' . OrderShape::COLUMNS . ', s.trace_id, s.stages, s.timeline, (' . OrderFilter::openExceptions( 'COUNT(*)' ) . ') AS exceptions FROM {subject} s WHERE s.subject = %s',
			[ $subject ]
		);
		if ( null === $row ) {
			throw Refused::notFound( \__( 'The shop knows no such return.', 'causeway' ) );
		}
		$changed = (int) $row['updated_at'];
		return $this->shape->shaped( $row ) + [
			'trace_id'       => (string) $row['trace_id'],
			'timeline'       => LookBody::listed( $row['timeline'] ),
			'exception_list' => $this->exceptions->of( $subject, $changed ),
			'requested'      => $this->requested->of( $subject, null, $changed ),
			'now'            => Clock::now(),
		];
	}

	public function schema(): array {
		$schema                = [ 'title' => 'causeway-return' ] + ReturnShape::schema();
		$schema['properties'] += [
			'trace_id'       => [ 'type' => 'string' ],
			'timeline'       => [ 'type' => 'array', 'maxItems' => 50, 'items' => [ 'type' => 'object' ] ],
			'exception_list' => [ 'type' => 'array', 'items' => [ 'type' => 'object' ] ],
			'requested'      => [ 'type' => [ 'object', 'null' ] ],
			'now'            => [ 'type' => 'integer' ],
		];
		return $schema;
	}
}
