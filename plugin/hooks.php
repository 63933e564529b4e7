<?php
/**
 * Every hook of Causeway, in one list. A closure makes its object only when it fires: a request that has nothing
 * to do with Causeway pays for these lines and nothing else (ten at most, see tests/capture/ThinnessTest.php).
 */

declare(strict_types=1);

namespace Causeway;

\defined( 'ABSPATH' ) || exit;

// Whoever touches an order, refund or item asks WooCommerce for its data store first: only then capture listens.
foreach ( [ 'order', 'order-refund', 'order-item' ] as $causeway_store ) {
	\add_filter( "woocommerce_{$causeway_store}_data_store", static fn ( mixed $store ): mixed => Plugin::instance()->listeners()->wake( $store ) );
}
\add_action( 'woocommerce_before_order_item_object_save', static fn ( mixed $item ): mixed => Plugin::instance()->listeners()->wakeForItem( $item ) );

\add_action( 'before_woocommerce_init', static fn () => Capture\Compatibility::declare() );

// Each room registers its own routes.
\add_action(
	'rest_api_init',
	static function (): void {
		Exchange\Routes::register();
		ReadModel\Routes::register();
	}
);

if ( \is_admin() ) {
	\add_action(
		'admin_menu',
		static function (): void {
			Plugin::instance()->migration()->runIfDue();
			Plugin::instance()->listeners()->wakeForPosts( (string) ( $GLOBALS['pagenow'] ?? '' ) );
			Admin\Screen::register();
		}
	);
	// Exports and erasures run in admin-ajax.php, where there is no menu.
	\add_action( 'admin_init', static fn () => Privacy\Registration::register() );
}
