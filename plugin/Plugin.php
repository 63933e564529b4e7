<?php
declare(strict_types=1);

namespace Causeway;

use Causeway\Account\TrackedStages;
use Causeway\Alarm\AlarmMail;
use Causeway\Alarm\WorkerAlarm;
use Causeway\Audit\AuditTable;
use Causeway\Capture\Capture;
use Causeway\Capture\Fill;
use Causeway\Capture\FreshOrder;
use Causeway\Capture\Listeners;
use Causeway\Capture\Named;
use Causeway\Capture\OrderSnapshot;
use Causeway\Capture\OrderStorage;
use Causeway\Capture\Response;
use Causeway\Capture\Sweep;
use Causeway\Capture\SweepQueries;
use Causeway\Capture\SweepSchedule;
use Causeway\Effects\Application;
use Causeway\Effects\OwnExceptions;
use Causeway\Exchange\Exchange;
use Causeway\Exchange\GoLive;
use Causeway\Exchange\Heartbeat;
use Causeway\Exchange\LinkTable;
use Causeway\Exchange\Pairing;
use Causeway\Exchange\Rewind;
use Causeway\Exchange\ShopIdentity;
use Causeway\Outbox\Clock;
use Causeway\Outbox\Incarnations;
use Causeway\Outbox\Migration;
use Causeway\Outbox\OutboxTable;
use Causeway\Outbox\Reading;
use Causeway\Outbox\Settings;
use Causeway\Outbox\Statements;
use Causeway\Outbox\SubjectTable;
use Causeway\Returns\Returnable;
use Causeway\Returns\ReturnDesk;
use Causeway\Returns\ReturnRequest;
use Causeway\Returns\ReturnSnapshot;
use Causeway\Returns\ReturnTable;
use Causeway\Stock\StockTable;
use Causeway\Transcripts\TranscriptTable;

/**
 * The composition root: every long-lived object is made here, on first use, with plain `new`.
 * A room adds a method for what other rooms may ask of it.
 */
final class Plugin {

	private static ?self $instance = null;

	/** @var array<string, object> */
	private array $made = [];

	private function __construct( public readonly \wpdb $wpdb ) {}

	public static function instance(): self {
		global $wpdb;
		\assert( $wpdb instanceof \wpdb );
		return self::$instance ??= new self( $wpdb );
	}

	public function settings(): Settings {
		return $this->once( Settings::class, static fn (): Settings => new Settings() );
	}

	public function migration(): Migration {
		return $this->once( Migration::class, fn (): Migration => new Migration( $this->wpdb, $this->settings() ) );
	}

	public function statements(): Statements {
		return $this->once( Statements::class, fn (): Statements => new Statements( $this->wpdb ) );
	}

	public function outbox(): OutboxTable {
		return $this->once( OutboxTable::class, fn (): OutboxTable => new OutboxTable( $this->statements() ) );
	}

	public function transcripts(): TranscriptTable {
		return $this->once( TranscriptTable::class, fn (): TranscriptTable => new TranscriptTable( $this->statements() ) );
	}

	public function audit(): AuditTable {
		return $this->once( AuditTable::class, fn (): AuditTable => new AuditTable( $this->statements(), $this->settings() ) );
	}

	public function subjects(): SubjectTable {
		return $this->once( SubjectTable::class, fn (): SubjectTable => new SubjectTable( $this->statements() ) );
	}

	public function orderStorage(): OrderStorage {
		return $this->once( OrderStorage::class, fn (): OrderStorage => new OrderStorage( $this->wpdb ) );
	}

	public function freshOrders(): FreshOrder {
		return $this->once( FreshOrder::class, fn (): FreshOrder => new FreshOrder( $this->orderStorage() ) );
	}

	public function returns(): ReturnTable {
		return $this->once( ReturnTable::class, fn (): ReturnTable => new ReturnTable( $this->statements() ) );
	}

	public function returnDesk(): ReturnDesk {
		return $this->once(
			ReturnDesk::class,
			fn (): ReturnDesk => new ReturnDesk( $this->returns(), new Returnable( $this->freshOrders(), $this->returns() ), $this->freshOrders(), new TrackedStages( $this->statements() ), $this->capture(), $this->settings(), $this->audit() )
		);
	}

