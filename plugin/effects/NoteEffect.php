<?php
declare(strict_types=1);

namespace Causeway\Effects;

/** A note at the order. One to the customer is an e-mail, which can't be taken back: its intent is written first. */
final class NoteEffect implements ShopEffect {

	public function __construct( private readonly OrderNotes $notes, private readonly IntentTable $intents ) {}

	/** Nothing: notes are outside the snapshot. */
	public function writes(): array {
		return [];
	}

	public function isDone( \stdClass $effect, \WC_Order $order ): bool {
		return 'customer' === self::body( $effect )->audience
			? $this->intents->isFinished( self::mark( $effect ) )
			: $this->notes->has( $order->get_id(), self::mark( $effect ) );
	}

	public function audited( \stdClass $effect, \WC_Order $order ): array {
		return [ 'action' => 'note_written', 'became' => self::body( $effect )->audience ];
	}

	public function apply( \stdClass $effect, \WC_Order $order ): void {
		if ( 'customer' !== self::body( $effect )->audience ) {
			$this->notes->add( $order, self::body( $effect )->text, false, self::mark( $effect ) );
			return;
		}
		if ( ! $this->intents->begin( self::mark( $effect ), $effect->subject, $effect->kind ) ) {
			throw new EffectFailed( 'Unknown outcome: an earlier try to send this note to the customer did not finish. It is not sent again; a person should look at the order\'s notes and decide.' );
		}
		$this->notes->add( $order, self::body( $effect )->text, true, self::mark( $effect ) );
		$this->intents->finish( self::mark( $effect ), 'done' );
	}

	/** What it tells of, where it says so: it may have been told under another number, and answered *stale*. */
	private static function mark( \stdClass $effect ): string {
		$about = self::body( $effect )->about ?? null;
		/** @var object{id: string, subject: string}&\stdClass $effect */
		return null === $about ? $effect->id : 'note:' . \hash( 'sha256', "{$effect->subject} {$about}" );
	}

	/** @return object{text: string, audience: string, about?: string} */
	private static function body( \stdClass $effect ): object {
		/** @var object{text: string, audience: string, about?: string} */
		return $effect->body;
	}
}
