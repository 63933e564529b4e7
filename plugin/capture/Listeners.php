<?php
declare(strict_types=1);

namespace Causeway\Capture;

use Causeway\Outbox\Settings;

/**
 * Which of WooCommerce's hooks name an order. They are added when a request first touches an order's data store;
 * until then capture costs a storefront request nothing. Ours come first, so that another plugin's failure inside
 * a hook finds the look already written.
 */
final class Listeners {

	private const FIRST = PHP_INT_MIN;

	private bool $awake = false;

	/** @var list<\WC_Abstract_Order> Objects inside their save, outermost first. */
	private array $saving = [];

	/** @param \Closure(): Capture $capture */
	public function __construct(
		private readonly Settings $settings,
		private readonly \Closure $capture,
	) {}

	/** For filters: gives back what it got. */
	public function wake( mixed $store = null ): mixed {
		if ( ! $this->awake && $this->settings->capturing() ) {
			$this->awake = true;
			$this->listenToOrders();
			$this->listenToRefunds();
			$this->listenToItems();
			$this->listenToPosts();
			$this->listenToMeta();
			$this->listenToTheEnd();
		}
		return $store;
	}

	/** An item is about to be saved: within its order's save that is no news, alone it is an item-only edit. */
	public function wakeForItem( mixed $item ): void {
		$this->wake();
		if ( $this->awake && $item instanceof \WC_Order_Item ) {
			$this->nameById( (int) $item->get_order_id() );
		}
	}

	private function listenToOrders(): void {
		\add_action( 'woocommerce_before_order_object_save', fn ( mixed $order ) => $this->saveBegins( $order ), self::FIRST );
		\add_action( 'woocommerce_after_order_object_save', fn ( mixed $order ) => $this->saveEnds( $order ), PHP_INT_MAX );
		foreach ( [ 'new_order', 'update_order', 'before_trash_order', 'before_delete_order' ] as $moment ) {
			\add_action( "woocommerce_{$moment}", fn ( mixed $id, mixed $order = null ) => $this->nameOrder( self::number( $id ), $order, 'new_order' === $moment ), self::FIRST, 2 );
		}
		foreach ( [ 'trash_order', 'untrash_order' ] as $moment ) {
			\add_action( "woocommerce_{$moment}", fn ( mixed $id ) => $this->nameById( self::number( $id ) ), self::FIRST );
		}
		\add_action(
			'woocommerce_order_status_changed',
			function ( mixed $id, mixed $from, mixed $to, mixed $order = null ): void {
				if ( $this->isSubject( $order ) ) {
					( $this->capture )()->status( self::subject( self::number( $id ) ), \is_string( $to ) ? $to : '' );
				}
			},
			self::FIRST,
			4
		);
		\add_action( 'woocommerce_remove_order_items', fn ( mixed $order ) => $this->nameById( $order instanceof \WC_Abstract_Order ? $order->get_id() : 0 ), self::FIRST );
	}

	private function listenToRefunds(): void {
		\add_action( 'woocommerce_before_order_refund_object_save', fn ( mixed $refund ) => $this->saveBegins( $refund ), self::FIRST );
		\add_action( 'woocommerce_after_order_refund_object_save', fn ( mixed $refund ) => $this->saveEnds( $refund ), PHP_INT_MAX );
		\add_action( 'woocommerce_order_refunded', fn ( mixed $orderId ) => $this->nameById( self::number( $orderId ) ), self::FIRST );
		\add_action( 'woocommerce_refund_deleted', fn ( mixed $id, mixed $orderId ) => $this->nameById( self::number( $orderId ) ), self::FIRST, 2 );
		\add_action(
			'woocommerce_rest_delete_shop_order_refund_object',
			fn ( mixed $refund ) => $this->nameById( $refund instanceof \WC_Order_Refund ? $refund->get_parent_id() : 0 ),
			self::FIRST
		);
	}

	private function listenToItems(): void {
		foreach ( [ 'new_order_item', 'update_order_item' ] as $moment ) {
			\add_action( "woocommerce_{$moment}", fn ( mixed $id, mixed $item = null, mixed $orderId = 0 ) => $this->nameByItem( self::number( $id ), $item, self::number( $orderId ) ), self::FIRST, 3 );
		}
		\add_action( 'woocommerce_before_delete_order_item', fn ( mixed $id ) => $this->nameByItem( self::number( $id ) ), self::FIRST );
	}

