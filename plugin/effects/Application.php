<?php
declare(strict_types=1);

namespace Causeway\Effects;

use Causeway\Exchange\Budget;
use Causeway\Exchange\Trace;
use Causeway\Plugin;
use Causeway\Stock\StockedProducts;
use Causeway\Stock\StockNews;
use Causeway\Stock\StockTable;

/**
 * Applies a batch of effects. Of one subject in their order, and no further than the first that failed or had to
 * wait; different subjects never wait for each other. Mirrors cost next to nothing and go together; so does stock.
 *
 * @phpstan-import-type Effect from Wire
 * @phpstan-import-type Guarded from Wire
 * @phpstan-import-type Mirror from Wire
 * @phpstan-import-type Refund from Wire
 * @phpstan-import-type StockTelling from Wire
 */
final class Application {

	public function __construct(
		private readonly MirrorEffect $mirrors,
		private readonly StockEffect $stock,
		private readonly RefundEffect $refunds,
		private readonly ShopChange $changes,
		private readonly Interruptions $interruptions,
	) {}

	public static function of( Plugin $plugin ): self {
		$db            = $plugin->statements();
		$numbers       = new EffectNumbers( $db );
		$notes         = new OrderNotes( $plugin->wpdb );
		$intents       = new IntentTable( $db );
		$interruptions = new Interruptions( $db );
		$stock         = new StockTable( $db );
		$kinds         = [
			'status'     => new StatusEffect( $plugin->wpdb, $plugin->orderStorage() ),
			'erp_number' => new ErpNumberEffect(),
			'shipment'   => new ShipmentEffect( new Fulfilments(), new TrackingMeta( $notes ) ),
			'note'       => new NoteEffect( $notes, $intents ),
		];
		return new self(
			new MirrorEffect( $numbers, new MirrorRows( $db ), new ExceptionTable( $db, $plugin->audit() ), $plugin->audit() ),
			new StockEffect( $stock, new StockedProducts( $db ), new StockNews( $stock ), $interruptions, $plugin->audit() ),
			RefundEffect::of( $plugin, $numbers, $intents, $notes ),
			new ShopChange( $plugin->subjects(), $plugin->outbox(), $plugin->fill(), $plugin->freshOrders(), $plugin->named(), $numbers, $interruptions, $plugin->audit(), $kinds ),
			$interruptions
		);
	}

	/**
	 * @param list<Effect>     $effects Their shape checked.
	 * @param \Closure(): bool $goOn    Asked before each change; false: this request may write no more.
	 * @param (\Closure(): void)|null $ended Called when another plugin ends PHP within an effect.
	 * @return list<array<string, mixed>> `EffectAnswer`, in the order of the effects.
	 */
	public function apply( array $effects, Budget $budget, \Closure $goOn, ?\Closure $ended = null ): array {
		$this->interruptions->watch( $effects, $ended );
		$batch = new Batch( $effects );
		while ( $batch->isOpen() ) {
			/** @var array<int, Mirror> $mirrors */
			$mirrors = \iterator_to_array( $batch->heads( 'mirror' ) );
			foreach ( $this->mirrors->apply( $mirrors ) as $place => $answer ) {
				$batch->answer( $place, $answer );
			}
			/** @var array<int, StockTelling> $stock */
			$stock = \iterator_to_array( $batch->heads( 'stock' ) );
			foreach ( $stock ? $this->stock->apply( $stock, static fn (): bool => ! $budget->spent() && $goOn() ) : [] as $place => $answer ) {
				$batch->answer( $place, $answer );
			}
			foreach ( $batch->heads( null ) as $place => $effect ) {
				$batch->answer(
					$place,
					$budget->spent() || ! $goOn() ? Answer::later( $effect, 'The time of this exchange was up.' ) : $this->change( $effect )
				);
			}
		}
		return $batch->answers();
	}

	/**
	 * One effect that throws must not keep the others back; what was thrown may name customers, so only its place is told.
	 *
	 * @param Effect $effect
	 */
	private function change( \stdClass $effect ): Answer {
		try {
			return $this->interruptions->during(
				$effect,
				function () use ( $effect ): Answer {
					/** @var Guarded&Refund $effect The kind says which. */
					return 'refund' === $effect->kind ? $this->refunds->apply( $effect ) : $this->changes->apply( $effect );
				}
			);
		} catch ( EffectFailed $failed ) {
			return Answer::failed( $effect, $failed->getMessage() );
		} catch ( \Throwable $error ) {
			\wc_get_logger()->error( "Effect {$effect->id} on {$effect->subject} failed: " . Trace::of( $error ), [ 'source' => 'causeway' ] );
			return Answer::failed( $effect, Trace::of( $error ) );
		}
	}
}
