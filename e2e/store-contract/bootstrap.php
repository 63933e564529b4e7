<?php
/**
 * Boots the shop named by CAUSEWAY_WP_LOAD, or refuses.
 */

declare(strict_types=1);

use Causeway\StoreContract\TestShop;

require __DIR__ . '/shop/TestShop.php';
require __DIR__ . '/shop/HookTrace.php';
require __DIR__ . '/shop/Goods.php';
require __DIR__ . '/shop/HttpShop.php';
require __DIR__ . '/shop/StoreTestCase.php';

// WordPress expects to be loaded in the global scope; this file may be required inside a function.
global $wpdb, $wp, $wp_query, $wp_the_query, $wp_rewrite, $wp_did_header, $wp_filter, $wp_actions, $wp_roles, $wp_locale,
	$wp_version, $wp_db_version, $table_prefix, $blog_id, $current_site, $shortcode_tags, $post, $pagenow, $wp_widget_factory,
	$wp_locale_switcher, $wp_textdomain_registry, $wp_plugin_paths, $wp_embed, $woocommerce;

$path = TestShop::path_to_wp_load();
TestShop::pretend_a_request();
require $path;
TestShop::refuse_any_other_shop();
fwrite( STDOUT, "Store: " . TestShop::title() . "\n\n" );
