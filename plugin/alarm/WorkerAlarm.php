<?php
declare(strict_types=1);

namespace Causeway\Alarm;

use Causeway\Exchange\Link;
use Causeway\Exchange\LinkTable;
use Causeway\Exchange\ShopIdentity;
use Causeway\Outbox\Clock;
use Causeway\Outbox\OutboxTable;

/**
 * Tells the admin by mail that orders wait and no worker comes: once, and once more when it is back.
 *
 * `link.alarmed_at` is who may send, changed by compare-and-set only. NULL: nobody was told anything. Above 0: told at
 * that instant. Below 0: since then somebody is sending; a claim ends by itself, so that what died or failed is tried again.
 */
final class WorkerAlarm {

	/** A worker comes every 15 s. */
	public const AWAY_MS = 600_000;

	/** Shorter than the pause between two runs. */
	private const CLAIM_MS = 240_000;

	/** From when to when it was away, while that is to be told: an option of its own, not autoloaded. */
	public const STORY = 'causeway_alarm';

	/** @param \Closure(\Closure): mixed $afterwards Runs what may take long once the answer is out. */
	public function __construct(
		private readonly LinkTable $links,
		private readonly ShopIdentity $identity,
		private readonly OutboxTable $outbox,
		private readonly AlarmMail $mail,
		private readonly \Closure $afterwards,
	) {}

	/** Action Scheduler's turn, every five minutes; also where no worker comes. */
	public function run(): void {
		$link = $this->links->read();
		if ( ! $this->concerns( $link ) ) {
			return;
		}
		$seenAt = self::seenAt( $link );
		if ( Clock::now() - $seenAt < self::AWAY_MS ) {
			$this->tellBack( $link );
		} elseif ( ( null === $link->alarmedAt || $this->isLeft( $link->alarmedAt ) ) && $this->outbox->backlog()->rows > 0 ) {
			$this->tellGone( $link, $seenAt );
		}
	}

	/** The exchange's turn: a worker was let in. A mailer that hangs must not hold up its answer. */
	public function workerCame( Link $link ): void {
		if ( null !== $link->alarmedAt && $this->concerns( $link ) ) {
			( $this->afterwards )( fn () => $this->tellBack( $this->links->read() ) );
		}
	}

	/** A copy stays silent; an unpaired shop or one before go-live waits for nobody. */
	private function concerns( Link $link ): bool {
		return $link->paired() && null !== $link->goLiveAt && $link->goLiveAt <= Clock::now() && $this->identity->isThatOf( $link );
	}

	private function tellGone( Link $link, int $seenAt ): void {
		$claim = $this->claim( $link );
		if ( null === $claim ) {
			return;
		}
		\update_option( self::STORY, [ 'since' => $seenAt ], false );
		$sent = $this->mail->gone( $seenAt, $this->outbox->backlog(), null !== $link->rewoundAt );
		$this->links->change( [ 'alarmed_at' => $sent ? Clock::now() : null ], 'alarmed_at = %d', [ $claim ] );
	}

	private function tellBack( Link $link ): void {
		if ( null === $link->alarmedAt || ( $link->alarmedAt < 0 && ! $this->isLeft( $link->alarmedAt ) ) ) {
			return;
		}
		$claim = $this->claim( $link );
		if ( null === $claim ) {
			return;
		}
		// The instant of the first try stays: a mail that comes late must not make the absence longer.
		$since = self::story( 'since' ) ?? \abs( $link->alarmedAt );
		$back  = self::story( 'back' ) ?? Clock::now();
		\update_option( self::STORY, [ 'since' => $since, 'back' => $back ], false );
		if ( $this->mail->back( $since, $back, $this->outbox->backlog() ) ) {
			\delete_option( self::STORY );
			$this->links->change( [ 'alarmed_at' => null ], 'alarmed_at = %d', [ $claim ] );
		}
	}

	private static function story( string $part ): ?int {
		$story = \get_option( self::STORY );
		$at    = \is_array( $story ) ? $story[ $part ] ?? null : null;
		return \is_int( $at ) ? $at : null;
	}

	/** @return int|null What `alarmed_at` now is; null: another process was first. */
	private function claim( Link $link ): ?int {
		$claim = -Clock::now();
		$taken = null === $link->alarmedAt
			? $this->links->change( [ 'alarmed_at' => $claim ], 'alarmed_at IS NULL' )
			: $this->links->change( [ 'alarmed_at' => $claim ], 'alarmed_at = %d', [ $link->alarmedAt ] );
		return $taken ? $claim : null;
	}

	/** Whether who was sending has died, or failed. */
	private function isLeft( int $alarmedAt ): bool {
		return $alarmedAt < 0 && -$alarmedAt + self::CLAIM_MS <= Clock::now();
	}

	/** Since when nobody came; a shop that just went live has not waited longer than that. */
	private static function seenAt( Link $link ): int {
		return \max( (int) $link->workerSeenAt, (int) $link->pairedAt, (int) $link->goLiveAt );
	}
}
