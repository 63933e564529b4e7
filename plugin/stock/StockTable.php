<?php
declare(strict_types=1);

namespace Causeway\Stock;

use Causeway\Capture\Decimal;
use Causeway\Outbox\Clock;
use Causeway\Outbox\DatabaseError;
use Causeway\Outbox\Json;
use Causeway\Outbox\Statements;

/**
 * The triples, and the one place where Causeway moves a product's stock: relatively, together with the triple's version.
 * Two checkouts at the same moment lose nothing, and a statement that is repeated moves nothing a second time.
 *
 * @phpstan-import-type StockTelling from \Causeway\Effects\Wire
 */
final class StockTable {

	public function __construct( private readonly Statements $db ) {}

	/**
	 * @param list<int> $productIds
	 * @return array<int, HeldTriple> By product.
	 */
	public function of( array $productIds ): array {
		$held = [];
		$sql  = "SELECT product_id, sku, version, base, counted, checkpoint, settled FROM {$this->db->table( 'stock' )} WHERE product_id IN (" . Statements::places( $productIds ) . ')';
		foreach ( $productIds ? $this->db->rows( $sql, $productIds ) : [] as $row ) {
			$held[ (int) $row['product_id'] ] = HeldTriple::of( $row );
		}
		return $held;
	}

	/** Products that the shop was told of. */
	public function count(): int {
		return (int) ( $this->db->column( "SELECT COUNT(*) FROM {$this->db->table( 'stock' )}" )[0] ?? 0 );
	}

	/**
	 * The first triple of a product: the stock stays as the shop has it.
	 *
	 * @param StockTelling    $effect
	 * @param HeldTriple|null $instead Of a SKU that moved to another product.
	 * @return bool False: another process was first; read again.
	 */
	public function adopt( int $productId, \stdClass $effect, ?HeldTriple $instead ): bool {
		[ $columns, $values ] = self::columns( $effect );
		$names                = \implode( ', ', \array_keys( $columns ) );
		if ( $instead ) {
			$this->forget( $productId );
		}
		return 1 === $this->db->run(
			"INSERT IGNORE INTO {$this->db->table( 'stock' )} (product_id, {$names}) VALUES (%d, " . \implode( ', ', $columns ) . ')',
			[ $productId, ...$values ]
		);
	}

	/**
	 * Moves the stock by the difference and keeps the new triple, both or neither.
	 *
	 * @param StockTelling $effect
	 * @return bool False: the triple is not the held one any more, or the product has no stock; nothing was touched.
	 * @throws DatabaseError
	 */
	public function advance( HeldTriple $held, \stdClass $effect, float $by ): bool {
		return \defined( 'DB_ENGINE' ) && 'sqlite' === \constant( 'DB_ENGINE' )
			? $this->inTransaction( $held, $effect, $by )
			: $this->inOneStatement( $held, $effect, $by );
	}

	public function forget( int $productId ): void {
		$this->db->run( "DELETE FROM {$this->db->table( 'stock' )} WHERE product_id = %d", [ $productId ] );
	}

	/** Takes away what the shop was told of products that it has no more; so many at once. */
	public function forgetDeleted( int $max ): int {
		$table = $this->db->table( 'stock' );
		$gone  = $this->db->column( "SELECT t.product_id FROM {$table} t LEFT JOIN {$this->db->wpdb->posts} p ON p.ID = t.product_id WHERE p.ID IS NULL LIMIT %d", [ $max ] );
		return $gone ? $this->db->run( "DELETE FROM {$table} WHERE product_id IN (" . Statements::places( $gone ) . ')', \array_map( 'intval', $gone ) ) : 0;
	}

	/** @param list<int> $productIds Of which WooCommerce has heard. */
	public function settled( array $productIds ): void {
		if ( $productIds ) {
			$this->db->run( "UPDATE {$this->db->table( 'stock' )} SET settled = 1 WHERE product_id IN (" . Statements::places( $productIds ) . ')', $productIds );
		}
	}

	/** The product's stock as the database has it, whatever caches say; null: it has none. */
	public function stock( int $productId ): ?string {
		$found = $this->db->column( "SELECT meta_value FROM {$this->db->wpdb->postmeta} WHERE post_id = %d AND meta_key = '_stock' ORDER BY meta_id LIMIT 1", [ $productId ] );
		return $found ? self::quantity( $found[0] ) : null;
	}

