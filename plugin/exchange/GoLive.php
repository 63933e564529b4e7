<?php
declare(strict_types=1);

namespace Causeway\Exchange;

use Causeway\Outbox\Clock;

/** The instant from which orders are sent; an act of its own, once. Orders created before it are never sent by themselves. */
final class GoLive {

	/** A click that took a while to arrive still means "now". */
	private const LATE_MS = 120_000;

	/** WooCommerce dates orders to the second: an order of this very second must not count as older. */
	private const GRAIN_MS = 1000;

	public function __construct( private readonly LinkTable $links ) {}

	/**
	 * @param int $epochMs Now or later.
	 * @throws GoLiveRefused In words for staff.
	 */
	public function at( int $epochMs ): void {
		if ( $epochMs < Clock::now() - self::LATE_MS ) {
			throw new GoLiveRefused( 'Go-live is now or later: orders from before are never sent by themselves.' );
		}
		if ( ! $this->links->read()->paired() ) {
			throw new GoLiveRefused( 'Pair a worker first: without one nothing can be sent.' );
		}
		$instant = $epochMs - $epochMs % self::GRAIN_MS;
		if ( ! $this->links->change( [ 'go_live_at' => $instant ], 'go_live_at IS NULL' ) ) {
			throw new GoLiveRefused( 'This shop has gone live already; the instant is not changed.' );
		}
	}

	/** Epoch ms; null: not decided yet. */
	public function instant(): ?int {
		return $this->links->read()->goLiveAt;
	}
}
