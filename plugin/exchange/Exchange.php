<?php
declare(strict_types=1);

namespace Causeway\Exchange;

use Causeway\Alarm\WorkerAlarm;
use Causeway\Capture\Fill;
use Causeway\Capture\PastQuery;
use Causeway\Capture\Sweep;
use Causeway\Effects\Application;
use Causeway\Outbox\Clock;
use Causeway\Outbox\OutboxTable;
use Causeway\Outbox\ServedRow;
use Causeway\Outbox\Settings;
use Causeway\Outbox\SubjectLook;
use Causeway\Outbox\SubjectLooks;
use Causeway\Plugin;
use Causeway\Stock\StockedProducts;
use Causeway\Transcripts\TranscriptTable;

/**
 * One exchange with the worker: acknowledgements and effects in, rows and answers out. It decides nothing.
 *
 * @phpstan-import-type Ask from Wire
 * @phpstan-import-type ExchangeBody from Wire
 * @phpstan-import-type Shop from Wire
 */
final class Exchange {

	/** Younger looks belong to requests that may still fill them. */
	public const UNFILLED_MS = 60_000;

	private const UNFILLED_AT_ONCE = 100;

	/** What filling may take even where effects took all the time: else a storm of effects would hold up orders. */
	private const FILLING_MS_MIN = 500;

	/** contracts/src/exchange.ts `UNTOLD_MAX`. */
	private const UNTOLD_MAX = 1000;

	private const NOTHING_OPEN = [ 'events' => [], 'next' => null ];

	public function __construct(
		private readonly LinkTable $links,
		private readonly ShopIdentity $identity,
		private readonly OutboxTable $outbox,
		private readonly Fill $fill,
		private readonly Sweep $sweep,
		private readonly Application $effects,
		private readonly Settings $settings,
		private readonly Unserved $unserved,
		private readonly AskedLooks $looks,
		private readonly OpenPages $open,
		private readonly FreshLooks $fresh,
		private readonly Rewind $rewind,
		private readonly WorkerAlarm $alarm,
		private readonly TranscriptTable $transcripts,
		private readonly PastOrders $past,
		private readonly StockedProducts $products,
	) {}

	public static function of( Plugin $plugin ): self {
		$looks = new SubjectLooks( $plugin->statements() );
		$fresh = new FreshLooks( $plugin->fill(), $looks );
		return new self(
			$plugin->links(),
			$plugin->shopIdentity(),
			$plugin->outbox(),
			$plugin->fill(),
			$plugin->sweep(),
			$plugin->effects(),
			$plugin->settings(),
			new Unserved( $plugin->statements() ),
			new AskedLooks( $plugin->subjects(), $plugin->outbox(), $plugin->orderStorage(), $plugin->settings(), $fresh ),
			new OpenPages( $looks ),
			$fresh,
			$plugin->rewind(),
			$plugin->alarm(),
			$plugin->transcripts(),
			new PastOrders( new PastQuery( $plugin->statements(), $plugin->orderStorage(), $plugin->settings() ), $plugin->orderSnapshot() ),
			new StockedProducts( $plugin->statements() )
		);
	}

	/**
	 * @param ExchangeBody $request Its shape and credential checked.
	 * @return array<string, mixed> `ExchangeResponse`
	 * @throws Refusal Nothing was touched.
	 */
	public function run( \stdClass $request ): array {
		$this->insistOnShop( $request->shop );
		Versions::insist( $request->protocol, $request->worker );
		$turn = Turn::take( $this->links, $this->rewind, $request );
		$this->alarm->workerCame( $turn->link );
		try {
			// The worker may hang up; what was begun is finished and written down.
			\ignore_user_abort( true );
			return $this->exchange( $request, $turn );
		} finally {
			$turn->end( $request->lease->release );
		}
	}

	/**
	 * @param ExchangeBody $request
	 * @return array<string, mixed>
	 */
	private function exchange( \stdClass $request, Turn $turn ): array {
		if ( $this->settings->doorbell() !== (string) $request->doorbell || $this->settings->doorbellHome() !== $this->identity->mark() ) {
			$this->settings->write( [ 'doorbell' => (string) $request->doorbell, 'doorbell_home' => $this->identity->mark() ] );
		}
		/** @var object{customer_days: int}|null $returns */
		$returns = $request->returns ?? null;
		$days    = $returns->customer_days ?? null;
		if ( \property_exists( $request, 'returns' ) && $this->settings->returnDays() !== $days ) {
			$this->settings->write( [ 'return_days' => $days ] );
		}
		if ( $turn->link->rewoundFrom > 0 ) {
			$this->rewind->finish( $this->links->read() );
		}
		$this->outbox->acknowledge( $request->ack->rows );
		$this->transcripts->answer( $request->transcripts ?? [] );
		$ms      = Budget::msOf( $turn->link );
		$budget  = new Budget( $ms );
		$answers = $this->effects->apply( $request->effects, $budget, $turn->goOn( ... ), static fn () => $turn->end( false ) );
		$budget  = new Budget( \max( $budget->leftMs(), \min( $ms, self::FILLING_MS_MIN ) ) );
		$live    = null !== $turn->link->goLiveAt && $turn->link->goLiveAt <= Clock::now();
		$told    = $live ? $this->told( $request->ask, $budget, $turn ) : [ 'looks' => [], 'open' => null === $request->ask->open_after ? null : self::NOTHING_OPEN ];
		$this->catchUp( $budget, $turn );
		$rows = $live ? $this->serve( $request->ask ) : [];
		if ( isset( $request->ask->past ) ) {
			$told['past'] = $this->past->page( $request->ask->past, $request->ask->bytes, new Budget( $budget->pastMs( (bool) $rows ) ), $turn->goOn( ... ) );
		}
		if ( $live && ( $request->ask->untold ?? false ) ) {
			$told['untold'] = $this->products->untold( self::UNTOLD_MAX );
		}
		return $this->response( $request, $turn, $rows, $answers, $live ) + $told;
	}