	/** A quantity as `_stock` may have it ("89.000000") in its shortest form. */
	public static function quantity( string $stored ): string {
		$decimal = Decimal::of( $stored );
		return \str_contains( $decimal, '.' ) ? \rtrim( \rtrim( $decimal, '0' ), '.' ) : $decimal;
	}

	/** Moves the product's date, as a save does: who reads products by it finds this one. */
	public function touch( int $productId ): void {
		$this->db->run( "UPDATE {$this->db->wpdb->posts} SET post_modified = %s, post_modified_gmt = %s WHERE ID = %d", [ (string) \current_time( 'mysql' ), (string) \current_time( 'mysql', true ), $productId ] );
	}

	/**
	 * One statement, because a transaction would end where wpdb connects again after a lost connection, and what comes
	 * after it would be written alone.
	 *
	 * @param StockTelling $effect
	 */
	private function inOneStatement( HeldTriple $held, \stdClass $effect, float $by ): bool {
		[ $columns, $values ] = self::columns( $effect );
		$triple               = \implode( ', ', \array_map( static fn ( string $name, string $place ): string => "t.{$name} = {$place}", \array_keys( $columns ), $columns ) );
		$lookup               = $this->lookup();
		$join                 = null === $lookup ? '' : "LEFT JOIN {$lookup} l ON l.product_id = t.product_id";
		$also                 = null === $lookup ? '' : ', l.stock_quantity = ROUND(l.stock_quantity + %f, 6)';
		return 0 < $this->db->run(
			"UPDATE {$this->db->table( 'stock' )} t JOIN {$this->db->wpdb->postmeta} m ON m.post_id = t.product_id AND m.meta_key = '_stock' {$join}
			SET {$triple}, m.meta_value = ROUND(m.meta_value + %f, 6){$also} WHERE t.product_id = %d AND t.version = %d",
			[ ...$values, $by, ...( null === $lookup ? [] : [ $by ] ), $held->productId, $held->version ]
		);
	}

	/**
	 * SQLite changes one table a statement, and has no connection to lose.
	 *
	 * @param StockTelling $effect
	 */
	private function inTransaction( HeldTriple $held, \stdClass $effect, float $by ): bool {
		[ $columns, $values ] = self::columns( $effect );
		$triple               = \implode( ', ', \array_map( static fn ( string $name, string $place ): string => "{$name} = {$place}", \array_keys( $columns ), $columns ) );
		$lookup               = $this->lookup();
		$this->db->run( 'START TRANSACTION' );
		try {
			$done = 1 === $this->db->run( "UPDATE {$this->db->table( 'stock' )} SET {$triple} WHERE product_id = %d AND version = %d", [ ...$values, $held->productId, $held->version ] )
				&& 0 < $this->db->run( "UPDATE {$this->db->wpdb->postmeta} SET meta_value = ROUND(meta_value + %f, 6) WHERE post_id = %d AND meta_key = '_stock'", [ $by, $held->productId ] );
			if ( $done && null !== $lookup ) {
				$this->db->run( "UPDATE {$lookup} SET stock_quantity = ROUND(stock_quantity + %f, 6) WHERE product_id = %d", [ $by, $held->productId ] );
			}
			$this->db->run( $done ? 'COMMIT' : 'ROLLBACK' );
			return $done;
		} catch ( DatabaseError $error ) {
			$this->db->run( 'ROLLBACK' );
			throw $error;
		}
	}

	/** WooCommerce's copy of stocks for its lists; null: this store keeps none. */
	private function lookup(): ?string {
		$table = $this->db->wpdb->wc_product_meta_lookup ?? null;
		return \is_string( $table ) ? $table : null;
	}

	/**
	 * @param StockTelling $effect
	 * @return array{array<string, string>, list<int|string>} Column → its place in the statement, and the values.
	 */
	private static function columns( \stdClass $effect ): array {
		$body    = $effect->body;
		$columns = [ 'sku' => '%s', 'subject' => '%s', 'version' => '%d', 'base' => '%s', 'counted' => '%s', 'as_of' => '%d', 'applied_at' => '%d', 'epoch' => '%d', 'n' => '%d', 'settled' => '0', 'checkpoint' => 'NULL' ];
		$asOf    = (int) ( new \DateTimeImmutable( $body->as_of ) )->format( 'Uv' );
		$values  = [ $body->sku, $effect->subject, $body->version, $body->base, $body->counted, $asOf, Clock::now(), $effect->epoch, $effect->n ];
		if ( null !== $body->checkpoint ) {
			$columns['checkpoint'] = '%s';
			$values[]              = Json::ascii( $body->checkpoint );
		}
		return [ $columns, $values ];
	}
}
