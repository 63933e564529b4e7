<?php

declare(strict_types=1);

namespace Causeway\StoreContract;

/**
 * Writes down which of the named hooks fire, in their order.
 */
final class HookTrace {
	public const SAVE = array(
		'woocommerce_before_order_object_save',
		'woocommerce_new_order',
		'woocommerce_update_order',
		'woocommerce_after_order_object_save',
	);

	public const ITEMS = array(
		'woocommerce_before_order_item_object_save',
		'woocommerce_new_order_item',
		'woocommerce_update_order_item',
		'woocommerce_after_order_item_object_save',
		'woocommerce_before_delete_order_item',
		'woocommerce_delete_order_item',
	);

	public const STATUS = array(
		'woocommerce_order_status_pending',
		'woocommerce_order_status_processing',
		'woocommerce_order_status_cancelled',
		'woocommerce_order_status_completed',
		'woocommerce_order_status_refunded',
		'woocommerce_order_status_pending_to_processing',
		'woocommerce_order_status_processing_to_cancelled',
		'woocommerce_order_status_processing_to_completed',
		'woocommerce_order_status_processing_to_refunded',
		'woocommerce_order_status_changed',
		'woocommerce_order_payment_status_changed',
	);

	public const REFUND = array(
		'woocommerce_create_refund',
		'woocommerce_restock_refunded_item',
		'woocommerce_order_partially_refunded',
		'woocommerce_order_fully_refunded',
		'woocommerce_refund_created',
		'woocommerce_order_refunded',
		'woocommerce_refund_deleted',
	);

	public const REMOVAL = array(
		'woocommerce_before_trash_order',
		'woocommerce_trash_order',
		'woocommerce_untrash_order',
		'woocommerce_before_delete_order',
		'woocommerce_delete_order',
	);

	public const STOCK = array(
		'woocommerce_product_before_set_stock',
		'woocommerce_updated_product_stock',
		'woocommerce_update_product',
		'woocommerce_product_set_stock',
		'woocommerce_reduce_order_stock',
		'woocommerce_restore_order_stock',
	);

	/** @var list<string> */
	private array $fired = array();

	/**
	 * Starts writing down; the test case takes the listeners away again.
	 *
	 * @param list<string> ...$families Lists of hook names, such as the constants here.
	 */
	public static function of( array ...$families ): self {
		$trace = new self();
		foreach ( array_merge( ...$families ) as $hook ) {
			add_action(
				$hook,
				static function () use ( $trace, $hook ): void {
					$trace->fired[] = substr( $hook, strlen( 'woocommerce_' ) );
				},
				-1000
			);
		}
		return $trace;
	}

	/**
	 * The hooks that fired since the last call, without their `woocommerce_`.
	 *
	 * @return list<string>
	 */
	public function take(): array {
		$fired       = $this->fired;
		$this->fired = array();
		return $fired;
	}
}
