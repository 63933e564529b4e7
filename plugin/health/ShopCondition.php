<?php
declare(strict_types=1);

namespace Causeway\Health;

use Causeway\Alarm\WorkerAlarm;
use Causeway\Exchange\Link;
use Causeway\Exchange\LinkTable;
use Causeway\Exchange\ShopIdentity;
use Causeway\Outbox\Backlog;
use Causeway\Outbox\Clock;
use Causeway\Outbox\OutboxTable;
use Causeway\Plugin;

/**
 * How the shop as a whole stands with its worker, read once a request: what staff must know before they believe what is
 * said of a single order.
 *
 * @phpstan-type Trouble array{kind: 'copy'|'restored'|'unpaired'|'silent', title: string, text: string}
 */
final class ShopCondition {

	private ?Link $link = null;

	private ?Backlog $backlog = null;

	public function __construct(
		private readonly LinkTable $links,
		private readonly ShopIdentity $identity,
		private readonly OutboxTable $outbox,
	) {}

	public static function of( Plugin $plugin ): self {
		return $plugin->once( self::class, static fn (): self => new self( $plugin->links(), $plugin->shopIdentity(), $plugin->outbox() ) );
	}

	public function link(): Link {
		return $this->link ??= $this->links->read();
	}

	public function backlog(): Backlog {
		return $this->backlog ??= $this->outbox->backlog();
	}

	/** Address or environment are not those of the pairing: every worker is refused. */
	public function isCopy(): bool {
		return $this->identity->isCopy( $this->link() );
	}

	/** The worker remembered more than the shop did, and nobody has decided yet. */
	public function isRestored(): bool {
		return null !== $this->link()->rewoundAt;
	}

	/** Epoch ms since when no worker has come: it was last seen, or paired and never seen. Null: none is paired. */
	public function unseenSince(): ?int {
		return $this->link()->paired() ? $this->link()->workerSeenAt ?? $this->link()->pairedAt : null;
	}

	/** Rows wait, and no worker has come for as long as the shop's mail about it lets pass. */
	public function workerIsGone(): bool {
		$since = $this->unseenSince();
		return null !== $since && Clock::now() - $since > WorkerAlarm::AWAY_MS && $this->backlog()->rows > 0;
	}

	/**
	 * The one thing that holds up every order, in words for staff; null: nothing does. Asks the outbox only when no
	 * worker has come lately.
	 *
	 * @return Trouble|null
	 */
	public function trouble(): ?array {
		if ( $this->isCopy() ) {
			return self::words( 'copy', \__( 'This is a copy of the shop that was paired.', 'causeway' ), \__( 'Its address or environment is not the one of the pairing, so every worker is refused and nothing is sent from here.', 'causeway' ) );
		}
		if ( $this->isRestored() ) {
			return self::words( 'restored', \__( 'This shop was restored from a backup.', 'causeway' ), \__( 'Nothing is sent to ERP or warehouse until an administrator has decided how to go on.', 'causeway' ) );
		}
		if ( ! $this->link()->paired() ) {
			$missed = null !== $this->link()->goLiveAt && $this->backlog()->rows > 0;
			return $missed ? self::words( 'unpaired', \__( 'No worker is paired with this shop.', 'causeway' ), self::waiting( $this->backlog()->rows ) ) : null;
		}
		return $this->workerIsGone() ? self::words( 'silent', \__( 'No worker comes.', 'causeway' ), self::waiting( $this->backlog()->rows ) ) : null;
	}

	/** "12 changes wait for it. The shop goes on selling, and nothing is lost." */
	private static function waiting( int $rows ): string {
		return \sprintf(
			/* translators: %d: number of changes that wait for the worker */
			\_n( '%d change waits for it. The shop goes on selling, and nothing is lost.', '%d changes wait for it. The shop goes on selling, and nothing is lost.', $rows, 'causeway' ),
			$rows
		);
	}

	/**
	 * @param 'copy'|'restored'|'unpaired'|'silent' $kind
	 * @return Trouble
	 */
	private static function words( string $kind, string $title, string $text ): array {
		return [ 'kind' => $kind, 'title' => $title, 'text' => $text ];
	}
}
