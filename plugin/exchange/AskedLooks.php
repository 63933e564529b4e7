<?php
declare(strict_types=1);

namespace Causeway\Exchange;

use Causeway\Capture\Filled;
use Causeway\Capture\OrderStorage;
use Causeway\Outbox\Clock;
use Causeway\Outbox\OrderSubject;
use Causeway\Outbox\OutboxTable;
use Causeway\Outbox\Settings;
use Causeway\Outbox\SubjectTable;
use Causeway\Returns\ReturnSubject;

/** "Tell me of these, changed or not" (`ask.looks`): what a hint, a person or a restore is about. */
final class AskedLooks {

	public function __construct(
		private readonly SubjectTable $subjects,
		private readonly OutboxTable $outbox,
		private readonly OrderStorage $storage,
		private readonly Settings $settings,
		private readonly FreshLooks $fresh,
	) {}

	/**
	 * @param list<string>     $subjects
	 * @param int              $bytes    Ends before the snapshots exceed this; one is told whatever its size.
	 * @param \Closure(): bool $goOn     False: this request may write no more.
	 * @return list<array{subject: string, event: array<string, mixed>|null}> What was not reached is left out.
	 */
	public function of( array $subjects, int $bytes, Budget $budget, \Closure $goOn, string $source ): array {
		$young  = $this->outbox->unfilledSince( $subjects, Clock::now() - CatchUp::UNFILLED_MS );
		$filled = [];
		foreach ( \array_unique( $subjects ) as $subject ) {
			if ( $filled && ( $budget->spent() || $bytes < 0 || ! $goOn() ) ) {
				break;
			}
			$known = $this->subjects->find( $subject );
			if ( \in_array( $subject, $young, true ) ) {
				// Another request is writing it just now: read now, half of it would pass for the whole.
				if ( null === $known || 0 === $known->rev ) {
					continue;
				}
				$filled[ $subject ] = null;
			} elseif ( 0 === ReturnSubject::id( $subject ) && ! $this->isOrder( $subject, null !== $known && $known->rev > 0 ) ) {
				$filled[ $subject ] = null;
			} else {
				$filled[ $subject ] = $this->filled( $subject );
			}
			$bytes -= $filled[ $subject ]->bytes ?? $known->snapshotBytes ?? 0;
		}
		$looks = $this->fresh->of( $filled );
		return \array_map(
			static fn ( string $subject ): array => [
				'subject' => $subject,
				'event'   => isset( $looks[ $subject ] ) ? $looks[ $subject ]->wire( $source ) : null,
			],
			\array_keys( $filled )
		);
	}

	/** What can't be read is told as it was when it could: one order must not hold up what the others are asked for. */
	private function filled( string $subject ): ?Filled {
		try {
			return $this->fresh->fill( $subject );
		} catch ( \Throwable $error ) {
			\wc_get_logger()->error( "{$subject} could not be read: " . Trace::of( $error ), [ 'source' => 'causeway' ] );
			return null;
		}
	}

	/** Ids come from outside here: of refunds, products, or of nothing at all. */
	private function isOrder( string $subject, bool $known ): bool {
		$order = OrderSubject::id( $subject );
		return 0 !== $order && ( $known || \in_array( $this->storage->type( $order ), $this->settings->types(), true ) );
	}
}
