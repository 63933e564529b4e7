<?php declare(strict_types=1);
/** Finding and making orders. */

/** Runs a query of wc_get_orders(): type, status, parent, dates, ids, fields, order, page; with `paginate` the answer is an object. */
function causeway_double_find_orders( array $query ) {
	$query   += array( 'type' => array( 'shop_order', 'shop_order_refund' ), 'status' => 'any', 'limit' => 10, 'order' => 'DESC', 'return' => 'objects', 'paginate' => false );
	$all      = array_keys( wc_get_order_statuses() );
	$statuses = array_map( static fn( string $status ): string => in_array( "wc-$status", $all, true ) ? "wc-$status" : $status, (array) $query['status'] );
	$columns  = array( 'post_date_gmt' => $query['date_created'] ?? '', 'post_modified_gmt' => $query['date_modified'] ?? '' );
	$posts    = new WP_Query(
		array_filter( array_intersect_key( $query, array_flip( array( 'offset', 'orderby', 'order', 'post__in' ) ) ) ) + array(
			'post_type'           => $query['type'],
			'post_status'         => in_array( 'any', $statuses, true ) ? $all : $statuses,
			'posts_per_page'      => (int) $query['limit'],
			'paged'               => (int) ( $query['page'] ?? $query['paged'] ?? 1 ),
			'fields'              => 'ids',
			'no_found_rows'       => ! $query['paginate'],
			'post_parent__in'     => (array) ( $query['parent'] ?? array() ),
			'post__not_in'        => (array) ( $query['exclude'] ?? array() ),
			'date_query'          => array_values( array_filter( array_map( 'causeway_double_date_range', array_keys( $columns ), $columns ) ) ),
			'meta_query'          => causeway_double_field_conditions( $query ),
			'suppress_filters'    => true,
			'ignore_sticky_posts' => true,
		)
	);
	$found    = array_map( 'ids' === $query['return'] ? 'intval' : 'wc_get_order', $posts->posts );
	return $query['paginate'] ? (object) array( 'orders' => $found, 'total' => (int) $posts->found_posts, 'max_num_pages' => (int) $posts->max_num_pages ) : $found;
}

/** A condition on a date: `moment`, `>=moment` and its like, or `moment...moment`; a moment is a timestamp or a local date. */
function causeway_double_date_range( string $column, $range ): array {
	if ( ! preg_match( '/^([^.<>]*)(>=|<=|>|<|\.\.\.|)([^.<>]*)$/', (string) $range, $parts ) || '' === (string) $range ) { return array(); }
	list( , $first, $operator, $second ) = $parts;
	$moment = static fn( string $text ): string => gmdate( 'Y-m-d H:i:s', wc_string_to_datetime( is_numeric( $text ) ? "@$text" : $text )->getTimestamp() );
	return array( 'column' => $column, 'inclusive' => ! in_array( $operator, array( '<', '>' ), true ) ) + match ( $operator ) {
		'>', '>=' => array( 'after' => $moment( $second ) ),
		'<', '<=' => array( 'before' => $moment( $second ) ),
		default   => array( 'after' => $moment( $first ), 'before' => $moment( '' === $second ? $first : $second ) ),
	};
}

/** @return list<array{key: string, value: mixed, compare: string}> Conditions on fields that are kept as meta. */
function causeway_double_field_conditions( array $query ): array {
	$conditions = (array) ( $query['meta_query'] ?? array() );
	if ( isset( $query['customer'] ) ) { $query[ is_numeric( $query['customer'] ) ? 'customer_id' : 'billing_email' ] = $query['customer']; }
	foreach ( WC_Order::MORE['text'] + WC_Order::MORE['int'] + array( 'billing_email' => '_billing_email', 'currency' => '_order_currency' ) as $field => $key ) {
		if ( isset( $query[ $field ] ) ) {
			$conditions[] = array( 'key' => $key, 'value' => $query[ $field ], 'compare' => is_array( $query[ $field ] ) ? 'IN' : '=' );
		}
	}
	return $conditions;
}

/** Finds orders; a plugin may change question and answer. */
function wc_get_orders( array $args ) {
	$args = apply_filters( 'woocommerce_order_query_args', $args );
	return apply_filters( 'woocommerce_order_query', WC_Data_Store::load( 'order' )->query( $args ), $args );
}

/** The order or refund under an id, freshly read; false where there is none. */
function wc_get_order( $order = false ) {
	$id    = $order instanceof WC_Abstract_Order ? $order->get_id() : ( $order instanceof WP_Post ? $order->ID : absint( $order ) );
	$type  = Automattic\WooCommerce\Utilities\OrderUtil::get_order_type( $id );
	$class = apply_filters( 'woocommerce_order_class', array( 'shop_order' => 'WC_Order', 'shop_order_refund' => 'WC_Order_Refund' )[ $type ] ?? false, $type, $id );
	return $id && $class ? new $class( $id ) : false;
}

/** Makes an order and saves it. */
function wc_create_order( array $args = array() ) {
	$order = new WC_Order( $args['order_id'] ?? 0 );
	$order->set_props( array_intersect_key( $args, array_flip( array( 'status', 'customer_note', 'customer_id', 'created_via', 'cart_hash' ) ) ) + array( 'parent_id' => $args['parent'] ?? null ) );
	$order->save();
	return $order;
}
