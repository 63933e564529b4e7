<?php
declare(strict_types=1);

namespace Causeway\Capture;

use Causeway\Exchange\ShopIdentity;
use Causeway\Outbox\OutboxTable;
use Causeway\Outbox\Settings;

/**
 * Notes in the outbox which orders a request names, and fills what it noted at the request's end. Nothing that goes
 * wrong here reaches the shop: it is logged, and the exchange (after 60 s) or the sweep does what was left undone.
 */
final class Capture {

	/** Once a request has named so many subjects, or runs so long, it fills at the next save of another subject. */
	public const SUBJECTS_MAX = 25;
	public const WAIT_MS_MAX  = 5000;

	/** How long the end of a request may take; what is left, the exchange fills. */
	public const END_MS_MAX = 2000;

	private ?int $since = null;

	private bool $changed = false;

	/** @param \Closure(): int $monotonicMs */
	public function __construct(
		private readonly OutboxTable $outbox,
		private readonly Fill $fill,
		private readonly Named $named,
		private readonly Settings $settings,
		private readonly ShopIdentity $identity,
		private readonly \Closure $monotonicMs,
	) {}

	/**
	 * A hook names a subject: one statement at its first, none later.
	 *
	 * @param (\Closure(): list<string>)|null $insideSave Subjects that must not be filled now.
	 * @param string|null                     $status     The status being written, where the hook knows.
	 */
	public function name( string $subject, ?\Closure $insideSave = null, ?string $status = null ): void {
		if ( $this->named->has( $subject ) ) {
			return;
		}
		$this->guarded(
			function () use ( $subject, $insideSave, $status ): void {
				$this->fillWaiting( $insideSave );
				$this->named->add( $subject, $status );
				$this->since ??= ( $this->monotonicMs )();
				$this->outbox->mark( $subject, $status );
			}
		);
	}

	/** A status hook: names the subject, and the look learns what was written. */
	public function status( string $subject, string $status ): void {
		$this->guarded(
			function () use ( $subject, $status ): void {
				$new = $this->named->add( $subject );
				if ( ! $this->named->status( $subject, $status ) ) {
					return;
				}
				$this->since ??= ( $this->monotonicMs )();
				if ( $new ) {
					$this->outbox->mark( $subject, $status );
				} else {
					$this->outbox->writeStatus( $subject, $status );
				}
			}
		);
	}

	public function hasNamed( string $subject ): bool {
		return $this->named->has( $subject );
	}

	/** PHP's development server can only be told of the answer's end before WordPress sends it. */
	public function requestNears( Response $response ): void {
		if ( $this->named->count() ) {
			$response->finishOnDevelopmentServer();
		}
	}

	/** The end of the request, after WordPress's own shutdown hooks. */
	public function requestEnds( Response $response ): void {
		$this->guarded(
			function () use ( $response ): void {
				if ( ! $this->named->count() && ! $this->changed ) {
					return;
				}
				$answered = $response->finish();
				$until    = ( $this->monotonicMs )() + self::END_MS_MAX;
				$this->fillAll( $this->named->all(), $until );
				if ( $answered && $this->changed && '' !== $this->settings->doorbell() && $this->settings->doorbellHome() === $this->identity->mark() ) {
					Doorbell::ring( $this->settings->doorbell() );
				}
			}
		);
	}

	/**
	 * Long requests (imports, queues, command line) must not leave everything to an end that may never come.
	 *
	 * @param (\Closure(): list<string>)|null $insideSave
	 */
	private function fillWaiting( ?\Closure $insideSave ): void {
		$waited = null === $this->since ? 0 : ( $this->monotonicMs )() - $this->since;
		if ( $this->named->count() < self::SUBJECTS_MAX && $waited < self::WAIT_MS_MAX ) {
			return;
		}
		$this->fillAll( \array_values( \array_diff( $this->named->all(), $insideSave ? $insideSave() : [] ) ), null );
		$this->since = ( $this->monotonicMs )();
	}

	/**
	 * @param list<string> $subjects
	 * @param int|null     $until Monotonic ms; null: all of them.
	 */
	private function fillAll( array $subjects, ?int $until ): void {
		foreach ( $subjects as $subject ) {
			if ( null !== $until && ( $this->monotonicMs )() >= $until ) {
				return;
			}
			$this->guarded(
				function () use ( $subject ): void {
					$this->changed = $this->fill->subject( $subject )->changed || $this->changed;
				}
			);
		}
	}

	/** @param \Closure(): void $work */
	private function guarded( \Closure $work ): void {
		try {
			$work();
		} catch ( \Throwable $failure ) {
			self::log( $failure );
		}
	}

	private static function log( \Throwable $failure ): void {
		try {
			\wc_get_logger()->error(
				\sprintf( 'Capture failed: %s', $failure->getMessage() ),
				[
					'source' => 'causeway',
					'at'     => \basename( $failure->getFile() ) . ':' . $failure->getLine(),
				]
			);
		} catch ( \Throwable ) {
			\error_log( 'Causeway: capture failed, and so did WooCommerce\'s log.' ); // phpcs:ignore WordPress.PHP.DevelopmentFunctions
		}
	}
}