	/** Orders kept as posts can be trashed and deleted without WooCommerce's order hooks. */
	private function listenToPosts(): void {
		foreach ( [ 'wp_trash_post', 'untrashed_post', 'before_delete_post' ] as $moment ) {
			\add_action(
				$moment,
				function ( mixed $id ): void {
					$post = \get_post( self::number( $id ) );
					if ( $post instanceof \WP_Post && 'shop_order_refund' === $post->post_type ) {
						$this->nameById( $post->post_parent );
					} elseif ( $post instanceof \WP_Post && \in_array( $post->post_type, $this->settings->types(), true ) && ! \in_array( $post->post_status, OrderSnapshot::DRAFTS, true ) ) {
						$this->name( $post->ID );
					}
				},
				self::FIRST
			);
		}
	}

	/** Of orders kept as posts, meta saved alone moves no date and has no hook of WooCommerce's: only meta that crosses is news. */
	private function listenToMeta(): void {
		$selection = new MetaSelection( $this->settings->orderMeta() );
		foreach ( [ 'added_post_meta', 'updated_post_meta', 'deleted_post_meta' ] as $moment ) {
			\add_action( $moment, fn ( mixed $ids, mixed $id, mixed $key ) => \is_string( $key ) && $selection->has( $key ) && $this->nameById( self::number( $id ) ), self::FIRST, 3 );
		}
	}

	/** A function registered now runs after WordPress's `shutdown` hooks, in which others may still save. */
	private function listenToTheEnd(): void {
		$response = new Response();
		if ( 'cli-server' === PHP_SAPI ) {
			$response->holdOnDevelopmentServer();
			\add_action( 'shutdown', fn () => ( $this->capture )()->requestNears( $response ), 0 );
		}
		\register_shutdown_function( fn () => ( $this->capture )()->requestEnds( $response ) );
	}

	private function saveBegins( mixed $order ): void {
		if ( ! $order instanceof \WC_Abstract_Order ) {
			return;
		}
		$this->saving[] = $order;
		if ( $order instanceof \WC_Order_Refund ) {
			$this->name( $order->get_parent_id() );
		} elseif ( $this->isSubject( $order ) ) {
			$status = $order->get_changes()['status'] ?? null;
			$this->name( $order->get_id(), \is_string( $status ) ? $order->get_status( 'edit' ) : null );
		}
	}

	/** A save that another plugin broke off never ends: its object goes with those around it. */
	private function saveEnds( mixed $order ): void {
		$at = \array_search( $order, $this->saving, true );
		if ( false !== $at ) {
			\array_splice( $this->saving, (int) $at );
		}
	}

	/** The object is what the hook gave: good for its type and status-to-be, never for content. */
	private function nameOrder( int $id, mixed $order, bool $new ): void {
		if ( ! $order instanceof \WC_Abstract_Order ) {
			$this->nameById( $id );
		} elseif ( $this->isSubject( $order ) ) {
			$this->name( $id, $new ? $order->get_status( 'edit' ) : null );
		}
	}

	/**
	 * An item's object knows its order, also that it has none yet. Where the hook gives no object the database is
	 * asked, except inside a save: that has named the order.
	 */
	private function nameByItem( int $itemId, mixed $item = null, int $orderId = 0 ): void {
		if ( $orderId || $item instanceof \WC_Order_Item ) {
			$this->nameById( $item instanceof \WC_Order_Item ? (int) $item->get_order_id() : $orderId );
		} elseif ( ! $this->saving ) {
			$this->nameById( (int) \wc_get_order_id_by_order_item_id( $itemId ) );
		}
	}

	/** Where only a number is known: of a refund, the order that it belongs to is named. */
	private function nameById( int $id ): void {
		if ( ! $id || ( $this->capture )()->hasNamed( self::subject( $id ) ) || \in_array( self::subject( $id ), $this->insideSave(), true ) ) {
			return;
		}
		$order = \wc_get_order( $id );
		if ( $order instanceof \WC_Order_Refund ) {
			$this->name( $order->get_parent_id() );
		} elseif ( $this->isSubject( $order ) ) {
			$this->name( $id );
		}
	}

	private function name( int $orderId, ?string $status = null ): void {
		if ( $orderId ) {
			( $this->capture )()->name( self::subject( $orderId ), $this->insideSave( ... ), $status );
		}
	}

	/** @return list<string> */
	private function insideSave(): array {
		$subjects = [];
		foreach ( $this->saving as $order ) {
			$subjects[] = self::subject( $order->get_id() );
			$subjects[] = self::subject( $order->get_parent_id() );
		}
		return $subjects;
	}

	private function isSubject( mixed $order ): bool {
		return $order instanceof \WC_Order
			&& \in_array( $order->get_type(), $this->settings->types(), true )
			&& ! \in_array( $order->get_status( 'edit' ), OrderSnapshot::DRAFTS, true );
	}

	/** What other plugins hand to hooks by hand is not always of the type that WooCommerce uses. */
	private static function number( mixed $id ): int {
		return \is_numeric( $id ) ? (int) $id : 0;
	}

	private static function subject( int $orderId ): string {
		return 'order/' . $orderId;
	}
}
