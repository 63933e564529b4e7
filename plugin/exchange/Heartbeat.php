<?php
declare(strict_types=1);

namespace Causeway\Exchange;

use Causeway\Outbox\Clock;

/** Whether the two sides are there: when the worker was last seen, and whether someone looks at the panel. */
final class Heartbeat {

	/** How long one call of panelOpened() counts; the panel calls more often than that. */
	public const PANEL_MS = 20_000;

	public function __construct( private readonly LinkTable $links ) {}

	/** Epoch ms of the last exchange that was let in; null: none ever. */
	public function workerSeenAt(): ?int {
		return $this->links->read()->workerSeenAt;
	}

	/** Someone has the panel open: the worker exchanges every second. Writes only when the time runs out. */
	public function panelOpened(): void {
		$now = Clock::now();
		$this->links->change( [ 'panel_until' => $now + self::PANEL_MS ], 'panel_until < %d', [ $now + \intdiv( self::PANEL_MS, 2 ) ] );
	}

	public static function panelIsOpen( Link $link ): bool {
		return $link->panelUntil > Clock::now();
	}
}
