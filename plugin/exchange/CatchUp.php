<?php
declare(strict_types=1);

namespace Causeway\Exchange;

use Causeway\Capture\Fill;
use Causeway\Capture\Sweep;
use Causeway\Outbox\OutboxTable;

/** What capture left undone: orders no hook told of, and looks whose process died. */
final class CatchUp {

	/** Younger looks belong to requests that may still fill them. */
	public const UNFILLED_MS = 60_000;

	private const UNFILLED_AT_ONCE = 100;

	public function __construct(
		private readonly Sweep $sweep,
		private readonly OutboxTable $outbox,
		private readonly Unserved $unserved,
		private readonly Fill $fill,
	) {}

	public function run( Budget $budget, Turn $turn ): void {
		Trace::guarded( 'The sweep ended early', fn () => $this->sweep->run( $budget->sweepMs( $this->unserved->any() ) ) );
		foreach ( $this->outbox->fillable( self::UNFILLED_MS, self::UNFILLED_AT_ONCE ) as $subject ) {
			if ( $budget->spent() || ! $turn->goOn() ) {
				return;
			}
			Trace::guarded( "{$subject} could not be read", fn () => $this->fill->subject( $subject ) );
		}
	}
}
