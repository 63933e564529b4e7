<?php

declare(strict_types=1);

namespace Causeway\StoreContract;

use Automattic\WooCommerce\Utilities\FeaturesUtil;
use Automattic\WooCommerce\Utilities\OrderUtil;
use WC_Data_Store;

/**
 * What a plugin finds around it: names, roles, screens, data stores, the log.
 */
final class EnvironmentTest extends StoreTestCase {
	public function test_the_store_says_its_version_twice(): void {
		self::assertSame( WC_VERSION, WC()->version );
		self::assertInstanceOf( \WooCommerce::class, WC() );
	}

	public function test_the_store_announced_itself(): void {
		foreach ( array( 'woocommerce_loaded', 'before_woocommerce_init', 'woocommerce_init' ) as $hook ) {
			self::assertSame( 1, did_action( $hook ), $hook );
		}
		self::assertTrue( method_exists( FeaturesUtil::class, 'declare_compatibility' ) );
	}

	public function test_order_storage_and_the_screen_of_orders_agree(): void {
		if ( ! function_exists( 'wc_get_page_screen_id' ) ) {
			// WooCommerce has it in wp-admin only.
			require_once dirname( WC_PLUGIN_FILE ) . '/includes/admin/wc-admin-functions.php';
		}
		$own_tables = 'orders table' === TestShop::storage();
		self::assertSame( $own_tables, OrderUtil::custom_orders_table_usage_is_enabled() );
		self::assertStringEndsWith( $own_tables ? '_page_wc-orders' : 'shop_order', wc_get_page_screen_id( 'shop-order' ) );
		self::assertSame( 'shop_order', OrderUtil::get_order_type( Goods::order()->get_id() ) );
	}

	public function test_who_may_manage_the_shop(): void {
		foreach ( array( 'administrator' => true, 'shop_manager' => true, 'customer' => false ) as $role => $may ) {
			self::assertSame( $may, get_role( $role )->has_cap( 'manage_woocommerce' ), $role );
			self::assertSame( $may, get_role( $role )->has_cap( 'edit_shop_orders' ), $role );
		}
	}

	public function test_data_stores_can_be_replaced_by_name(): void {
		$asked = array();
		foreach ( array( 'order', 'order-refund', 'order-item', 'order-item-product', 'product' ) as $name ) {
			add_filter(
				"woocommerce_{$name}_data_store",
				static function ( mixed $store ) use ( &$asked, $name ): mixed {
					$asked[] = $name;
					return $store;
				}
			);
			WC_Data_Store::load( $name );
		}
		self::assertSame( array( 'order', 'order-refund', 'order-item', 'order-item-product', 'product' ), $asked );
	}

	public function test_an_unknown_data_store_throws(): void {
		$this->expectException( \Exception::class );
		WC_Data_Store::load( 'no-such-thing' );
	}

	public function test_the_log_can_be_written_and_filtered(): void {
		$lines = array();
		add_filter(
			'woocommerce_logger_log_message',
			static function ( mixed $message, string $level ) use ( &$lines ): mixed {
				$lines[] = "$level $message";
				return null;
			},
			10,
			2
		);
		wc_get_logger()->warning( 'Low tide', array( 'source' => 'causeway' ) );
		self::assertContains( 'warning Low tide', $lines );
	}

	public function test_decimals_keep_what_a_string_says(): void {
		self::assertSame( array( '4.90', '4.9', '4.90', '' ), array( wc_format_decimal( '4.90' ), wc_format_decimal( 4.90 ), wc_format_decimal( '4.9', 2 ), wc_format_decimal( '' ) ) );
	}
}
