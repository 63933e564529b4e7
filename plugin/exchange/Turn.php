<?php
declare(strict_types=1);

namespace Causeway\Exchange;

use Causeway\Outbox\Clock;

/**
 * One exchange at a time: lease, acknowledgement number and the mark of being busy are written by one compare-and-set,
 * so that a refused request has written nothing. A turn whose process died ends by itself.
 *
 * @phpstan-import-type ExchangeBody from Wire
 */
final class Turn {

	/** How long a process may be silent before its turn is taken for dead. */
	public const BUSY_MS = 30_000;

	private const TRIES_MAX = 5;

	private function __construct(
		private readonly LinkTable $links,
		private readonly string $mark,
		private int $busyUntil,
		public readonly Lease $lease,
		public readonly int $ackNumber,
		public readonly Link $link,
	) {}

	/**
	 * @param ExchangeBody $request
	 * @throws Refusal `causeway_rewound`, `causeway_lease_held`, `causeway_lease_lost` or `causeway_busy`.
	 */
	public static function take( LinkTable $links, Rewind $rewind, \stdClass $request ): self {
		$mark = \bin2hex( \random_bytes( 8 ) );
		for ( $try = 0; $try < self::TRIES_MAX; $try++ ) {
			$now  = Clock::now();
			$link = $links->read();
			$rewind->insist( $link, $request->ack->number, $request->shop->incarnation );
			$lease = Lease::grant( $link, $request->engine, $request->lease->epoch, $now );
			if ( $link->busyUntil > $now ) {
				throw self::busy( $link->busyUntil - $now );
			}
			$ack = $link->ackNumber + ( $request->ack->rows || $request->effects ? 1 : 0 );
			if ( self::write( $links, $link, $lease, $request, $mark, $ack, $now ) ) {
				return new self( $links, $mark, $now + self::BUSY_MS, $lease, $ack, $link );
			}
		}
		throw self::busy( 1000 );
	}

	/** @return bool False: the turn was lost (this process was silent for too long); nothing more may be written. */
	public function goOn(): bool {
		$now = Clock::now();
		if ( $this->busyUntil - $now > \intdiv( self::BUSY_MS, 2 ) ) {
			return true;
		}
		$this->busyUntil = $now + self::BUSY_MS;
		return $this->links->change( [ 'busy_until' => $this->busyUntil ], 'busy_mark = %s', [ $this->mark ] );
	}

	/** @param bool $release Gives the lease back: any engine may have it at once. */
	public function end( bool $release ): void {
		$this->links->change(
			[ 'busy_until' => 0, 'busy_mark' => '' ] + ( $release ? [ 'lease_until' => 0 ] : [] ),
			'busy_mark = %s',
			[ $this->mark ]
		);
	}

	/** @param ExchangeBody $request */
	private static function write( LinkTable $links, Link $link, Lease $lease, \stdClass $request, string $mark, int $ack, int $now ): bool {
		return $links->change(
			[
				'lease_epoch'    => $lease->epoch,
				'lease_engine'   => $lease->engine,
				'lease_until'    => $lease->until,
				'engine_commit'  => $request->engine->commit,
				'ack_number'     => $ack,
				'worker_version' => $request->worker->version,
				'worker_seen_at' => $now,
				'busy_until'     => $now + self::BUSY_MS,
				'busy_mark'      => $mark,
				// The numbers agree, or agree again.
				'rewound_at'     => null,
			],
			'busy_mark = %s AND lease_epoch = %d AND lease_until = %d AND ack_number = %d AND token_hash = %s AND COALESCE(rewound_at, 0) = %d',
			[ $link->busyMark, $link->leaseEpoch, $link->leaseUntil, $link->ackNumber, $link->tokenHash, (int) $link->rewoundAt ]
		);
	}

	private static function busy( int $forMs ): Refusal {
		return new Refusal( 'causeway_busy', 'Another exchange of this shop is under way.', [ 'retry_after_ms' => $forMs ] );
	}
}
