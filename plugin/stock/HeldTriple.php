<?php
declare(strict_types=1);

namespace Causeway\Stock;

use Causeway\Outbox\Json;

/**
 * What the shop was told last of a product's stock: contracts/src/stock.ts `StockTriple`, as causeway_stock has it.
 *
 * @phpstan-import-type Triple from \Causeway\Effects\Wire
 */
final class HeldTriple {

	private function __construct(
		public readonly int $productId,
		public readonly string $sku,
		public readonly int $version,
		public readonly string $base,
		public readonly string $counted,
		public readonly ?string $checkpoint,
		public readonly bool $settled,
	) {}

	/** @param array<string, string|null> $row */
	public static function of( array $row ): self {
		return new self(
			(int) $row['product_id'],
			(string) $row['sku'],
			(int) $row['version'],
			(string) $row['base'],
			(string) $row['counted'],
			$row['checkpoint'],
			(bool) (int) $row['settled']
		);
	}

	/** @param Triple $told What was applied just now. */
	public static function told( int $productId, \stdClass $told ): self {
		return new self( $productId, $told->sku, $told->version, $told->base, $told->counted, null === $told->checkpoint ? null : Json::ascii( $told->checkpoint ), true );
	}

	/** Of a product of which the shop was never told anything. */
	public static function none( int $productId ): self {
		return new self( $productId, '', 0, '0', '0', null, true );
	}

	/** SKUs differ as WooCommerce's database tells them apart: not by case. */
	public function isOf( string $sku ): bool {
		return \mb_strtolower( $this->sku ) === \mb_strtolower( $sku );
	}

	/**
	 * By how many units the stock has to move from this triple to the next. Six decimals, as WooCommerce keeps stock.
	 *
	 * @param object{base: string, counted: string, correction?: string} $next
	 */
	public function differenceTo( object $next ): float {
		return \round( ( (float) $next->base - (float) $this->base ) + ( (float) $next->counted - (float) $this->counted ) + (float) ( $next->correction ?? 0 ), 6 );
	}

	/**
	 * @param string $sku        As the worker writes it.
	 * @param string $stock      The product's stock.
	 * @param bool   $remembered With its checkpoint, for a worker that may not have it.
	 * @return array<string, mixed> contracts/src/stock.ts `ShopStock`
	 */
	public function wire( string $sku, string $stock, bool $remembered ): array {
		return [
			'sku'        => $sku,
			'product_id' => $this->productId,
			'version'    => $this->version,
			'base'       => $this->base,
			'counted'    => $this->counted,
			'stock'      => $stock,
			'checkpoint' => $remembered && null !== $this->checkpoint ? Json::decode( $this->checkpoint ) : null,
		];
	}
}
