<?php
declare(strict_types=1);

namespace Causeway\Exchange;

use Causeway\Effects\OwnExceptions;
use Causeway\Outbox\Clock;
use Causeway\Outbox\Incarnations;

/**
 * A shop that was restored from a backup: the worker was told a higher acknowledgement number than the shop remembers.
 * The mark `rewound_at` holds every exchange until a person decides, or the numbers agree again.
 *
 * `rewound_from` outlives the mark until all that goes with its end is done: what died on the way is finished by the
 * next exchange before it does anything else.
 */
final class Rewind {

	public const CAUSE = OwnExceptions::SHOP_RESTORED;

	public function __construct(
		private readonly LinkTable $links,
		private readonly Incarnations $incarnations,
		private readonly OwnExceptions $exceptions,
	) {}

	/**
	 * @param int $remembered  The last acknowledgement number that the worker was told; 0: it was told none.
	 * @param int $incarnation The one that the worker knows.
	 * @throws Refusal `causeway_rewound`; written are the mark and its exception, and nothing else.
	 */
	public function insist( Link $link, int $remembered, int $incarnation ): void {
		if ( $remembered > $link->ackNumber ) {
			$this->mark( $link, $remembered );
			// A backup from before an earlier restore: what begins anew must be above all that the worker has seen.
			$this->links->change( [ 'incarnation' => $incarnation ], 'rewound_at IS NOT NULL AND incarnation < %d', [ $incarnation ] );
		} elseif ( null === $link->rewoundAt || $remembered > 0 ) {
			return;
		}
		throw new Refusal(
			'causeway_rewound',
			'This shop was restored from a backup: the worker remembers more than the shop does. An administrator decides in wp-admin, WooCommerce, Causeway how to go on.',
			[ 'remembered' => \max( $remembered, $link->rewoundFrom ), 'found' => $link->ackNumber ]
		);
	}

	/**
	 * "Go on with this shop as it is now": all that the shop knows belongs to a new incarnation.
	 *
	 * @param string $by As closed_by of an exception.
	 * @return bool False: there is nothing to decide any more.
	 */
	public function goOn( string $by, string $reason ): bool {
		$link = $this->links->read();
		if ( null === $link->rewoundAt ) {
			return false;
		}
		$this->exceptions->note( self::CAUSE, $by, $reason );
		$done = $this->links->change(
			[ 'incarnation' => $link->incarnation + 1, 'ack_number' => $link->rewoundFrom + 1, 'rewound_at' => null ],
			'rewound_at IS NOT NULL AND incarnation = %d AND rewound_from = %d AND ack_number = %d',
			[ $link->incarnation, $link->rewoundFrom, $link->ackNumber ]
		);
		if ( $done ) {
			$this->finish( $this->links->read() );
		}
		return $done;
	}

	/** "The right database will be put back": someone has seen it, everything goes on waiting. False: there is nothing to wait for. */
	public function wait(): bool {
		if ( null === $this->links->read()->rewoundAt ) {
			return false;
		}
		$this->exceptions->acknowledge( self::CAUSE );
		return true;
	}

	/** What goes with the end of the mark: before anything is told to a worker that was let in again. Safe to repeat. */
	public function finish( Link $link ): void {
		if ( null !== $link->rewoundAt || 0 === $link->rewoundFrom ) {
			return;
		}
		$this->incarnations->raise( $link->incarnation );
		$this->exceptions->close( self::CAUSE );
		$this->links->change( [ 'rewound_from' => 0 ], 'rewound_at IS NULL AND rewound_from = %d', [ $link->rewoundFrom ] );
	}

	private function mark( Link $link, int $remembered ): void {
		$this->exceptions->open(
			self::CAUSE,
			[
				'category'  => 'conflict',
				'severity'  => 'critical',
				'owner'     => 'it',
				'title'     => 'The shop was restored from a backup',
				'next_step' => 'Everything to ERP and warehouse waits. An administrator chooses on the Connection tab: "Go on with this shop as it is now", '
					. 'where this database stays; or "The right database will be put back", where it was the wrong one: then it goes on by itself.',
				'detail'    => "The worker was told acknowledgement number {$remembered}; this database has {$link->ackNumber}.",
			]
		);
		if ( null === $link->rewoundAt ) {
			$this->links->change( [ 'rewound_at' => Clock::now(), 'rewound_from' => $remembered ], 'rewound_at IS NULL AND ack_number = %d', [ $link->ackNumber ] );
		} elseif ( $remembered > $link->rewoundFrom ) {
			$this->links->change( [ 'rewound_from' => $remembered ], 'rewound_at IS NOT NULL AND rewound_from < %d', [ $remembered ] );
		}
	}
}
