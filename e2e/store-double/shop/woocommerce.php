<?php declare(strict_types=1);
/** The one shop object, as plugins know it; without cart and session, as the double's checkout takes its items from the form. */
final class WooCommerce {
	public string $version  = WC_VERSION;
	public ?object $session = null;
	public ?object $cart    = null;
	/** Hooks the shop into WordPress. */
	public function open(): void {
		global $wpdb;
		$wpdb->order_itemmeta = $wpdb->prefix . 'woocommerce_order_itemmeta';
		add_action( 'plugins_loaded', static fn() => do_action( 'woocommerce_loaded' ), -1 );
		add_action( 'init', static fn() => array( do_action( 'before_woocommerce_init' ), do_action( 'woocommerce_init' ) ), 0 );
		add_action( 'init', array( $this, 'register_types' ), 5 );
		add_action( 'admin_menu', array( $this, 'admin_menu' ), 9 );
	}
	/** Post types and statuses. */
	public function register_types(): void {
		foreach ( wc_get_order_statuses() as $status => $label ) {
			register_post_status( $status, array( 'label' => $label, 'public' => false, 'exclude_from_search' => false ) );
		}
		$hidden = array( 'public' => false, 'capability_type' => 'shop_order', 'map_meta_cap' => true, 'rewrite' => false, 'supports' => array( 'title', 'comments' ) );
		register_post_type( 'shop_order', array( 'label' => 'Orders' ) + $hidden );
		register_post_type( 'shop_order_refund', array( 'label' => 'Refunds' ) + $hidden );
		register_post_type( 'product', array( 'label' => 'Products', 'public' => true, 'capability_type' => 'product', 'map_meta_cap' => true ) );
	}
	/** The menu that other plugins hang their pages under. */
	public function admin_menu(): void {
		add_menu_page( 'WooCommerce', 'WooCommerce', 'edit_others_shop_orders', 'woocommerce', array( $this, 'orders_page' ), 'dashicons-cart', '55.5' );
		add_submenu_page( 'woocommerce', 'Orders', 'Orders', 'edit_others_shop_orders', 'woocommerce', array( $this, 'orders_page' ) );
	}
	/** How many orders there are: the double has no order screens. */
	public function orders_page(): void {
		printf( '<div class="wrap"><h1>Store double</h1><p>%d orders.</p></div>', count( wc_get_orders( array( 'limit' => -1, 'type' => 'shop_order', 'return' => 'ids' ) ) ) );
	}
}

/** The shop. */
function WC(): WooCommerce { // phpcs:ignore WordPress.NamingConventions.ValidFunctionName.FunctionNameInvalid
	static $shop = null;
	return $shop ??= new WooCommerce();
}

/** The id of the admin screen for a kind of object. */
function wc_get_page_screen_id( string $for ): string { return str_replace( '-', '_', $for ); }
