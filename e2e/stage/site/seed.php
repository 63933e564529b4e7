<?php
/**
 * Twenty products, one tax rate, one shipping zone, a second checkout page. Args: { store }.
 *
 * @package Causeway\Stage
 */

$names = array(
	'Mooring rope 12 mm', 'Deck lantern', 'Tide clock', 'Oilskin jacket', 'Sailor knife', 'Enamel mug', 'Wool blanket',
	'Brass compass', 'Canvas duffel', 'Signal flags', 'Rigging gloves', 'Sea salt 500 g', 'Smoked sprats', 'Ship biscuit',
	'Chart of the bay', 'Storm matches', 'Deck brush', 'Harbour tea', 'Fisherman sweater', 'Splicing fid',
);

foreach ( $names as $index => $name ) {
	$number  = $index + 1;
	$product = new WC_Product_Simple();
	$product->set_name( $name );
	$product->set_sku( sprintf( 'SKU-%03d', $number ) );
	$product->set_regular_price( sprintf( '%d.%02d', 3 + ( $number * 7 ) % 60, ( $number * 37 ) % 100 ) );
	$product->set_manage_stock( true );
	$product->set_stock_quantity( 1000 );
	$product->set_status( 'publish' );
	if ( 'woocommerce' === $args['store'] ) {
		$product->set_weight( (string) ( $number / 10 ) );
	}
	$product->save();
}

if ( 'woocommerce' === $args['store'] ) {
	WC_Tax::_insert_tax_rate(
		array(
			'tax_rate_country'  => 'DE',
			'tax_rate'          => '19.0000',
			'tax_rate_name'     => 'MwSt.',
			'tax_rate_priority' => 1,
			'tax_rate_compound' => 0,
			'tax_rate_shipping' => 1,
			'tax_rate_order'    => 0,
			'tax_rate_class'    => '',
		)
	);

	$zone = new WC_Shipping_Zone();
	$zone->set_zone_name( 'Germany' );
	$zone->add_location( 'DE', 'country' );
	$zone->save();
	$instance = $zone->add_shipping_method( 'flat_rate' );
	update_option(
		'woocommerce_flat_rate_' . $instance . '_settings',
		array(
			'title'      => 'Parcel',
			'tax_status' => 'taxable',
			'cost'       => '4.12',
		)
	);
	WC_Cache_Helper::get_transient_version( 'shipping', true );

	wp_insert_post(
		array(
			'post_type'    => 'page',
			'post_status'  => 'publish',
			'post_title'   => 'Classic checkout',
			'post_name'    => 'classic-checkout',
			'post_content' => '<!-- wp:shortcode -->[woocommerce_checkout]<!-- /wp:shortcode -->',
		)
	);
}
return count( $names );
