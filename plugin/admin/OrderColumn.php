<?php
declare(strict_types=1);

namespace Causeway\Admin;

use Causeway\Plugin;

/**
 * The column in WooCommerce's list of orders: state and reason of each. Orders have lists of two kinds, over WooCommerce's
 * own tables and over posts; each has its own hooks, and tells in its own way which orders its page shows.
 */
final class OrderColumn {

	private const ID = 'causeway';

	private const AFTER = 'order_status';

	private ?ListedOrders $listed = null;

	/** @param list<string> $types Types of order that are captured. */
	public static function register( array $types ): void {
		$column = new self();
		foreach ( $types as $type ) {
			\add_filter( "woocommerce_{$type}_list_table_columns", self::columns( ... ) );
			\add_filter( "manage_edit-{$type}_columns", self::columns( ... ), 20 );
			\add_filter( "woocommerce_{$type}_list_table_prepare_items_query_args", $column->listenForPage( ... ) );
			\add_action( "woocommerce_{$type}_list_table_custom_column", $column->show( ... ), 10, 2 );
			\add_action( "manage_{$type}_posts_custom_column", $column->showPost( ... ), 20, 2 );
		}
	}

	/**
	 * @param mixed $columns Id → title.
	 * @return mixed With ours after the status, or at the end.
	 */
	public static function columns( mixed $columns ): mixed {
		if ( ! \is_array( $columns ) ) {
			return $columns;
		}
		$place = \array_search( self::AFTER, \array_keys( $columns ), true );
		$place = \is_int( $place ) ? $place + 1 : \count( $columns );
		return \array_slice( $columns, 0, $place, true ) + [ self::ID => \__( 'Causeway', 'causeway' ) ] + \array_slice( $columns, $place, null, true );
	}

	/** The list is about to ask for its page: the next answer with pages is that one. (WooCommerce asks for other things between.) */
	private function listenForPage( mixed $arguments ): mixed {
		$listen = function ( mixed $found ) use ( &$listen ): mixed {
			if ( \is_object( $found ) && isset( $found->orders ) ) {
				\remove_filter( 'woocommerce_order_query', $listen );
				$this->listed()->load( self::ids( $found->orders ) );
			}
			return $found;
		};
		\add_filter( 'woocommerce_order_query', $listen );
		return $arguments;
	}

	private function showPost( mixed $id, mixed $post_id ): void {
		if ( self::ID !== $id ) {
			return;
		}
		global $wp_query, $the_order;
		if ( $wp_query instanceof \WP_Query ) {
			$this->listed()->load( self::ids( $wp_query->posts ) );
		}
		$number = \is_numeric( $post_id ) ? (int) $post_id : 0;
		// WooCommerce's own columns of this row have read the order already.
		$this->show( $id, $the_order instanceof \WC_Order && $the_order->get_id() === $number ? $the_order : \wc_get_order( $number ) );
	}

	private function show( mixed $id, mixed $order ): void {
		if ( self::ID !== $id || ! $order instanceof \WC_Order ) {
			return;
		}
		$told = $this->listed()->find( $order );
		// phpcs:disable WordPress.Security.EscapeOutput -- the badge and each line are escaped HTML.
		echo StateWords::badge( self::text( $told['state'] ) );
		echo self::line( \esc_html( self::text( $told['reason'] ) ) );
		echo self::line( $told['exceptions'] ? '<strong>' . \esc_html__( 'Has an open exception', 'causeway' ) . '</strong>' : '' );
		echo self::line( Screen::mayLook() ? self::link( $order ) : '' );
		// phpcs:enable
	}

	private static function line( string $html ): string {
		return '' === $html ? '' : "<small style=\"display:block;line-height:1.5;margin-block-start:.3em\">{$html}</small>";
	}

	private static function link( \WC_Order $order ): string {
		return \sprintf(
			'<a href="%s">%s<span class="screen-reader-text"> #%s</span></a>',
			\esc_url( Screen::order( $order->get_id() ) ),
			\esc_html__( 'Where and why', 'causeway' ),
			\esc_html( $order->get_order_number() )
		);
	}

	/** @return list<int> Of orders, posts or ids. */
	private static function ids( mixed $found ): array {
		$ids = [];
		foreach ( \is_array( $found ) ? $found : [] as $one ) {
			$id    = $one instanceof \WC_Abstract_Order ? $one->get_id() : ( $one instanceof \WP_Post ? $one->ID : $one );
			$ids[] = \is_numeric( $id ) ? (int) $id : 0;
		}
		return \array_values( \array_filter( $ids ) );
	}

	private function listed(): ListedOrders {
		return $this->listed ??= ListedOrders::of( Plugin::instance() );
	}

	private static function text( mixed $value ): string {
		return \is_string( $value ) ? $value : '';
	}
}
