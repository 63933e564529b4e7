<?php
declare(strict_types=1);

namespace Causeway\Effects;

use Causeway\Audit\AuditTable;
use Causeway\Audit\Entry;
use Causeway\Capture\Fill;
use Causeway\Capture\Filled;
use Causeway\Capture\FreshOrder;
use Causeway\Capture\Named;
use Causeway\Outbox\OrderSubject;
use Causeway\Outbox\OutboxTable;
use Causeway\Outbox\Subject;
use Causeway\Outbox\SubjectTable;

/**
 * The rules under which an effect may change an order: its number rises, nobody else changed the order since it was
 * decided, the order's status is one that it accepts. What it writes becomes a revision of our own.
 *
 * @phpstan-import-type Guarded from Wire
 */
final class ShopChange {

	/** @param array<string, ShopEffect> $kinds */
	public function __construct(
		private readonly SubjectTable $subjects,
		private readonly OutboxTable $outbox,
		private readonly Fill $fill,
		private readonly FreshOrder $orders,
		private readonly Named $named,
		private readonly EffectNumbers $numbers,
		private readonly Interruptions $interruptions,
		private readonly AuditTable $audit,
		private readonly array $kinds,
	) {}

	/**
	 * @param Guarded $effect
	 * @throws EffectFailed
	 * @throws \Throwable Whatever other plugins throw at a save.
	 */
	public function apply( \stdClass $effect ): Answer {
		$orderId = OrderSubject::id( $effect->subject );
		if ( 0 === $orderId ) {
			throw new EffectFailed( 'Effects of this kind are for orders.' );
		}
		$known   = $this->subjects->find( $effect->subject );
		if ( $known && ! EffectNumbers::rises( $effect, $known->epoch, $known->n ) ) {
			return $this->answerAgain( $effect, $known );
		}
		$fresh = $this->fill->before( $effect->subject );
		if ( 0 === $fresh->rev ) {
			throw new EffectFailed( 'The shop knows no such order.' );
		}
		$order = $this->orders->again( $orderId );
		if ( ! $order ) {
			return Answer::stale( $effect, 'The order was deleted.', $fresh );
		}
		if ( $this->kinds[ $effect->kind ]->isDone( $effect, $order ) ) {
			$this->audited( $effect, [ 'was' => '' ] + $this->kinds[ $effect->kind ]->audited( $effect, $order ), [] );
			$this->numbers->record( $effect );
			return Answer::already( $effect, 'It was done before.', $fresh );
		}
		$why = self::whyStale( $effect, $fresh, $order->get_status() );
		if ( null !== $why ) {
			return Answer::stale( $effect, $why, $fresh );
		}
		$this->interruptions->insistOnNone( $effect );
		return $this->change( $effect, $fresh, $order );
	}

	/**
	 * A higher number was applied. What was answered stale before it stays undone, also where that answer was lost.
	 *
	 * @param Guarded $effect
	 */
	private function answerAgain( \stdClass $effect, Subject $known ): Answer {
		$order = $this->orders->order( OrderSubject::id( $effect->subject ) );
		return ! $order || $this->kinds[ $effect->kind ]->isDone( $effect, $order )
			? Answer::already( $effect, 'It was done before.', $known )
			: Answer::stale( $effect, 'A higher number was applied before, and this was not done.', $this->fill->subject( $effect->subject ) );
	}

	/** @param Guarded $effect */
	private function change( \stdClass $effect, Filled $fresh, \WC_Order $order ): Answer {
		$kind = $this->kinds[ $effect->kind ];
		$look = $this->outbox->look( $effect->subject );
		if ( $look?->isSomeonesWork() ) {
			return Answer::later( $effect, 'Another request is changing the order at this moment.' );
		}
		$touches = $look->touches ?? 0;
		$this->named->own( $effect->subject );
		$audited = $kind->audited( $effect, $order );
		try {
			$mails = SentMails::during( static fn () => $kind->apply( $effect, $order ) );
		} catch ( Overtaken $overtaken ) {
			return Answer::stale( $effect, $overtaken->getMessage(), $this->fill->subject( $effect->subject ) );
		}
		$shared = $this->wasShared( $fresh, $touches );
		/** @var array<string, mixed> $before Empty where the snapshot is too large to be kept: then every revision is foreign. */
		$before = (array) \json_decode( (string) $fresh->snapshot, true );
		$filled = $this->fill->own( $effect->subject, $before, $kind->writes(), $touches );
		$this->audited( $effect, $audited, $mails );
		$this->numbers->record( $effect );
		return $shared
			? Answer::stale( $effect, 'It was done, but someone changed the order at the same time.', $filled )
			: Answer::applied( $effect, $filled );
	}

	/**
	 * Before the effect's number is written down: what dies between the two comes again, and finds its line by the mark.
	 *
	 * @param Guarded                                                                                   $effect
	 * @param array{action: string, about?: string, was?: string, became?: string, why?: string} $said
	 * @param list<string>                                                                              $mails
	 */
	private function audited( \stdClass $effect, array $said, array $mails ): void {
		if ( isset( $said['was'], $said['became'] ) && $said['was'] === $said['became'] ) {
			return;
		}
		$entries = [ new Entry( ...$said, subject: $effect->subject, mark: 'effect:' . $effect->id ) ];
		foreach ( $mails as $mail ) {
			$entries[] = new Entry( 'mail_sent', subject: $effect->subject, about: $mail, why: $said['action'], mark: "effect:{$effect->id}:{$mail}" );
		}
		$this->audit->write( ...$entries );
	}

	/** Whether another request named the order since our fresh read: by its mark, or by a revision it already made. */
	private function wasShared( Filled $fresh, int $touches ): bool {
		[ $known, $look ] = $this->subjects->withLook( $fresh->subject );
		if ( $known instanceof Subject && $known->foreignRev > $fresh->foreignRev ) {
			return true;
		}
		return ( $look->touches ?? 0 ) > $touches;
	}

	/** @param Guarded $effect */
	private static function whyStale( \stdClass $effect, Filled $fresh, string $status ): ?string {
		if ( $fresh->incarnation !== $effect->decided_on->incarnation ) {
			return "Decided in incarnation {$effect->decided_on->incarnation}, the order is in {$fresh->incarnation}.";
		}
		if ( $fresh->foreignRev > $effect->decided_on->rev ) {
			return "Decided on revision {$effect->decided_on->rev}; the order was changed in revision {$fresh->foreignRev}.";
		}
		return \in_array( $status, $effect->accepts, true ) ? null : "The order is \"{$status}\", which this effect does not accept.";
	}
}
