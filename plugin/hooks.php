<?php
/**
 * Every hook of Causeway, in one list. A closure makes its object only when it fires: a request that has nothing
 * to do with Causeway pays for these lines and nothing else (ten at most, see tests/capture/ThinnessTest.php).
 */

declare(strict_types=1);

namespace Causeway;

use Automattic\WooCommerce\Utilities\FeaturesUtil;

\defined( 'ABSPATH' ) || exit;

// Whoever touches an order, refund or item asks WooCommerce for its data store first: only then capture listens.
foreach ( [ 'order', 'order-refund', 'order-item' ] as $causeway_store ) {
	\add_filter( "woocommerce_{$causeway_store}_data_store", static fn ( mixed $store ): mixed => Plugin::instance()->listeners()->wake( $store ) );
}
\add_action( 'woocommerce_before_order_item_object_save', static fn ( mixed $item ) => Plugin::instance()->listeners()->wakeForItem( $item ) );

// Orders in either kind of table, block checkout.
\add_action(
	'before_woocommerce_init',
	static function (): void {
		if ( \class_exists( FeaturesUtil::class ) ) {
			FeaturesUtil::declare_compatibility( 'custom_order_tables', FILE, true );
			FeaturesUtil::declare_compatibility( 'cart_checkout_blocks', FILE, true );
		}
	}
);

// Each room registers its own routes; a REST request for somebody else's route needs none of them.
\add_action(
	'rest_api_init',
	static function (): void {
		if ( ! \function_exists( 'wc_get_order' ) ) {
			return;
		}
		global $wp;
		$route = $wp instanceof \WP ? $wp->query_vars['rest_route'] ?? '' : '';
		if ( ! \is_string( $route ) || '' === \trim( $route, '/' ) || \preg_match( '#^/?(causeway|batch)/#', $route ) ) {
			// An update may come while nobody is in wp-admin; the worker still comes every few seconds.
			if ( Outbox\Schema::VERSION !== ( ( (array) \get_option( 'causeway' ) )['schema'] ?? 0 ) ) {
				Plugin::instance()->migration()->catchUp();
			}
			Exchange\Routes::register();
			Mailbox\Routes::register();
			ReadModel\Routes::register();
		}
	}
);

// What customers see of an order in My Account, and what they send from there.
if ( ! \is_admin() ) {
	\add_action( 'woocommerce_view_order', static fn ( mixed $order ) => Account\OrderPage::show( $order ), 20 );
	if ( isset( $_POST['causeway_return'] ) ) { // phpcs:ignore WordPress.Security.NonceVerification -- the form's handler checks it.
		\add_action( 'template_redirect', static fn () => Account\ReturnForm::handle() );
	}
}

if ( \is_admin() ) {
	\add_action(
		'admin_menu',
		static function (): void {
			if ( ! \function_exists( 'wc_get_order' ) ) {
				\add_action( 'admin_notices', static fn () => Requirements::show() );
				return;
			}
			if ( Outbox\Schema::VERSION !== ( ( (array) \get_option( 'causeway' ) )['schema'] ?? 0 ) ) {
				Plugin::instance()->migration()->catchUp();
			}
			// Orders kept as posts are trashed and deleted on WordPress's own screens, which ask no data store.
			if ( \in_array( $GLOBALS['pagenow'] ?? '', [ 'edit.php', 'post.php' ], true ) ) {
				Plugin::instance()->listeners()->wake();
			}
			Admin\Screen::register();
			// Doors on the screens of others: each opens on its own screen only.
			$page = $GLOBALS['plugin_page'] ?? $GLOBALS['pagenow'] ?? '';
			if ( \is_string( $page ) && \preg_match( '/^(?:(?:edit|post|post-new)\.php|wc-orders.*)$/', $page ) ) {
				Admin\OrderScreens::register( $page );
			} elseif ( 'site-health.php' === $page ) {
				Health\SiteHealth::register();
			} elseif ( 'wc-status' === $page ) {
				\add_action( 'woocommerce_system_status_report', static fn () => Health\StatusReport::show() );
			}
		}
	);
	// WordPress takes what a form sends without asking for the menu.
	if ( 'admin-post.php' === ( $GLOBALS['pagenow'] ?? '' ) ) {
		\add_action( 'admin_post_causeway_retry', static fn () => Admin\RetryForm::handle() );
		\add_action( 'admin_post_causeway_return', static fn () => Admin\ReturnForm::handle() );
	}
	// Exports and erasures run in admin-ajax.php; these two screens count who takes part.
	if ( \wp_doing_ajax() || \in_array( $GLOBALS['pagenow'] ?? '', [ 'export-personal-data.php', 'erase-personal-data.php' ], true ) ) {
		\add_action( 'admin_init', static fn () => Privacy\Registration::register() );
	}
}

// WordPress looks after the site's health once a week, too.
if ( \wp_doing_cron() ) {
	\add_action( 'wp_site_health_scheduled_check', static fn () => Health\SiteHealth::register(), 1 );
}

if ( \defined( 'WP_CLI' ) && \class_exists( \WP_CLI::class ) ) {
	\WP_CLI::add_hook( 'after_wp_load', static fn () => Cli\Commands::register() );
}

// Where no worker comes, Action Scheduler runs the sweep: in its own requests only.
if ( \wp_doing_cron() || \wp_doing_ajax() || \defined( 'WP_CLI' ) ) {
	\add_action(
		'causeway_sweep',
		static function (): void {
			Plugin::instance()->alarm()->run();
			Plugin::instance()->sweepSchedule()->run();
		}
	);
}
