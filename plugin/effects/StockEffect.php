<?php
declare(strict_types=1);

namespace Causeway\Effects;

use Causeway\Audit\AuditTable;
use Causeway\Audit\Entry;
use Causeway\Exchange\Trace;
use Causeway\Outbox\DatabaseError;
use Causeway\Outbox\Json;
use Causeway\Stock\HeldTriple;
use Causeway\Stock\StockedProducts;
use Causeway\Stock\StockNews;
use Causeway\Stock\StockTable;

/**
 * What may be sold of SKUs, applied to WooCommerce's stock as a difference and never set. Many at once: products and
 * triples are read together, each SKU is then applied by itself, and one that fails keeps no other back.
 *
 * @phpstan-import-type StockTelling from Wire
 */
final class StockEffect {

	/** contracts/src/checkpoint.ts */
	private const CHECKPOINT_BYTES_MAX = 16 * 1024;

	/** A miss means that another process was first, or that the database took us for the victim of a deadlock. */
	private const TRIES_MAX = 5;

	/** @var list<int> Products of which WooCommerce has heard what we did. */
	private array $heard = [];

	public function __construct(
		private readonly StockTable $table,
		private readonly StockedProducts $products,
		private readonly StockNews $news,
		private readonly Interruptions $interruptions,
		private readonly AuditTable $audit,
	) {}

	/**
	 * @param array<int, StockTelling> $effects By their place in the batch.
	 * @param \Closure(): bool         $goOn    Asked before each; false: there is no time left.
	 * @return array<int, Answer>
	 */
	public function apply( array $effects, \Closure $goOn ): array {
		$selling = $this->products->selling( \array_values( \array_unique( \array_map( static fn ( \stdClass $effect ): string => $effect->body->sku, $effects ) ) ) );
		$stocked = \array_map( StockedProducts::stocked( ... ), $selling );
		$held    = $this->table->of( \array_values( \array_unique( \array_map( static fn ( \WC_Product $product ): int => $product->get_id(), \array_filter( $stocked ) + $selling ) ) ) );
		$answers = [];
		foreach ( $effects as $place => $effect ) {
			$sku               = \mb_strtolower( $effect->body->sku );
			$one               = function () use ( $effect, $sku, $selling, $stocked, &$held ): Answer {
				return $this->one( $effect, $selling[ $sku ] ?? null, $stocked[ $sku ] ?? null, $held );
			};
			$answers[ $place ] = $goOn() ? $this->guarded( $effect, $one ) : Answer::later( $effect, 'The time of this exchange was up.' );
		}
		$this->table->settled( $this->heard );
		$this->heard = [];
		return $answers;
	}

	/**
	 * @param StockTelling                $effect
	 * @param array<int, HeldTriple|null> $held
	 * @throws EffectFailed|DatabaseError
	 */
	private function one( \stdClass $effect, ?\WC_Product $product, ?\WC_Product $stocked, array &$held ): Answer {
		if ( ! $product || ! $stocked ) {
			// Kept again some day, it begins anew: people set its stock by hand meanwhile.
			if ( $product && isset( $held[ $product->get_id() ] ) ) {
				$this->table->forget( $product->get_id() );
			}
			return Answer::already( $effect, $product ? 'The shop keeps no stock of it.' : 'The shop sells no such SKU.' )->with( 'stock', null );
		}
		if ( null !== $effect->body->checkpoint && \strlen( Json::encode( $effect->body->checkpoint ) ) > self::CHECKPOINT_BYTES_MAX ) {
			throw new EffectFailed( 'The checkpoint is larger than ' . self::CHECKPOINT_BYTES_MAX . ' bytes.' );
		}
		$id    = $stocked->get_id();
		$other = $this->followedAs( $stocked, $effect->body->sku, $held[ $id ] ?? null );
		if ( null !== $other ) {
			$triple = $held[ $id ] ?? HeldTriple::none( $id );
			return Answer::already( $effect, 'It is sold from the stock of another SKU.' )->with( 'stock', $triple->wire( $other, $this->table->stock( $id ) ?? '0', true ) );
		}
		for ( $try = 1; $try <= self::TRIES_MAX; $try++ ) {
			$answer = $this->attempt( $effect, $stocked, $held[ $id ] ?? null );
			if ( 'already' !== $answer?->result ) {
				$held[ $id ] = $answer ? HeldTriple::told( $id, $effect->body ) : $this->table->of( [ $id ] )[ $id ] ?? null;
			}
			if ( $answer && $held[ $id ] ) {
				return $answer->with( 'stock', $held[ $id ]->wire( $effect->body->sku, $this->table->stock( $id ) ?? '0', 'already' === $answer->result ) );
			}
		}
		return Answer::later( $effect, 'Other processes kept being first.' );
	}

