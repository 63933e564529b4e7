<?php
declare(strict_types=1);

namespace Causeway\Effects;

use Causeway\Audit\AuditTable;
use Causeway\Audit\Entry;
use Causeway\Capture\Fill;
use Causeway\Capture\FreshOrder;
use Causeway\Capture\Named;
use Causeway\Exchange\Trace;
use Causeway\Outbox\OutboxTable;
use Causeway\Outbox\SubjectTable;
use Causeway\Plugin;
use Causeway\Returns\ReturnSubject;

/**
 * Money back for a return, once. The intent is written before WooCommerce and its gateway are asked, under the return's own
 * id: whatever effect names that return again finds the refund (*already*), or nothing, and then nobody can tell whether
 * money moved (*unknown*): it is never begun a second time.
 *
 * @phpstan-import-type Refund from Wire
 */
final class RefundEffect {

	public function __construct(
		private readonly SubjectTable $subjects,
		private readonly OutboxTable $outbox,
		private readonly Fill $fill,
		private readonly FreshOrder $orders,
		private readonly Named $named,
		private readonly EffectNumbers $numbers,
		private readonly IntentTable $intents,
		private readonly OrderNotes $notes,
		private readonly AuditTable $audit,
	) {}

	public static function of( Plugin $plugin, EffectNumbers $numbers, IntentTable $intents, OrderNotes $notes ): self {
		return new self( $plugin->subjects(), $plugin->outbox(), $plugin->fill(), $plugin->freshOrders(), $plugin->named(), $numbers, $intents, $notes, $plugin->audit() );
	}

	/**
	 * @param Refund $effect
	 * @throws EffectFailed Nothing was begun.
	 */
	public function apply( \stdClass $effect ): Answer {
		$order = $this->orders->order( $effect->body->order_id );
		if ( ! $order ) {
			throw new EffectFailed( 'The order was deleted.' );
		}
		$intent   = "refund:{$order->get_id()}:{$effect->body->return_id}";
		$refunds  = $this->orders->refunds( $order->get_id() );
		$made     = RefundInShop::of( $effect, $refunds );
		$finished = $this->intents->isFinished( $intent );
		if ( $made && ( $finished || 'none' === $effect->body->payment || $made->get_refunded_payment() ) ) {
			return Answer::already( $effect, 'It was made before.' )->with( 'refund', $this->finish( $effect, $intent, $made, [] ) );
		}
		if ( $finished ) {
			throw new EffectFailed( 'This return was refunded before, and that refund was deleted since. It is not made again by itself.' );
		}
		if ( $made || $this->intents->isBegun( $intent ) ) {
			return self::unknown( $effect, $made );
		}
		$known = $this->subjects->find( $effect->subject );
		if ( $known && ! EffectNumbers::rises( $effect, $known->epoch, $known->n ) ) {
			return Answer::already( $effect, 'A higher number was applied before; this one was never begun.' );
		}
		if ( $this->intents->isUnknownBeside( $intent, "refund:{$order->get_id()}:" ) ) {
			// WooCommerce has no record of it, and would let more go back than was paid.
			throw new EffectFailed( 'Of another refund of this order nobody can tell whether it was paid. Settle that first; then pay this one back by hand.' );
		}
		$lines = $this->insistOnWhatIsLeft( $effect, $order, $refunds );
		if ( $this->outbox->look( "order/{$order->get_id()}" )?->isSomeonesWork() ) {
			return Answer::later( $effect, 'Another request is changing the order at this moment.' );
		}
		return $this->intents->begin( $intent, $effect->subject, $effect->kind )
			? $this->refund( $effect, $intent, $order, $lines )
			: self::unknown( $effect, null );
	}

