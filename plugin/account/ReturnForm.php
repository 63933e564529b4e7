<?php
declare(strict_types=1);

namespace Causeway\Account;

use Causeway\Plugin;
use Causeway\Returns\ReturnDesk;
use Causeway\Returns\ReturnFields;
use Causeway\Returns\ReturnRefused;

/** The customer's forms, in My Account or on the tracking page: to ask for a return of an order of theirs, and to withdraw it. No script is needed. */
final class ReturnForm {

	/** The field that says of which order; its presence says that one of these forms was sent. */
	public const FIELD = 'causeway_return';

	private const NONCE = 'causeway_return_nonce';

	/** What came of a guest's form, as HTML: they have no session that could keep it for the next page. */
	private static string $said = '';

	/**
	 * @param array<int, float> $left  What can still be returned.
	 * @param int               $known How many returns the order has.
	 */
	public static function html( \WC_Order $order, array $left, int $known ): string {
		$id = 'causeway-return-' . $order->get_id();
		return ! $left ? '' : \sprintf(
			'<details><summary>%s</summary>%s%s<p><button type="submit" class="button wp-element-button" form="%s">%s</button></p></details>',
			\esc_html__( 'Send something back', 'causeway' ),
			self::begin( $order, $id ) . '</form>',
			ReturnFields::html( $order, $left, $known, $id ),
			\esc_attr( $id ),
			\esc_html__( 'Ask for the return', 'causeway' )
		);
	}

	public static function withdrawal( \WC_Order $order, int $returnId ): string {
		return self::begin( $order, "causeway-withdraw-{$returnId}" )
			. \sprintf( '<input type="hidden" name="withdraw" value="%d" /><p><button type="submit" class="button wp-element-button">%s</button></p></form>', $returnId, \esc_html__( 'Withdraw this return', 'causeway' ) );
	}

	private static function begin( \WC_Order $order, string $id ): string {
		return \sprintf(
			'<form id="%s" method="post" action="%s"><input type="hidden" name="%s" value="%d" />%s%s',
			\esc_attr( $id ),
			\esc_url( Guest::isOf( $order ) ? (string) \get_permalink() : $order->get_view_order_url() ),
			self::FIELD,
			$order->get_id(),
			\wp_nonce_field( self::FIELD . $order->get_id(), self::NONCE, false, false ),
			Guest::isOf( $order ) ? Guest::fields( $order ) : ''
		);
	}

	/** HTML, escaped. */
	public static function said(): string {
		return self::$said;
	}

	/** Before the page is made: asks, says what came of it as a notice of the shop, and shows the order again. */
	public static function handle(): void {
		$sent  = \wp_unslash( $_POST ); // phpcs:ignore WordPress.Security.NonceVerification -- the nonce is among it, checked below.
		$id    = \is_numeric( $sent[ self::FIELD ] ?? null ) ? (int) $sent[ self::FIELD ] : 0;
		$nonce = \is_string( $sent[ self::NONCE ] ?? null ) ? $sent[ self::NONCE ] : '';
		$order = \wp_verify_nonce( $nonce, self::FIELD . $id ) ? OrderPage::own( $id ) ?? Guest::keyed( $id, $sent ) : null;
		if ( ! $order ) {
			\wp_die( \esc_html__( 'This form is too old, or the order is not yours. Go back, load the page again, and try once more.', 'causeway' ), '', [ 'response' => 403, 'back_link' => true ] );
		}
		[ $notice, $kind ] = self::ask( Plugin::instance()->returnDesk(), $order, $sent );
		if ( Guest::isOf( $order ) ) {
			$said       = \wc_print_notice( $notice, $kind, [], true );
			self::$said = \is_string( $said ) ? $said : '';
			return;
		}
		\wc_add_notice( $notice, $kind );
		\wp_safe_redirect( $order->get_view_order_url() );
		exit;
	}

	/**
	 * @param array<array-key, mixed> $sent
	 * @return array{string, 'success'|'error'} A notice, and its kind.
	 */
	public static function ask( ReturnDesk $desk, \WC_Order $order, array $sent ): array {
		try {
			if ( \is_numeric( $sent['withdraw'] ?? null ) ) {
				foreach ( $desk->ofOrder( $order->get_id() ) as $request ) {
					if ( $request->id === (int) $sent['withdraw'] && 'customer' === $request->origin ) {
						$desk->withdraw( $request, 'customer' );
						return [ \__( 'Your return was withdrawn.', 'causeway' ), 'success' ];
					}
				}
				throw new ReturnRefused( \__( 'This order has no such return.', 'causeway' ) );
			}
			$desk->ask( $order->get_id(), ReturnFields::sent( $sent ), 'customer', \get_current_user_id() );
			return [ \__( 'We have your return. You see below how it goes on.', 'causeway' ), 'success' ];
		} catch ( ReturnRefused $refused ) {
			return [ $refused->getMessage(), 'error' ];
		}
	}
}
