<?php
declare(strict_types=1);

namespace Causeway\Account;

/**
 * Somebody without an account, on the page of WooCommerce's order tracking. They see an order of which they gave number and
 * e-mail address there; to ask for something they also need a key that this page hands them. It is made from WooCommerce's key
 * of the order and opens nothing else: with the order's own one could pay or cancel it.
 */
final class Guest {

	/** WooCommerce's: its tracking form sends these, and shows the order to whom they fit. */
	private const NUMBER = 'orderid';
	private const EMAIL  = 'order_email';
	private const NONCE  = 'woocommerce-order-tracking-nonce';
	private const ACTION = 'woocommerce-order_tracking';

	private const KEY = 'causeway_key';

	/** The order of a guest that the page is showing them. */
	public static function tracked( int $orderId ): ?\WC_Order {
		$order = \wc_get_order( $orderId );
		$sent  = \wp_unslash( $_POST ); // phpcs:ignore WordPress.Security.NonceVerification -- checked below.
		return $order instanceof \WC_Order && self::isOf( $order ) && \wp_verify_nonce( self::text( $sent, self::NONCE ), self::ACTION ) && self::knowsEmail( $order, $sent ) ? $order : null;
	}

	/**
	 * The order of a guest who has its key and its e-mail address.
	 *
	 * @param array<array-key, mixed> $sent
	 */
	public static function keyed( int $orderId, array $sent ): ?\WC_Order {
		$order = \wc_get_order( $orderId );
		return $order instanceof \WC_Order && self::isOf( $order ) && self::knowsEmail( $order, $sent ) && \hash_equals( self::key( $order ), self::text( $sent, self::KEY ) ) ? $order : null;
	}

	public static function isOf( \WC_Order $order ): bool {
		return 0 === $order->get_customer_id();
	}

	/** With these a form on the tracking page shows the order again. HTML, escaped. */
	public static function fields( \WC_Order $order ): string {
		$html   = '';
		$number = self::text( \wp_unslash( $_POST ), self::NUMBER ); // phpcs:ignore WordPress.Security.NonceVerification -- what was typed, again: a plugin may have numbers of its own.
		$fields = [
			self::NUMBER => '' === $number ? (string) $order->get_id() : $number,
			self::EMAIL  => $order->get_billing_email(),
			self::NONCE  => \wp_create_nonce( self::ACTION ),
			self::KEY    => self::key( $order ),
		];
		foreach ( $fields as $name => $value ) {
			$html .= \sprintf( '<input type="hidden" name="%s" value="%s" />', \esc_attr( $name ), \esc_attr( $value ) );
		}
		return $html;
	}

	private static function key( \WC_Order $order ): string {
		return \wp_hash( "causeway_return|{$order->get_id()}|{$order->get_order_key()}" );
	}

	/** @param array<array-key, mixed> $sent */
	private static function knowsEmail( \WC_Order $order, array $sent ): bool {
		$known = \strtolower( $order->get_billing_email() );
		return '' !== $known && \hash_equals( $known, \strtolower( \sanitize_email( self::text( $sent, self::EMAIL ) ) ) );
	}

	/** @param array<array-key, mixed> $sent */
	private static function text( array $sent, string $field ): string {
		return \is_string( $sent[ $field ] ?? null ) ? $sent[ $field ] : '';
	}
}