	public function orderSnapshot(): OrderSnapshot {
		return $this->once( OrderSnapshot::class, fn (): OrderSnapshot => new OrderSnapshot( $this->freshOrders(), $this->settings() ) );
	}

	public function named(): Named {
		return $this->once( Named::class, static fn (): Named => new Named() );
	}

	public function fill(): Fill {
		return $this->once(
			Fill::class,
			fn (): Fill => new Fill(
				$this->subjects(),
				$this->outbox(),
				$this->named(),
				[
					'order'  => fn ( int $id, bool $known ): ?Reading => $this->orderSnapshot()->reading( $id, $known ),
					'return' => fn ( int $id, bool $known ): ?Reading => ( new ReturnSnapshot( $this->returns(), $this->freshOrders() ) )->reading( $id, $known ),
				],
				fn ( int $orderId ): array => \array_map( static fn ( ReturnRequest $request ): string => $request->subject(), $this->returns()->underWay( $orderId ) )
			)
		);
	}

	public function capture(): Capture {
		return $this->once( Capture::class, fn (): Capture => new Capture( $this->outbox(), $this->fill(), $this->named(), $this->settings(), $this->shopIdentity(), Clock::monotonic( ... ) ) );
	}

	public function listeners(): Listeners {
		return $this->once( Listeners::class, fn (): Listeners => new Listeners( $this->settings(), fn (): Capture => $this->capture() ) );
	}

	public function sweep(): Sweep {
		return $this->once( Sweep::class, fn (): Sweep => new Sweep( $this->statements(), $this->outbox(), $this->subjects(), $this->fill(), new SweepQueries( $this->statements(), $this->orderStorage(), $this->settings() ), new StockTable( $this->statements() ) ) );
	}

	public function sweepSchedule(): SweepSchedule {
		return $this->once( SweepSchedule::class, fn (): SweepSchedule => new SweepSchedule( $this->sweep(), $this->links(), $this->shopIdentity() ) );
	}

	public function links(): LinkTable {
		return $this->once( LinkTable::class, fn (): LinkTable => new LinkTable( $this->statements() ) );
	}

	public function shopIdentity(): ShopIdentity {
		return $this->once( ShopIdentity::class, static fn (): ShopIdentity => new ShopIdentity() );
	}

	public function pairing(): Pairing {
		return $this->once( Pairing::class, fn (): Pairing => new Pairing( $this->links(), $this->settings(), $this->shopIdentity() ) );
	}

	public function goLive(): GoLive {
		return $this->once( GoLive::class, fn (): GoLive => new GoLive( $this->links() ) );
	}

	public function heartbeat(): Heartbeat {
		return $this->once( Heartbeat::class, fn (): Heartbeat => new Heartbeat( $this->links() ) );
	}

	public function rewind(): Rewind {
		return $this->once( Rewind::class, fn (): Rewind => new Rewind( $this->links(), new Incarnations( $this->statements() ), new OwnExceptions( $this->statements(), $this->audit() ) ) );
	}

	public function alarm(): WorkerAlarm {
		return $this->once(
			WorkerAlarm::class,
			fn (): WorkerAlarm => new WorkerAlarm( $this->links(), $this->shopIdentity(), $this->outbox(), new AlarmMail(), Response::afterwards( ... ) )
		);
	}

	public function effects(): Application {
		return $this->once( Application::class, fn (): Application => Application::of( $this ) );
	}

	public function exchange(): Exchange {
		return $this->once( Exchange::class, fn (): Exchange => Exchange::of( $this ) );
	}

	/**
	 * Makes an object at its first use and keeps it for the request.
	 *
	 * @template T of object
	 * @param class-string<T> $name
	 * @param \Closure(): T   $make
	 * @return T
	 */
	public function once( string $name, \Closure $make ): object {
		$this->made[ $name ] ??= $make();
		/** @var T */
		return $this->made[ $name ];
	}
}