	/**
	 * @param Refund                                                                             $effect
	 * @param array<int, array{qty: float, refund_total: string, refund_tax: array<int, string>}> $lines
	 */
	private function refund( \stdClass $effect, string $intent, \WC_Order $order, array $lines ): Answer {
		$subject = "order/{$order->get_id()}";
		/** @var array<string, mixed> $before */
		$before  = (array) \json_decode( (string) $this->fill->subject( $subject )->snapshot, true );
		$touches = $this->outbox->look( $subject )->touches ?? 0;
		$made    = null;
		$why     = '';
		$this->named->own( $subject );
		try {
			$mails = SentMails::during(
				static function () use ( $effect, $order, $lines, &$made, &$why ): void {
					$made = RefundInShop::create( $effect, $order, $lines );
					$why  = $made instanceof \WP_Error ? $made->get_error_message() : '';
				}
			);
		} catch ( \Throwable $error ) {
			\wc_get_logger()->error( "Effect {$effect->id} on {$effect->subject} was broken off: " . Trace::of( $error ), [ 'source' => 'causeway' ] );
			$why = Trace::of( $error );
		}
		if ( ! $made instanceof \WC_Order_Refund ) {
			return $this->notMade( $effect, $intent, $order, $why );
		}
		$refund = $this->finish( $effect, $intent, $made, $mails ?? [] );
		$this->fill->own( $subject, $before, [ 'refunds', 'status' ], $touches );
		if ( ReturnSubject::id( $effect->subject ) ) {
			$this->fill->subject( $effect->subject );
		}
		return Answer::applied( $effect )->with( 'refund', $refund );
	}

	/**
	 * WooCommerce takes the refund off again whatever went wrong, also after the gateway had paid; and what a gateway calls an
	 * error may be an answer that it never got. Its own words are kept at the order, for whoever looks.
	 *
	 * @param Refund $effect
	 */
	private function notMade( \stdClass $effect, string $intent, \WC_Order $order, string $why ): Answer {
		if ( 'none' === $effect->body->payment && ! RefundInShop::of( $effect, $this->orders->refunds( $order->get_id() ) ) ) {
			$this->intents->takeBack( $intent );
			return Answer::failed( $effect, "WooCommerce did not make the refund: {$why}" );
		}
		$this->notes->add( $order, "The refund of {$effect->body->amount} for {$effect->subject} did not come to an end: {$why} Look at the payment before anything is paid back by hand.", false, $effect->id );
		return self::unknown( $effect, null );
	}

	/**
	 * @param Refund       $effect
	 * @param list<string> $mails That went out with it.
	 * @return array{id: int, amount: string, payment_refunded: bool, created_at: string}
	 */
	private function finish( \stdClass $effect, string $intent, \WC_Order_Refund $made, array $mails ): array {
		$this->intents->begin( $intent, $effect->subject, $effect->kind );
		$this->intents->finish( $intent, 'done' );
		$refund  = RefundInShop::told( $made );
		$mark    = "refund:{$made->get_id()}";
		$entries = [ new Entry( 'refund_made', subject: $effect->subject, about: "order/{$made->get_parent_id()}", became: "{$refund['amount']} {$made->get_currency()}", why: $effect->body->reason, mark: $mark ) ];
		foreach ( $mails as $mail ) {
			$entries[] = new Entry( 'mail_sent', subject: $effect->subject, about: $mail, why: 'refund_made', mark: "{$mark}:{$mail}" );
		}
		$this->audit->write( ...$entries );
		$this->numbers->record( $effect );
		return $refund;
	}

	/**
	 * @param Refund                 $effect
	 * @param list<\WC_Order_Refund> $refunds
	 * @return array<int, array{qty: float, refund_total: string, refund_tax: array<int, string>}>
	 */
	private function insistOnWhatIsLeft( \stdClass $effect, \WC_Order $order, array $refunds ): array {
		$amount = (float) $effect->body->amount;
		$left   = (float) $order->get_remaining_refund_amount();
		if ( $amount <= 0 || \round( $amount - $left, \wc_get_rounding_precision() ) > 0 ) {
			throw new EffectFailed( "Only {$left} {$order->get_currency()} are left to refund of this order; {$effect->body->amount} was asked for." );
		}
		$gateway = 'gateway' === $effect->body->payment ? \wc_get_payment_gateway_by_order( $order ) : null;
		if ( 'gateway' === $effect->body->payment && ! ( $gateway instanceof \WC_Payment_Gateway && $gateway->can_refund_order( $order ) ) ) {
			throw new EffectFailed( "The order's way of payment (\"{$order->get_payment_method()}\") can't pay back by itself: pay back by hand and enter the refund in WooCommerce, or let Causeway only record it." );
		}
		return RefundLines::of( $order, $effect->body->lines, $refunds, $amount );
	}

	/** @param Refund $effect */
	private static function unknown( \stdClass $effect, ?\WC_Order_Refund $half ): Answer {
		$answer = Answer::unknown( $effect, 'The refund was begun, and nobody can tell whether money moved: a person looks at the payment and decides. It is not tried again by itself.' );
		return $half ? $answer->with( 'refund', RefundInShop::told( $half ) ) : $answer;
	}
}
