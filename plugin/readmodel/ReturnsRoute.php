<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Outbox\Clock;
use Causeway\Plugin;

/**
 * `GET /returns`: returns and refunds, those that changed last first.
 *
 * @extends Route<array{open?: bool, order?: int, page: int, per_page: int}>
 */
final class ReturnsRoute extends Route {

	/** Subjects that begin with `return/`: a range of the primary key. */
	private const RETURNS = "s.subject > 'return/' AND s.subject < 'return0'";

	public function __construct( private readonly Tables $tables, private readonly ReturnShape $shape ) {}

	public static function of( Plugin $plugin ): self {
		return new self( new Tables( $plugin->statements() ), ReturnShape::of( $plugin ) );
	}

	public function parameters(): array {
		return [
			'open'     => [ 'type' => 'boolean' ],
			'order'    => [ 'type' => 'integer', 'minimum' => 1 ],
			'page'     => [ 'type' => 'integer', 'default' => 1, 'minimum' => 1, 'maximum' => 100_000 ],
			'per_page' => [ 'type' => 'integer', 'default' => 25, 'minimum' => 1, 'maximum' => 100 ],
		];
	}

	protected function answer( array $given ): array {
		$where  = self::RETURNS;
		$values = [];
		foreach ( [ 'open' => 's.open', 'order' => 's.object_id' ] as $name => $column ) {
			if ( isset( $given[ $name ] ) ) {
				$where   .= " AND {$column} = %d";
				$values[] = (int) $given[ $name ];
			}
		}
		$rows = $this->tables->rows(
			'SELECT ' . OrderShape::COLUMNS . ', s.stages, (' . OrderFilter::openExceptions( 'COUNT(*)' ) . ") AS exceptions
			FROM {subject} s WHERE {$where} ORDER BY s.updated_at DESC, s.subject LIMIT %d OFFSET %d",
			[ ...$values, $given['per_page'], ( $given['page'] - 1 ) * $given['per_page'] ]
		);
		return [
			'returns' => \array_map( $this->shape->shaped( ... ), $rows ),
			'total'   => $this->tables->count( "SELECT COUNT(*) FROM {subject} s WHERE {$where}", $values ),
			'now'     => Clock::now(),
		];
	}

	public function schema(): array {
		return [
			'title'      => 'causeway-returns',
			'type'       => 'object',
			'properties' => [
				'returns' => [ 'type' => 'array', 'items' => ReturnShape::schema() ],
				'total'   => [ 'type' => 'integer' ],
				'now'     => [ 'type' => 'integer' ],
			],
		];
	}
}
