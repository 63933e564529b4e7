<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Outbox\LookBody;
use Causeway\Plugin;
use Causeway\Stock\StockTable;

/** What the shop was told of its stock, product by product, and the sources of it: what they told and waits for a person. */
final class StockList {

	/** Counting stops here. */
	public const TOTAL_MAX = 10_000;

	private const SOURCES_MAX = 20;

	public function __construct(
		private readonly Tables $tables,
		private readonly SubjectExceptions $exceptions,
		private readonly Requested $requested,
		private readonly \wpdb $wpdb,
	) {}

	public static function of( Plugin $plugin ): self {
		$tables    = new Tables( $plugin->statements() );
		$requested = new Requested( $tables );
		return new self( $tables, new SubjectExceptions( $tables, $requested ), $requested, $plugin->wpdb );
	}

	/**
	 * By SKU.
	 *
	 * @param string    $search     How SKUs begin; empty: all.
	 * @param bool|null $exceptions With open exceptions, or without; null: both.
	 * @return array{skus: list<array<string, mixed>>, total: int}
	 */
	public function page( string $search, ?bool $exceptions, int $page, int $perPage ): array {
		$where  = '1 = 1';
		$values = [];
		if ( '' !== $search ) {
			$where   .= ' AND t.sku LIKE %s';
			$values[] = $this->wpdb->esc_like( $search ) . '%';
		}
		if ( null !== $exceptions ) {
			$where .= ( $exceptions ? ' AND ' : ' AND NOT ' ) . 'EXISTS (' . OrderFilter::openExceptions( 'x.cause', 't.subject' ) . ')';
		}
		$from = "{stock} t JOIN {$this->wpdb->posts} p ON p.ID = t.product_id WHERE {$where}";
		$rows = $this->tables->rows(
			"SELECT t.product_id, t.sku, t.subject, t.version, t.base, t.counted, t.as_of, t.applied_at, p.post_title, p.post_parent,
				(SELECT m.meta_value FROM {$this->wpdb->postmeta} m WHERE m.post_id = t.product_id AND m.meta_key = '_stock' ORDER BY m.meta_id LIMIT 1) AS stock,
				(" . OrderFilter::openExceptions( 'COUNT(*)', 't.subject' ) . ") AS exceptions
			FROM {$from} ORDER BY t.sku, t.product_id LIMIT %d OFFSET %d",
			[ ...$values, $perPage, ( $page - 1 ) * $perPage ]
		);
		return [
			'skus'  => \array_map( $this->sku( ... ), $rows ),
			'total' => $this->tables->count( "SELECT COUNT(*) FROM (SELECT t.product_id FROM {$from} LIMIT %d) counted", [ ...$values, self::TOTAL_MAX ] ),
		];
	}

	/** @return list<array<string, mixed>> Systems that tell of stock, each with what it told and a person must look at. */
	public function sources(): array {
		return \array_map(
			fn ( array $row ): array => [
				'subject'        => (string) $row['subject'],
				'role'           => \substr( (string) $row['subject'], \strlen( 'inventory/' ) ),
				'state'          => (string) $row['state'],
				'reason'         => (string) $row['reason'],
				'waiting_for'    => (string) $row['waiting_for'],
				'since'          => null === $row['state_since'] ? null : (int) $row['state_since'],
				'timeline'       => LookBody::listed( $row['timeline'] ),
				'exception_list' => $this->exceptions->of( (string) $row['subject'], (int) $row['updated_at'] ),
				'requested'      => $this->requested->of( (string) $row['subject'], null, (int) $row['updated_at'] ),
				'seen'           => [ 'epoch' => (int) $row['epoch'], 'n' => (int) $row['n'] ],
			],
			$this->tables->rows(
				"SELECT subject, state, reason, waiting_for, state_since, timeline, updated_at, epoch, n FROM {subject}
				WHERE subject > 'inventory/' AND subject < 'inventory0' ORDER BY subject LIMIT %d",
				[ self::SOURCES_MAX ]
			)
		);
	}

	/**
	 * @param array<string, string|null> $row
	 * @return array<string, mixed>
	 */
	private function sku( array $row ): array {
		$count = (int) $row['exceptions'];
		return [
			'sku'            => (string) $row['sku'],
			'subject'        => (string) $row['subject'],
			'product_id'     => (int) $row['product_id'],
			'name'           => (string) $row['post_title'],
			'edit_url'       => \admin_url( 'post.php?action=edit&post=' . ( (int) $row['post_parent'] ?: (int) $row['product_id'] ) ),
			'version'        => (int) $row['version'],
			'base'           => (string) $row['base'],
			'counted'        => (string) $row['counted'],
			'stock'          => null === $row['stock'] ? null : StockTable::quantity( $row['stock'] ),
			'as_of'          => (int) $row['as_of'],
			'applied_at'     => (int) $row['applied_at'],
			'exceptions'     => $count,
			'exception_list' => $count > 0 ? $this->exceptions->of( (string) $row['subject'], (int) $row['applied_at'] ) : [],
		];
	}
}
