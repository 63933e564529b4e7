<?php
declare(strict_types=1);

namespace Causeway\Health;

use Causeway\Admin\Screen;
use Causeway\Outbox\Clock;

/**
 * What each test of Site Health finds, in words for whoever runs the shop.
 *
 * @phpstan-import-type Result from SiteHealth
 */
final class Checks {

	/** A row may wait so long before it is worth a word, though a worker comes. */
	private const LATE_MS = 900_000;

	public function __construct( private readonly ShopCondition $condition ) {}

	/** @return Result Paired, a copy, restored, not live? */
	public function shop(): array {
		$trouble = $this->condition->trouble();
		return match ( $trouble['kind'] ?? null ) {
			'restored', 'unpaired' => self::result( 'causeway_shop', 'critical', $trouble['title'], $trouble['text'] ),
			'copy' => self::result( 'causeway_shop', 'recommended', $trouble['title'], $trouble['text'] ),
			default => $this->pairing(),
		};
	}

	/** @return Result */
	private function pairing(): array {
		$link = $this->condition->link();
		if ( ! $link->paired() ) {
			return self::result( 'causeway_shop', 'recommended', \__( 'No worker is paired with this shop', 'causeway' ), \__( 'Nothing is sent to ERP or warehouse until one is.', 'causeway' ) );
		}
		return null === $link->goLiveAt
			? self::result( 'causeway_shop', 'recommended', \__( 'The shop is paired and not live', 'causeway' ), \__( 'Orders are captured, and nothing is sent until an administrator goes live.', 'causeway' ) )
			: self::result( 'causeway_shop', 'good', \__( 'The shop is paired with its worker and live', 'causeway' ), \__( 'Orders are captured and sent.', 'causeway' ) );
	}

	/** @return Result Does a worker come, and does nothing wait too long? */
	public function worker(): array {
		$since = $this->condition->unseenSince();
		$rows  = $this->condition->backlog()->rows;
		$first = $this->condition->backlog()->oldestAt;
		if ( null === $since || $this->condition->isCopy() || $this->condition->isRestored() ) {
			return self::result( 'causeway_worker', 'good', \__( 'No worker is expected', 'causeway' ), \__( 'It comes once the pairing is in order.', 'causeway' ) );
		}
		/* translators: %s: a time such as "3 mins ago" */
		$seen = \sprintf( \__( 'It was last seen %s.', 'causeway' ), Moment::words( $since ) );
		/* translators: %d: number of changes in the outbox */
		$wait = \sprintf( \_n( '%d change waits for it.', '%d changes wait for it.', $rows, 'causeway' ), $rows );
		if ( $this->condition->workerIsGone() ) {
			return self::result( 'causeway_worker', 'critical', \__( 'No worker comes for the changes that wait', 'causeway' ), "{$seen} {$wait} " . \__( 'Start the worker; it carries on where it stopped.', 'causeway' ) );
		}
		if ( null !== $first && Clock::now() - $first > self::LATE_MS ) {
			/* translators: %s: a time such as "3 mins ago" */
			return self::result( 'causeway_worker', 'recommended', \__( 'A change waits for long, though a worker comes', 'causeway' ), "{$seen} {$wait} " . \sprintf( \__( 'The oldest is from %s.', 'causeway' ), Moment::words( $first ) ) );
		}
		return self::result( 'causeway_worker', 'good', \__( 'The worker comes, or nothing waits for it', 'causeway' ), "{$seen} {$wait}" );
	}

	/**
	 * @param list<string> $missing As `table.column`.
	 * @return Result
	 */
	public function tables( array $missing ): array {
		return [] === $missing
			? self::result( 'causeway_tables', 'good', \__( 'Causeway\'s tables are complete', 'causeway' ), \__( 'They are those of this version of the plugin.', 'causeway' ) )
			: self::result(
				'causeway_tables',
				'critical',
				\__( 'Causeway\'s tables are not complete', 'causeway' ),
				/* translators: %s: names of tables and columns */
				\sprintf( \__( 'The database user may have lost the right to make tables. Missing: %s. Deactivate and activate the plugin to try again.', 'causeway' ), \implode( ', ', $missing ) )
			);
	}

	/** @return Result */
	public function https( bool $secure ): array {
		return $secure
			? self::result( 'causeway_https', 'good', \__( 'A worker may speak to this shop', 'causeway' ), \__( 'Its address is https, or on this machine.', 'causeway' ) )
			: self::result( 'causeway_https', 'critical', \__( 'A worker may not speak to this shop without https', 'causeway' ), \__( 'Give the shop an https:// address in Settings, General.', 'causeway' ) );
	}

	/**
	 * @param 'good'|'recommended'|'critical' $status
	 * @return Result
	 */
	private static function result( string $test, string $status, string $label, string $description ): array {
		return [
			'label'       => $label,
			'status'      => $status,
			'badge'       => [ 'label' => 'Causeway', 'color' => 'blue' ],
			'description' => '<p>' . \esc_html( $description ) . '</p>',
			'actions'     => 'good' === $status || ! \current_user_can( Screen::CAPABILITY )
				? '' : \sprintf( '<p><a href="%s">%s</a></p>', \esc_url( Screen::connection() ), \esc_html__( 'Causeway: Connection', 'causeway' ) ),
			'test'        => $test,
		];
	}
}