	/**
	 * @param StockTelling $effect
	 * @return Answer|null Null: nothing was touched; read the triple again.
	 * @throws DatabaseError
	 */
	private function attempt( \stdClass $effect, \WC_Product $stocked, ?HeldTriple $held ): ?Answer {
		if ( ! $held || ! $held->isOf( $effect->body->sku ) ) {
			return $this->table->adopt( $stocked->get_id(), $effect, $held ) ? $this->heard( $stocked, Answer::applied( $effect ) ) : null;
		}
		if ( $effect->body->version <= $held->version ) {
			if ( ! $held->settled && ! $this->interruptions->isKnown( $effect ) ) {
				$this->news->after( $held->productId, 0 );
			}
			if ( $effect->body->version === $held->version ) {
				$this->audited( $effect, $held->productId );
			}
			return $this->heard( $stocked, Answer::already( $effect, 'This version, or a higher one, was applied before.' ) );
		}
		$by = $held->differenceTo( $effect->body );
		if ( 0.0 !== $by ) {
			StockNews::before( $stocked );
		}
		if ( ! $this->advanced( $held, $effect, $by ) ) {
			return null;
		}
		if ( 0.0 !== $by ) {
			$this->news->after( $held->productId, $by );
		}
		$this->audited( $effect, $held->productId );
		return $this->heard( $stocked, Answer::applied( $effect ) );
	}

	/**
	 * A correction that a person approved, in units of the shop's stock. What died before its line comes again, and finds it by the mark.
	 *
	 * @param StockTelling $effect
	 */
	private function audited( \stdClass $effect, int $productId ): void {
		$by = (float) ( $effect->body->correction ?? 0 );
		if ( 0.0 === $by ) {
			return;
		}
		$stock = $this->table->stock( $productId ) ?? '0';
		$was   = StockTable::quantity( (string) \round( (float) $stock - $by, 6 ) );
		$this->audit->write( new Entry( 'stock_corrected', subject: $effect->subject, about: $effect->body->sku, was: $was, became: $stock, why: 'A person approved the difference', mark: 'effect:' . $effect->id ) );
	}

	/** @param StockTelling $effect */
	private function advanced( HeldTriple $held, \stdClass $effect, float $by ): bool {
		try {
			$done = $this->table->advance( $held, $effect, $by );
		} catch ( DatabaseError $error ) {
			if ( \str_contains( $error->getMessage(), 'try restarting transaction' ) ) {
				return false;
			}
			throw $error;
		}
		if ( ! $done && null === $this->table->stock( $held->productId ) ) {
			\add_post_meta( $held->productId, '_stock', 0, true );
		}
		return $done;
	}

	/**
	 * Variations may share their parent's stock, which is followed under the parent's SKU; where that has none, under the first
	 * that was told of.
	 *
	 * @return string|null The SKU that the stock is followed under instead; null: it is this one's.
	 */
	private function followedAs( \WC_Product $stocked, string $sku, ?HeldTriple $held ): ?string {
		$own = (string) $stocked->get_sku( 'edit' );
		if ( '' !== $own ) {
			return \mb_strtolower( $own ) === \mb_strtolower( $sku ) ? null : $own;
		}
		return $held && ! $held->isOf( $sku ) && $this->products->areSoldFrom( $stocked, $held->sku ) ? $held->sku : null;
	}

	private function heard( \WC_Product $stocked, Answer $answer ): Answer {
		$this->heard[] = $stocked->get_id();
		return $answer;
	}

	/**
	 * @param StockTelling      $effect
	 * @param \Closure(): Answer $work
	 */
	private function guarded( \stdClass $effect, \Closure $work ): Answer {
		try {
			return $this->interruptions->during( $effect, $work );
		} catch ( EffectFailed $failed ) {
			return Answer::failed( $effect, $failed->getMessage() );
		} catch ( \Throwable $error ) {
			\wc_get_logger()->error( "Effect {$effect->id} on {$effect->subject} failed: " . Trace::of( $error ), [ 'source' => 'causeway' ] );
			return Answer::failed( $effect, Trace::of( $error ) );
		}
	}
}
