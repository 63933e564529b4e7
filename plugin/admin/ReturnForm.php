<?php
declare(strict_types=1);

namespace Causeway\Admin;

use Causeway\Account\TrackedStages;
use Causeway\Plugin;
use Causeway\Returns\ReturnDesk;
use Causeway\Returns\ReturnFields;
use Causeway\Returns\ReturnRefused;
use Causeway\Returns\ReturnRequest;

/** Returns on the order's screen: those it has, with the way to the panel, and a form for staff to ask for another. */
final class ReturnForm {

	public const ACTION = 'causeway_return';

	private const FORM = 'causeway-return';

	/** Its fields stand inside WooCommerce's form of the order; the form that they belong to stands at the end of the page. */
	public static function html( \WC_Order $order ): string {
		$desk = Plugin::instance()->returnDesk();
		$all  = $desk->ofOrder( $order->get_id() );
		$list = self::known( $all );
		$left = $desk->isOpenFor( $order ) ? $desk->left( $order ) : [];
		if ( $left ) {
			\add_action( 'admin_footer', static fn () => self::form( $order->get_id() ) );
			$list .= \sprintf(
				'<details><summary>%s</summary>%s<p><button type="submit" class="button" form="%s">%s</button></p></details>',
				\esc_html__( 'Ask for a return', 'causeway' ),
				ReturnFields::html( $order, $left, \count( $all ), self::FORM ),
				self::FORM,
				\esc_html__( 'Ask for the return', 'causeway' )
			);
		}
		return '' === $list ? '' : '<h4>' . \esc_html__( 'Returns', 'causeway' ) . "</h4>{$list}";
	}

	/** @param list<ReturnRequest> $returns */
	private static function known( array $returns ): string {
		$subjects = \array_map( static fn ( ReturnRequest $request ): string => $request->subject(), $returns );
		$told     = ( new TrackedStages( Plugin::instance()->statements() ) )->of( $subjects );
		$html     = '';
		foreach ( $returns as $request ) {
			$state = $told[ $request->subject() ]->state ?? $request->status;
			$html .= \sprintf(
				'<li><a href="%s">%s</a> %s</li>',
				\esc_url( Screen::returned( (string) $request->id ) ),
				/* translators: %d: number of a return */
				\esc_html( \sprintf( \__( 'Return %d', 'causeway' ), $request->id ) ),
				\esc_html( StateWords::label( $state ) )
			);
		}
		return '' === $html ? '' : "<ul>{$html}</ul>";
	}

	private static function form( int $orderId ): void {
		\printf( '<form id="%s" method="post" action="%s">', \esc_attr( self::FORM ), \esc_url( \admin_url( 'admin-post.php' ) ) );
		\printf( '<input type="hidden" name="action" value="%s" /><input type="hidden" name="order" value="%d" />', \esc_attr( self::ACTION ), \absint( $orderId ) );
		\wp_nonce_field( self::ACTION . $orderId, '_wpnonce', false );
		echo '</form>';
	}

	/** `admin-post.php`: asks, and goes back to the order. */
	public static function handle(): void {
		$sent = \wp_unslash( $_POST ); // phpcs:ignore WordPress.Security.NonceVerification -- checked in the next line but one.
		$id   = \is_numeric( $sent['order'] ?? null ) ? (int) $sent['order'] : 0;
		\check_admin_referer( self::ACTION . $id );
		if ( ! \current_user_can( Screen::CAPABILITY ) ) {
			\wp_die( \esc_html__( 'You may not ask for this.', 'causeway' ), 403 );
		}
		try {
			self::ask( Plugin::instance()->returnDesk(), $id, $sent );
		} catch ( ReturnRefused $refused ) {
			\wp_die( \esc_html( $refused->getMessage() ), 'Causeway', [ 'response' => 409, 'back_link' => true ] );
		}
		$order = \wc_get_order( $id );
		\wp_safe_redirect( $order instanceof \WC_Order ? $order->get_edit_order_url() : Screen::order( $id ) );
		exit;
	}

	/**
	 * @param array<array-key, mixed> $sent
	 * @throws ReturnRefused
	 */
	public static function ask( ReturnDesk $desk, int $orderId, array $sent ): ReturnRequest {
		return $desk->ask( $orderId, ReturnFields::sent( $sent ), 'staff', \get_current_user_id() );
	}
}