	/**
	 * What is told because the worker asked for it by name.
	 *
	 * @param Ask $ask
	 * @return array{looks: list<array{subject: string, event: array<string, mixed>|null}>, open: array{events: list<array<string, mixed>>, next: string|null}|null}
	 */
	private function told( object $ask, Budget $budget, Turn $turn ): array {
		$source = $turn->link->shopId;
		return [
			'looks' => $ask->looks ? $this->looks->of( $ask->looks, $ask->bytes, $budget, $turn->goOn( ... ), $source ) : [],
			'open'  => null === $ask->open_after ? null : $this->open->page( $ask->open_after, $ask->bytes, $source ),
		];
	}

	/**
	 * A command brings its subject whole, so that an engine that doesn't hold it can obey.
	 *
	 * @param Ask $ask
	 * @return list<ServedRow>
	 */
	private function serve( object $ask ): array {
		$rows = $this->outbox->serve( $ask->rows, $ask->bytes );
		foreach ( $rows as $place => $row ) {
			if ( \array_filter( $row->about, static fn ( SubjectLook $look ): bool => $look->isDropped() ) ) {
				$rows[ $place ] = $row->about( \array_values( \array_filter( \array_map( $this->whole( ... ), $row->about ) ) ) );
			}
		}
		return \array_values( $rows );
	}

	/** Read again where its snapshot has gone; null: it could not be read. */
	private function whole( SubjectLook $look ): ?SubjectLook {
		$whole = $look->isDropped() ? null : $look;
		if ( null === $whole ) {
			$this->guarded(
				"{$look->subject()} could not be read",
				function () use ( &$whole, $look ): void {
					$whole = $this->fresh->of( [ $look->subject() => $this->fresh->fill( $look->subject() ) ] )[ $look->subject() ] ?? null;
				}
			);
		}
		return $whole;
	}

	/** What capture left undone: orders no hook told of, and looks whose process died. */
	private function catchUp( Budget $budget, Turn $turn ): void {
		$this->guarded( 'The sweep ended early', fn () => $this->sweep->run( $budget->sweepMs( $this->unserved->any() ) ) );
		foreach ( $this->outbox->fillable( self::UNFILLED_MS, self::UNFILLED_AT_ONCE ) as $subject ) {
			if ( $budget->spent() || ! $turn->goOn() ) {
				return;
			}
			$this->guarded( "{$subject} could not be read", fn () => $this->fill->subject( $subject ) );
		}
	}

	/** What can't be read now is tried again by the next exchange; the rows of others must not wait for it. */
	private function guarded( string $otherwise, \Closure $work ): void {
		try {
			$work();
		} catch ( \Throwable $error ) {
			\wc_get_logger()->error( "{$otherwise}: " . Trace::of( $error ), [ 'source' => 'causeway' ] );
		}
	}

	/**
	 * @param ExchangeBody               $request
	 * @param list<ServedRow>            $rows
	 * @param list<array<string, mixed>> $answers
	 * @return array<string, mixed>
	 */
	private function response( \stdClass $request, Turn $turn, array $rows, array $answers, bool $live ): array {
		$link    = $turn->link;
		$now     = Clock::now();
		$backlog = $this->outbox->backlog();
		return [
			'protocol'   => Versions::PROTOCOL,
			'plugin'     => Versions::wire(),
			'shop'       => $this->identity->wire( $link ),
			'lease'      => [
				'epoch'         => $turn->lease->epoch,
				'expires_in_ms' => $request->lease->release ? 0 : \max( 0, $turn->lease->until - $now ),
			],
			'ack'        => [ 'number' => $turn->ackNumber ],
			'engine'     => [ 'id' => $turn->lease->engine, 'commit' => $request->engine->commit ],
			'rows'       => \array_map( static fn ( ServedRow $row ): array => $row->wire( $link->shopId ), $rows ),
			'answers'    => $answers,
			'more'       => $live && $this->unserved->any(),
			'panel_open' => Heartbeat::panelIsOpen( $link ),
			'transcripts' => $live ? $this->transcripts->asked() : [],
			'go_live_at' => $link->goLiveAt,
			'backlog'    => [ 'rows' => $backlog->rows, 'oldest_at' => $backlog->oldestAt ],
			'now'        => $now,
		];
	}

	/** @param Shop $shop */
	private function insistOnShop( object $shop ): void {
		$link = $this->links->read();
		if ( ! $this->identity->isThatOf( $link ) ) {
			throw new Refusal( 'causeway_copy', 'This is a copy of the shop that was paired: its address or its environment type is another. A copy stays silent; pair it as a shop of its own, or put the paired shop back.' );
		}
		if ( $shop->id !== $link->shopId || $shop->home_hash !== $link->homeHash || $shop->environment !== $link->environment ) {
			throw new Refusal( 'causeway_copy', 'The worker was paired with another shop than this one.' );
		}
	}
}
