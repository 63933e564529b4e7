<?php declare(strict_types=1);
/** A product: name, SKU, price, stock. */
class WC_Product extends WC_Data {
	public const FIELDS = array(
		'text'    => array(
			'name' => '', 'slug' => '', 'status' => '', 'description' => '', 'short_description' => '', 'sku' => '_sku', 'global_unique_id' => '_global_unique_id', 'tax_status' => '_tax_status',
			'tax_class' => '_tax_class', 'stock_status' => '_stock_status', 'backorders' => '_backorders', 'weight' => '_weight', 'length' => '_length', 'width' => '_width', 'height' => '_height',
		),
		'decimal' => array( 'price' => '_price', 'regular_price' => '_regular_price', 'sale_price' => '_sale_price' ),
		'bool'    => array( 'manage_stock' => '_manage_stock', 'virtual' => '_virtual', 'downloadable' => '_downloadable' ),
		'pieces'  => array( 'stock_quantity' => '_stock' ),
		'date'    => array( 'date_created' => '', 'date_modified' => '' ),
		'int'     => array( 'parent_id' => '' ),
	);
	protected string $object_type = 'product';
	protected array $data         = array( 'price' => '', 'regular_price' => '', 'sale_price' => '', 'stock_status' => 'instock', 'backorders' => 'no', 'tax_status' => 'taxable' );
	/** Sets price and stock status by their sources, then saves. */
	public function save(): int {
		if ( $this->get_manage_stock() ) {
			$this->set_stock_status( $this->get_stock_quantity() > 0 ? 'instock' : ( 'no' === $this->get_backorders() ? 'outofstock' : 'onbackorder' ) );
		}
		$this->set_price( '' !== $this->get_sale_price() ? $this->get_sale_price() : $this->get_regular_price() );
		return parent::save();
	}
	/** Takes the stock that the database has by now. */
	public function take_stock( $stock ): void { $this->data['stock_quantity'] = $stock; }
	/** The kind of product. */
	public function get_type(): string { return 'simple'; }
	/** Whether it is of one of the kinds. */
	public function is_type( $type ): bool { return in_array( 'simple', (array) $type, true ); }
	/** Whether the shop counts pieces. */
	public function managing_stock(): bool { return $this->get_manage_stock() && 'yes' === get_option( 'woocommerce_manage_stock', 'yes' ); }
	/** The product whose stock counts. */
	public function get_stock_managed_by_id(): int { return $this->get_id(); }
	/** Whether so many pieces may be bought. */
	public function has_enough_stock( $quantity ): bool { return ! $this->managing_stock() || 'no' !== $this->get_backorders() || $this->get_stock_quantity() >= $quantity; }
	/** The store's name. */
	protected function store_name(): string { return 'product'; }
}

/** The one kind of product there is. */
class WC_Product_Simple extends WC_Product {}

/** Products in posts and post meta. */
class WC_Product_Data_Store_CPT extends Causeway_Double_Post_Store {
	protected const COLUMNS = array( 'name' => 'post_title', 'slug' => 'post_name', 'status' => 'post_status', 'description' => 'post_content', 'short_description' => 'post_excerpt', 'parent_id' => 'post_parent' );
	/** Writes a new product. */
	public function create( &$product ) {
		$product->set_props( array( 'status' => $product->get_status() ?: 'publish', 'slug' => $product->get_slug() ?: sanitize_title( $product->get_name() ) ) );
		$this->insert( $product, 'product' );
		do_action( 'woocommerce_new_product', $product->get_id(), $product );
	}
	/** Writes a product's changes. */
	public function update( &$product ) {
		$changed = $product->get_changes();
		$this->write( $product );
		if ( array_key_exists( 'stock_quantity', $changed ) ) { do_action( 'woocommerce_product_set_stock', $product ); }
		do_action( 'woocommerce_update_product', $product->get_id(), $product );
	}
	/** Removes the product, or puts it into the trash. */
	public function delete( &$product, $args = array() ) {
		$id = $product->get_id();
		$args['force_delete'] ? $this->remove_rows( $id ) : $this->update_row( $id, array( 'post_status' => 'trash' ) );
		do_action( $args['force_delete'] ? 'woocommerce_delete_product' : 'woocommerce_trash_product', $id );
	}
	/** Adds to the stock, takes from it, or sets it, in one statement; returns the new stock. */
	public function update_product_stock( int $id, $quantity, string $operation ): int|float {
		global $wpdb;
		add_post_meta( $id, '_stock', 0, true );
		$value = array( 'increase' => 'meta_value + %d', 'decrease' => 'meta_value - %d' )[ $operation ] ?? '%d';
		$wpdb->query( $wpdb->prepare( "UPDATE $wpdb->postmeta SET meta_value = $value WHERE post_id = %d AND meta_key = '_stock'", $quantity, $id ) );
		wp_cache_delete( $id, 'post_meta' );
		do_action( 'woocommerce_updated_product_stock', $id );
		return wc_stock_amount( get_post_meta( $id, '_stock', true ) );
	}
}

/** The product under an id; false where there is none. */
function wc_get_product( $product = false ) {
	$id = $product instanceof WC_Product ? $product->get_id() : ( $product instanceof WP_Post ? $product->ID : absint( $product ) );
	return $id && 'product' === get_post_type( $id ) ? new WC_Product_Simple( $id ) : false;
}

/** The id of the product with the SKU; 0 without one. */
function wc_get_product_id_by_sku( $sku ): int { return wc_get_products( array( 'limit' => 1, 'return' => 'ids', 'sku' => $sku ) )[0] ?? 0; }

/** Products; `limit`, `page`, `orderby`, `order`, `status`, `include`, `sku`, `return` narrow them. */
function wc_get_products( array $args ): array {
	$names = array( 'limit' => 'posts_per_page', 'page' => 'paged', 'orderby' => 'orderby', 'order' => 'order', 'status' => 'post_status', 'include' => 'post__in', 'sku' => 'meta_value' );
	$query = array();
	foreach ( array_intersect_key( $names, $args ) as $name => $place ) {
		$query[ $place ] = $args[ $name ];
	}
	$ids = get_posts( $query + array( 'post_type' => 'product', 'fields' => 'ids', 'post_status' => array( 'publish', 'draft', 'pending', 'private' ), 'meta_key' => '_sku' ) );
	return array_map( 'ids' === ( $args['return'] ?? '' ) ? 'intval' : 'wc_get_product', $ids );
}
