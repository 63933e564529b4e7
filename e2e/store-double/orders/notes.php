<?php declare(strict_types=1);
/** Notes of one order. */
trait Causeway_Double_Order_Notes {
	/** Leaves a note, for the customer or for the shop; returns its id. */
	public function add_order_note( $note, $is_customer_note = 0, $added_by_user = false, array $meta = array() ): int {
		if ( ! $this->get_id() ) { return 0; }
		$user = $added_by_user && current_user_can( 'edit_shop_orders' ) ? wp_get_current_user() : null;
		$data = array( 'comment_post_ID' => $this->get_id(), 'comment_content' => (string) $note, 'comment_type' => 'order_note', 'comment_approved' => 1, 'comment_agent' => 'WooCommerce' )
			+ array( 'comment_author' => $user->display_name ?? 'WooCommerce', 'comment_author_email' => $user->user_email ?? 'woocommerce@noreply.com', 'comment_author_url' => '' );
		$data = apply_filters( 'woocommerce_new_order_note_data', $data, array( 'order_id' => $this->get_id(), 'is_customer_note' => $is_customer_note ) );
		$id   = (int) wp_insert_comment( wp_slash( $data ) );
		foreach ( $meta + ( $is_customer_note ? array( 'is_customer_note' => 1 ) : array() ) as $key => $value ) {
			update_comment_meta( $id, sanitize_key( $key ), sanitize_text_field( (string) $value ) );
		}
		if ( $is_customer_note ) {
			do_action( 'woocommerce_new_customer_note', array( 'order_id' => $this->get_id(), 'customer_note' => $data['comment_content'] ) );
		}
		do_action( 'woocommerce_order_note_added', $id, $this );
		return $id;
	}
}

/** Leaves a note at an order. */
function wc_create_order_note( $order_id, $note, $is_customer_note = false, $added_by_user = false ) {
	$order = wc_get_order( $order_id );
	return $order ? $order->add_order_note( $note, $is_customer_note, $added_by_user ) : new WP_Error( 'invalid_order_id', 'Invalid order ID.', array( 'status' => 400 ) );
}

/** A note as an object: id, date_created, content, customer_note, added_by, order_id. */
function wc_get_order_note( $note ): ?object {
	$comment = get_comment( $note );
	if ( ! $comment instanceof WP_Comment ) { return null; }
	$said = array( 'id' => (int) $comment->comment_ID, 'date_created' => wc_string_to_datetime( $comment->comment_date ), 'content' => $comment->comment_content, 'order_id' => (int) $comment->comment_post_ID )
		+ array( 'customer_note' => (bool) get_comment_meta( (int) $comment->comment_ID, 'is_customer_note', true ), 'added_by' => 'WooCommerce' === $comment->comment_author ? 'system' : $comment->comment_author );
	return (object) apply_filters( 'woocommerce_get_order_note', $said, $comment );
}

/** @return list<object> Notes, newest first; `order_id`, `limit` and `type` (customer, internal) narrow them. */
function wc_get_order_notes( array $args ): array {
	$notes = get_comments( array( 'type' => 'order_note', 'post_id' => $args['order_id'] ?? 0, 'orderby' => 'comment_ID', 'order' => $args['order'] ?? 'DESC', 'status' => 'approve' ) );
	$notes = array_filter( array_map( 'wc_get_order_note', $notes ), static fn( object $note ): bool => empty( $args['type'] ) || ( 'customer' === $args['type'] ) === $note->customer_note );
	return array_slice( array_values( $notes ), 0, $args['limit'] ?? null );
}

// Notes stay out of lists of comments that don't ask for them.
$hide_notes = static fn( array $clauses, WP_Comment_Query $query ): array => 'order_note' === $query->query_vars['type'] ? $clauses
	: array( 'where' => $clauses['where'] . ( $clauses['where'] ? ' AND' : '' ) . " comment_type != 'order_note'" ) + $clauses;
add_filter( 'comments_clauses', $hide_notes, 10, 2 );
