<?php
declare(strict_types=1);

namespace Causeway\Exchange;

use Causeway\Outbox\Clock;

/** How long an exchange may work, on a clock that never jumps. Milliseconds. */
final class Budget {

	private const MS_MAX   = 10_000;
	private const PANEL_MS = 1_000;

	private const SWEEP_MS      = 2_000;
	private const SWEEP_BUSY_MS = 500;

	private const PAST_MS      = 500;
	private const PAST_BUSY_MS = 150;

	private readonly int $until;

	/** @var \Closure(): int */
	private readonly \Closure $clock;

	/** @param (\Closure(): int)|null $clock For tests: timing must not decide one. */
	public function __construct( int $ms, ?\Closure $clock = null ) {
		$this->clock = $clock ?? Clock::monotonic( ... );
		$this->until = ( $this->clock )() + $ms;
	}

	/** Half of PHP's own limit, at most 10 s; 1 s while somebody waits in front of the panel. */
	public static function msOf( Link $link ): int {
		$limit = (int) \ini_get( 'max_execution_time' );
		return Heartbeat::panelIsOpen( $link ) ? self::PANEL_MS : \min( self::MS_MAX, $limit > 0 ? $limit * 500 : self::MS_MAX );
	}

	/**
	 * A sweep goes on where the last one ended, so it need not hold up an exchange: neither rows that wait to be served
	 * nor an order that is placed meanwhile.
	 */
	public function sweepMs( bool $rowsWait ): int {
		return \max( 0, \min( $this->leftMs(), $rowsWait ? self::SWEEP_BUSY_MS : self::SWEEP_MS ) );
	}

	/** Past orders are read beside the ordinary work: new ones must not wait for them. */
	public function pastMs( bool $rowsWait ): int {
		return \max( 0, \min( $this->leftMs(), $rowsWait ? self::PAST_BUSY_MS : self::PAST_MS ) );
	}

	public function spent(): bool {
		return $this->leftMs() <= 0;
	}

	public function leftMs(): int {
		return $this->until - ( $this->clock )();
	}
}
