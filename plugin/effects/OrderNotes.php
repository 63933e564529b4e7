<?php
declare(strict_types=1);

namespace Causeway\Effects;

/**
 * Order notes that are added once for what they tell of (`about`: an effect's id, a parcel). That is in the note's own
 * row (its agent), not in comment meta: meta is a second statement, and dying between the two would double the note.
 */
final class OrderNotes {

	public function __construct( private readonly \wpdb $wpdb ) {}

	public function has( int $orderId, string $about ): bool {
		return null !== $this->wpdb->get_var(
			$this->wpdb->prepare(
				// @phpstan-ignore argument.type (WordPress's own table name)
				"SELECT comment_ID FROM {$this->wpdb->comments} WHERE comment_post_ID = %d AND comment_type = 'order_note' AND comment_agent = %s LIMIT 1",
				$orderId,
				self::agent( $about )
			)
		);
	}

	/** @throws EffectFailed When WordPress did not take the note. */
	public function add( \WC_Order $order, string $text, bool $toCustomer, string $about ): void {
		$sign = static function ( array $note ) use ( &$sign, $about ): array {
			// Once: the e-mail to the customer leaves a note of WooCommerce's own.
			\remove_filter( 'woocommerce_new_order_note_data', $sign, PHP_INT_MAX );
			return \array_merge( $note, [ 'comment_agent' => self::agent( $about ), 'comment_author' => 'Causeway' ] );
		};
		\add_filter( 'woocommerce_new_order_note_data', $sign, PHP_INT_MAX );
		try {
			$id = $order->add_order_note( \esc_html( $text ), $toCustomer ? 1 : 0, false );
		} finally {
			\remove_filter( 'woocommerce_new_order_note_data', $sign, PHP_INT_MAX );
		}
		if ( ! $id ) {
			throw new EffectFailed( 'WordPress did not take the order note.' );
		}
	}

	private static function agent( string $about ): string {
		return 'Causeway ' . $about;
	}
}
