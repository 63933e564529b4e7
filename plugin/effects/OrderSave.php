<?php
declare(strict_types=1);

namespace Causeway\Effects;

/**
 * WC_Order::save() that says whether it saved. WooCommerce logs exceptions of other plugins, returns as if nothing was,
 * and sends the e-mails of a status that it did not write: the customer would be told of it, and at the next try again.
 */
final class OrderSave {

	/**
	 * @param (\Closure(): void)|null $lastLook  Called once, right before WooCommerce writes; may throw Overtaken.
	 * @param (\Closure(): bool)|null $isWritten Asks the database whether what matters was written, where a save was broken
	 *                                           off; without it a broken save counts as none.
	 * @throws EffectFailed
	 * @throws Overtaken
	 */
	public static function of( \WC_Order $order, ?\Closure $lastLook = null, ?\Closure $isWritten = null ): void {
		$saved  = false;
		$before = static function ( mixed $saving ) use ( $order, &$lastLook ): void {
			if ( $saving === $order && $lastLook ) {
				// Once: hooks of the new status save the same order again.
				[ $look, $lastLook ] = [ $lastLook, null ];
				$look();
			}
		};
		$after  = static function ( mixed $saving ) use ( $order, &$saved ): void {
			$saved = $saved || $saving === $order;
		};
		$news   = static function ( mixed $id, mixed $told ) use ( $order, $isWritten, &$saved ): void {
			if ( $told !== $order ) {
				return;
			}
			$saved = $saved || ( $isWritten && $isWritten() );
			if ( ! $saved ) {
				throw new Unwritten();
			}
		};
		$status = 'woocommerce_order_status_' . $order->get_status();
		\add_action( 'woocommerce_before_order_object_save', $before, PHP_INT_MAX );
		\add_action( 'woocommerce_after_order_object_save', $after, PHP_INT_MIN );
		\add_action( $status, $news, PHP_INT_MIN, 2 );
		try {
			$order->save();
		} catch ( Unwritten ) {
			// Said below.
		} finally {
			\remove_action( 'woocommerce_before_order_object_save', $before, PHP_INT_MAX );
			\remove_action( 'woocommerce_after_order_object_save', $after, PHP_INT_MIN );
			\remove_action( $status, $news, PHP_INT_MIN );
		}
		if ( ! $saved ) {
			throw new EffectFailed( 'WooCommerce could not save the order; its log says why.' );
		}
	}
}
