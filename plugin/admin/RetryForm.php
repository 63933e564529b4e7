<?php
declare(strict_types=1);

namespace Causeway\Admin;

use Causeway\Health\Moment;
use Causeway\Plugin;
use Causeway\ReadModel\CommandDesk;
use Causeway\ReadModel\Refused;

/** "Retry" on the order's screen: the same command as the panel's, sent by a form of its own. */
final class RetryForm {

	public const ACTION = 'causeway_retry';

	/**
	 * The button stands inside WooCommerce's form of the order; the form that it sends stands at the end of the page.
	 *
	 * @param array{epoch: int, n: int} $seen The version that the person looks at.
	 */
	public static function button( int $orderId, array $seen ): string {
		\add_action(
			'admin_footer',
			static function () use ( $orderId, $seen ): void {
				\printf( '<form id="causeway-retry" method="post" action="%s">', \esc_url( \admin_url( 'admin-post.php' ) ) );
				\printf( '<input type="hidden" name="action" value="%s" />', \esc_attr( self::ACTION ) );
				foreach ( [ 'order' => $orderId ] + $seen as $name => $value ) {
					\printf( '<input type="hidden" name="%s" value="%d" />', \esc_attr( $name ), \absint( $value ) );
				}
				\wp_nonce_field( self::ACTION . $orderId, '_wpnonce', false );
				echo '</form>';
			}
		);
		return \sprintf(
			'<button type="submit" class="button" form="causeway-retry" aria-describedby="causeway-retry-help">%s</button> <span class="description" id="causeway-retry-help">%s</span>',
			\esc_html__( 'Retry', 'causeway' ),
			\esc_html__( 'The worker looks again and sends only what is missing; nothing is sent twice.', 'causeway' )
		);
	}

	/** "Retry requested by Ada, 4 seconds ago", until it has happened. */
	public static function requested( mixed $request ): string {
		if ( ! \is_array( $request ) || ! \is_string( $request['by'] ?? null ) || ! \is_int( $request['at'] ?? null ) ) {
			return '';
		}
		$words = 'retry' === ( $request['command'] ?? '' )
			/* translators: 1: a person's name, 2: a time such as "4 seconds ago" */
			? \esc_html__( 'Retry requested by %1$s, %2$s', 'causeway' )
			/* translators: 1: a person's name, 2: a time such as "4 seconds ago" */
			: \esc_html__( 'Resolve requested by %1$s, %2$s', 'causeway' );
		return '<p role="status">' . \sprintf( $words, \esc_html( $request['by'] ), Moment::ago( $request['at'] ) ) . '</p>';
	}

	/** `admin-post.php`: asks, and goes back to the order, whose box then says "requested". */
	public static function handle(): void {
		$id = self::number( 'order' );
		\check_admin_referer( self::ACTION . $id );
		if ( ! \current_user_can( Screen::CAPABILITY ) ) {
			\wp_die( \esc_html__( 'You may not ask for this.', 'causeway' ), 403 );
		}
		$seen = [ 'epoch' => self::number( 'epoch' ), 'n' => self::number( 'n' ) ];
		try {
			CommandDesk::of( Plugin::instance() )->ofSubject( 'retry', 'order/' . $id, null, $seen, '', \wp_get_current_user() );
		} catch ( Refused $refused ) {
			\wp_die( \esc_html( $refused->getMessage() ), 'Causeway', [ 'response' => (int) $refused->status(), 'back_link' => true ] );
		}
		$order = \wc_get_order( $id );
		\wp_safe_redirect( $order instanceof \WC_Order ? $order->get_edit_order_url() : Screen::order( $id ) );
		exit;
	}

	private static function number( string $field ): int {
		$value = \filter_input( INPUT_POST, $field, FILTER_VALIDATE_INT );
		return \is_int( $value ) ? $value : 0;
	}
}
