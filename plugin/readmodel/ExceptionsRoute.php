<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Outbox\Clock;
use Causeway\Plugin;

/**
 * `GET /exceptions`: a page of what needs a person, grouped by cause.
 *
 * @extends Route<array{status: list<string>, owner: string, category: string, page: int, per_page: int}>
 */
final class ExceptionsRoute extends Route {

	public function __construct( private readonly ExceptionList $list ) {}

	public static function of( Plugin $plugin ): self {
		return new self( ExceptionList::of( $plugin ) );
	}

	public function parameters(): array {
		$word = [ 'type' => 'string', 'pattern' => '^[a-z_]{0,24}$', 'default' => '' ];
		return [
			'status'   => [ 'type' => 'array', 'default' => [], 'items' => [ 'type' => 'string', 'enum' => [ 'open', 'acknowledged', 'resolved', 'ignored' ] ] ],
			'owner'    => $word,
			'category' => $word,
			'page'     => [ 'type' => 'integer', 'default' => 1, 'minimum' => 1, 'maximum' => 100_000 ],
			'per_page' => [ 'type' => 'integer', 'default' => 25, 'minimum' => 1, 'maximum' => ExceptionList::PAGE_MAX ],
		];
	}

	protected function answer( array $given ): array {
		return $this->list->page( $given, $given['page'], $given['per_page'] ) + [ 'now' => Clock::now() ];
	}

	public function schema(): array {
		return [
			'title'      => 'causeway-exceptions',
			'type'       => 'object',
			'properties' => [
				'exceptions' => [ 'type' => 'array', 'maxItems' => ExceptionList::PAGE_MAX, 'items' => self::item() ],
				'total'      => [ 'type' => 'integer' ],
				'now'        => [ 'type' => 'integer' ],
			],
		];
	}

	/** @return array{type: string, properties: array<string, array<string, mixed>>} JSON schema of one exception. */
	public static function item(): array {
		$text  = [ 'type' => 'string' ];
		$whole = [ 'type' => 'integer' ];
		return [
			'type'       => 'object',
			'properties' => [
				'cause'          => $text,
				'category'       => $text,
				'severity'       => $text,
				'owner'          => $text,
				'title'          => $text,
				'next_step'      => $text,
				'status'         => $text,
				'opened_at'      => $whole,
				'updated_at'     => $whole,
				'closed_at'      => [ 'type' => [ 'integer', 'null' ] ],
				'closed_by'      => $text,
				'closed_reason'  => $text,
				'subjects'       => $whole,
				'first_subjects' => [ 'type' => 'array', 'items' => [ 'type' => 'object' ] ],
				'requested'      => [ 'type' => [ 'object', 'null' ] ],
			],
		];
	}
}
