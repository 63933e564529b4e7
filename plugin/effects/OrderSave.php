<?php
declare(strict_types=1);

namespace Causeway\Effects;

/** WC_Order::save() that says whether it saved: WooCommerce logs exceptions of other plugins and returns as if nothing was. */
final class OrderSave {

	/**
	 * @param (\Closure(): void)|null $lastLook Called once, right before WooCommerce writes; may throw Overtaken.
	 * @throws EffectFailed
	 * @throws Overtaken
	 */
	public static function of( \WC_Order $order, ?\Closure $lastLook = null ): void {
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
		\add_action( 'woocommerce_before_order_object_save', $before, PHP_INT_MAX );
		\add_action( 'woocommerce_after_order_object_save', $after, PHP_INT_MIN );
		try {
			$order->save();
		} finally {
			\remove_action( 'woocommerce_before_order_object_save', $before, PHP_INT_MAX );
			\remove_action( 'woocommerce_after_order_object_save', $after, PHP_INT_MIN );
		}
		if ( ! $saved ) {
			throw new EffectFailed( 'WooCommerce could not save the order; its log says why.' );
		}
	}
}
