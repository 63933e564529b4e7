<?php
/**
 * Settings of a German shop that is open. Args: { hpos: bool, store: 'woocommerce'|'double' }.
 *
 * @package Causeway\Stage
 */

$settings = array(
	'woocommerce_currency'                          => 'EUR',
	'woocommerce_currency_pos'                      => 'right_space',
	'woocommerce_price_thousand_sep'                => '.',
	'woocommerce_price_decimal_sep'                 => ',',
	'woocommerce_price_num_decimals'                => '2',
	'woocommerce_default_country'                   => 'DE',
	'woocommerce_store_address'                     => 'Speicherstraße 1',
	'woocommerce_store_city'                        => 'Hamburg',
	'woocommerce_store_postcode'                    => '20457',
	'woocommerce_calc_taxes'                        => 'yes',
	'woocommerce_prices_include_tax'                => 'yes',
	'woocommerce_tax_display_shop'                  => 'incl',
	'woocommerce_tax_display_cart'                  => 'incl',
	'woocommerce_tax_based_on'                      => 'shipping',
	'woocommerce_manage_stock'                      => 'yes',
	'woocommerce_enable_guest_checkout'             => 'yes',
	'woocommerce_enable_checkout_login_reminder'    => 'no',
	'woocommerce_coming_soon'                       => 'no',
	'woocommerce_store_pages_only'                  => 'no',
	'woocommerce_allow_tracking'                    => 'no',
	'woocommerce_show_marketplace_suggestions'      => 'no',
	'woocommerce_task_list_hidden'                  => 'yes',
	'woocommerce_extended_task_list_hidden'         => 'yes',
	'woocommerce_task_list_welcome_modal_dismissed' => 'yes',
	'woocommerce_admin_notices'                     => array(),
	'woocommerce_onboarding_profile'                => array(
		'completed' => true,
		'skipped'   => true,
	),
	'woocommerce_cod_settings'                      => array(
		'enabled'      => 'yes',
		'title'        => 'Cash on delivery',
		'description'  => 'Pay with cash upon delivery.',
		'instructions' => 'Pay with cash upon delivery.',
	),
);
foreach ( $settings as $name => $value ) {
	update_option( $name, $value );
}
delete_transient( '_wc_activation_redirect' );

if ( 'woocommerce' === $args['store'] ) {
	// Else the first visit to wp-admin takes it for a new shop, and moves its orders into tables.
	update_option( 'woocommerce_newly_installed', 'no' );
	// A change of this option makes the tables; activation from the command line leaves it without them.
	update_option( 'woocommerce_custom_orders_table_data_sync_enabled', 'no' );
	update_option( 'woocommerce_custom_orders_table_enabled', 'no' );
	if ( $args['hpos'] ) {
		update_option( 'woocommerce_custom_orders_table_enabled', 'yes' );
	}
	foreach ( array( 'WC_Install::create_pages' ) as $step ) {
		call_user_func( $step );
	}
}
return true;
