<?php
declare(strict_types=1);

namespace Causeway\Exchange;

use Causeway\Alarm\WorkerAlarm;
use Causeway\Effects\Application;
use Causeway\Outbox\Clock;
use Causeway\Outbox\OutboxTable;
use Causeway\Outbox\ServedRow;
use Causeway\Outbox\Settings;
use Causeway\Outbox\SubjectLooks;
use Causeway\Plugin;
use Causeway\Transcripts\TranscriptTable;

/**
 * One exchange with the worker: acknowledgements and effects in, rows and answers out. It decides nothing.
 *
 * @phpstan-import-type ExchangeBody from Wire
 * @phpstan-import-type Shop from Wire
 */
final class Exchange {

	/** What filling may take even where effects took all the time: else a storm of effects would hold up orders. */
	private const FILLING_MS_MIN = 500;

	public function __construct(
		private readonly LinkTable $links,
		private readonly ShopIdentity $identity,
		private readonly OutboxTable $outbox,
		private readonly Application $effects,
		private readonly Settings $settings,
		private readonly Unserved $unserved,
		private readonly CatchUp $catchUp,
		private readonly WholeRows $whole,
		private readonly AskedFor $asked,
		private readonly Rewind $rewind,
		private readonly WorkerAlarm $alarm,
		private readonly TranscriptTable $transcripts,
	) {}

	public static function of( Plugin $plugin ): self {
		$unserved = new Unserved( $plugin->statements() );
		$fresh    = new FreshLooks( $plugin->fill(), new SubjectLooks( $plugin->statements() ) );
		return new self(
			$plugin->links(),
			$plugin->shopIdentity(),
			$plugin->outbox(),
			$plugin->effects(),
			$plugin->settings(),
			$unserved,
			new CatchUp( $plugin->sweep(), $plugin->outbox(), $unserved, $plugin->fill() ),
			new WholeRows( $plugin->outbox(), $fresh ),
			AskedFor::of( $plugin, $fresh ),
			$plugin->rewind(),
			$plugin->alarm(),
			$plugin->transcripts()
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
		$told    = $this->asked->named( $request->ask, $live, $budget, $turn );
		$this->catchUp->run( $budget, $turn );
		$rows  = $live ? $this->whole->serve( $request->ask->rows, $request->ask->bytes ) : [];
		$told += $this->asked->besides( $request->ask, $live, new Budget( $budget->pastMs( (bool) $rows ) ), $turn );
		return $this->response( $request, $turn, $rows, $answers, $live ) + $told;
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
