<?php
declare(strict_types=1);

namespace Causeway\Exchange;

use Causeway\Capture\PastQuery;
use Causeway\Outbox\SubjectLooks;
use Causeway\Plugin;
use Causeway\Stock\StockedProducts;

/**
 * What is told because the worker asked for it (`ask`), whether or not anything changed.
 *
 * @phpstan-import-type Ask from Wire
 */
final class AskedFor {

	/** contracts/src/exchange.ts `UNTOLD_MAX`. */
	private const UNTOLD_MAX = 1000;

	private const NOTHING_OPEN = [ 'events' => [], 'next' => null ];

	public function __construct(
		private readonly AskedLooks $looks,
		private readonly OpenPages $open,
		private readonly PastOrders $past,
		private readonly StockedProducts $products,
	) {}

	public static function of( Plugin $plugin, FreshLooks $fresh ): self {
		return new self(
			new AskedLooks( $plugin->subjects(), $plugin->outbox(), $plugin->orderStorage(), $plugin->settings(), $fresh ),
			new OpenPages( new SubjectLooks( $plugin->statements() ) ),
			new PastOrders( new PastQuery( $plugin->statements(), $plugin->orderStorage(), $plugin->settings() ), $plugin->orderSnapshot() ),
			new StockedProducts( $plugin->statements() )
		);
	}

	/**
	 * Subjects by their keys, and a page of the open ones; before go-live none.
	 *
	 * @param Ask $ask
	 * @return array{looks: list<array{subject: string, event: array<string, mixed>|null}>, open: array{events: list<array<string, mixed>>, next: string|null}|null}
	 */
	public function named( object $ask, bool $live, Budget $budget, Turn $turn ): array {
		$source = $turn->link->shopId;
		$open   = $live ? fn ( string $after ): array => $this->open->page( $after, $ask->bytes, $source ) : static fn (): array => self::NOTHING_OPEN;
		return [
			'looks' => $live && $ask->looks ? $this->looks->of( $ask->looks, $ask->bytes, $budget, $turn->goOn( ... ), $source ) : [],
			'open'  => null === $ask->open_after ? null : $open( $ask->open_after ),
		];
	}

	/**
	 * Once all else is served: past orders, before go-live too, and products of whose stock nothing was told.
	 *
	 * @param Ask    $ask
	 * @param Budget $budget For the past orders.
	 * @return array{past?: array<string, mixed>, untold?: list<string>}
	 */
	public function besides( object $ask, bool $live, Budget $budget, Turn $turn ): array {
		$told = [];
		if ( isset( $ask->past ) ) {
			$told['past'] = $this->past->page( $ask->past, $ask->bytes, $budget, $turn->goOn( ... ) );
		}
		if ( $live && ( $ask->untold ?? false ) ) {
			$told['untold'] = $this->products->untold( self::UNTOLD_MAX );
		}
		return $told;
	}
}
