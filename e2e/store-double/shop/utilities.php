<?php declare(strict_types=1);
/** The two public classes that plugins ask about order storage and features. */

namespace Automattic\WooCommerce\Utilities;

/** Where orders are kept: in posts. */
final class OrderUtil {
	/** Whether orders have tables of their own. */
	public static function custom_orders_table_usage_is_enabled(): bool { return false; }
	/** The type of the order, or null. */
	public static function get_order_type( $id ): ?string {
		$type = get_post_type( (int) $id );
		return in_array( $type, array( 'shop_order', 'shop_order_refund' ), true ) ? $type : null;
	}
}

/** Plugins declare here what they work with; the double has no such feature. */
final class FeaturesUtil {
	/** Takes the declaration, in time only. */
	public static function declare_compatibility( string $feature, string $file, bool $compatible = true ): bool { return (bool) doing_action( 'before_woocommerce_init' ); }
}
