<?php
declare(strict_types=1);

namespace Causeway\Tests\Capture;

use Causeway\Outbox\Clock;
use Causeway\Tests\Shop;

/** What UntoldTest does to orders: through WooCommerce's side doors, and behind its back. */
trait BehindHooks {

	private function forgetOrders(): void {
		[ $table, $c ] = [ $this->plugin()->orderStorage()->table(), $this->plugin()->orderStorage()->columns() ];
		$this->wpdb()->query( "DELETE FROM {$table} WHERE {$c['type']} LIKE 'shop\_order%'" );
	}

	/** Known to the worker, and since an hour nothing happened to it. */
	private function quietOrder(): \WC_Order {
		$order = Shop::order();
		$this->endRequest();
		self::assertNotNull( $this->told( $order->get_id() ) );
		$this->restFor( $order->get_id(), 3600 );
		return new \WC_Order( $order->get_id() );
	}

	/** Moves its last change, and that it was read and told, so many seconds into the past. */
	private function restFor( int $orderId, int $seconds ): void {
		// One instant for both: between two looks at the clock the second may change.
		$at = \intdiv( Clock::now(), 1000 ) - $seconds;
		$this->write( $orderId, 'modified', \gmdate( 'Y-m-d H:i:s', $at ) );
		$table = "{$this->wpdb()->prefix}causeway_subject";
		$ago   = $at * 1000;
		$this->wpdb()->query( "UPDATE {$table} SET seen_modified = {$ago}, rehashed_at = {$ago} + 2000, snapshot_at = {$ago} + 2000, updated_at = {$ago} + 2000 WHERE subject = 'order/{$orderId}'" );
		\wp_cache_flush();
	}

	/** Done by a request in which none of our hooks ran. */
	private function unnoticed( callable $do ): void {
		$this->plugin()->settings()->write( [ 'capturing' => false ] );
		$this->newRequest();
		$do();
		$this->plugin()->settings()->write( [ 'capturing' => true ] );
		$this->newRequest();
	}

	private function write( int $id, string $column, string $value ): void {
		$storage = $this->plugin()->orderStorage();
		self::assertNotFalse( $this->wpdb()->update( $storage->table(), [ $storage->columns()[ $column ] => $value ], [ $storage->columns()['id'] => $id ] ) );
	}

	/** @param string $which `created` or `modified`. */
	private function date( int $id, string $which, int $secondsFromNow ): void {
		$this->write( $id, $which, \gmdate( 'Y-m-d H:i:s', \intdiv( Clock::now(), 1000 ) + $secondsFromNow ) );
	}

	private function statusAndDate( \WC_Order $order, int $secondsFromNow ): void {
		$this->write( $order->get_id(), 'status', 'wc-on-hold' );
		$this->date( $order->get_id(), 'modified', $secondsFromNow );
	}

	private function writeMeta( \WC_Order $order, string $key, string $value ): void {
		$this->wpdb()->insert( ...( Shop::hpos() ? [ $this->wpdb()->prefix . 'wc_orders_meta', [ 'order_id' => $order->get_id(), 'meta_key' => $key, 'meta_value' => $value ] ] : [ $this->wpdb()->postmeta, [ 'post_id' => $order->get_id(), 'meta_key' => $key, 'meta_value' => $value ] ] ) ); // phpcs:ignore WordPress.DB.SlowDBQuery
	}

	private function writeItem( \WC_Order $order, string $key, string $value ): void {
		$this->wpdb()->update( $this->wpdb()->prefix . 'woocommerce_order_itemmeta', [ 'meta_value' => $value ], [ 'order_item_id' => \array_key_first( $order->get_items() ), 'meta_key' => $key ] ); // phpcs:ignore WordPress.DB.SlowDBQuery
	}

	private function writeBilling( \WC_Order $order, string $field, string $value ): void {
		$this->wpdb()->update( ...( Shop::hpos() ? [ $this->wpdb()->prefix . 'wc_order_addresses', [ $field => $value ], [ 'order_id' => $order->get_id(), 'address_type' => 'billing' ] ] : [ $this->wpdb()->postmeta, [ 'meta_value' => $value ], [ 'post_id' => $order->get_id(), 'meta_key' => "_billing_{$field}" ] ] ) ); // phpcs:ignore WordPress.DB.SlowDBQuery
	}

	/** Copies an order row by row, as an import in SQL would. Returns the new one's id. */
	private function insertCopy( \WC_Order $order, int $id, int $secondsFromNow = 0, bool $withKey = true ): int {
		$prefix = $this->wpdb()->prefix;
		$tables = Shop::hpos()
			? [ 'wc_orders' => 'id', 'wc_order_operational_data' => 'order_id', 'wc_order_addresses' => 'order_id' ]
			: [ 'posts' => 'ID', 'postmeta' => 'post_id' ];
		foreach ( $tables + [ 'woocommerce_order_items' => 'order_id' ] as $table => $column ) {
			foreach ( (array) $this->wpdb()->get_results( "SELECT * FROM {$prefix}{$table} WHERE {$column} = {$order->get_id()}", ARRAY_A ) as $row ) {
				$item = $row['order_item_id'] ?? null;
				unset( $row['meta_id'], $row['order_item_id'] );
				if ( 'id' !== \strtolower( $column ) ) {
					unset( $row['id'] );
				}
				$this->wpdb()->insert( $prefix . $table, \array_filter( [ $column => $id ] + $row, static fn ( mixed $value ): bool => null !== $value ) );
				if ( $item ) {
					$this->wpdb()->query( "INSERT INTO {$prefix}woocommerce_order_itemmeta (order_item_id, meta_key, meta_value) SELECT {$this->wpdb()->insert_id}, meta_key, meta_value FROM {$prefix}woocommerce_order_itemmeta WHERE order_item_id = {$item}" );
				}
			}
		}
		$this->date( $id, 'created', $secondsFromNow );
		$this->date( $id, 'modified', $secondsFromNow );
		if ( ! $withKey && Shop::hpos() ) {
			$this->wpdb()->update( $prefix . 'wc_order_operational_data', [ 'order_key' => '' ], [ 'order_id' => $id ] );
		} elseif ( ! $withKey ) {
			$this->wpdb()->delete( $this->wpdb()->postmeta, [ 'post_id' => $id, 'meta_key' => '_order_key' ] ); // phpcs:ignore WordPress.DB.SlowDBQuery
		}
		return $id;
	}

	private function flag( \WC_Order $order ): void {
		$store = $order->get_data_store();
		foreach ( [ 'set_stock_reduced', 'set_email_sent', 'set_recorded_sales' ] as $set ) {
			if ( Shop::real() ) {
				$store->$set( $order->get_id(), true );
			}
		}
		foreach ( [ 'set_order_stock_reduced', 'set_new_order_email_sent', 'set_recorded_sales' ] as $set ) {
			if ( \is_callable( [ $order, $set ] ) ) {
				$order->$set( true );
			}
		}
		$order->save();
	}

	private function stock(): void {
		\update_post_meta( Shop::product()->get_id(), '_stock', '7' );
		if ( \function_exists( 'wc_update_product_stock' ) ) {
			\wc_update_product_stock( Shop::product(), 5 );
		}
	}

	private function itemAlone( \WC_Order $order ): void {
		$before = $order->get_date_modified();
		$item   = \array_values( $order->get_items() )[0];
		$item->set_quantity( 7 );
		$item->save();
		self::assertEquals( $before, ( new \WC_Order( $order->get_id() ) )->get_date_modified() );
	}

	private function metaAlone( \WC_Order $order ): void {
		$order->update_meta_data( 'delivery_note', 'Ring' );
		$order->save_meta_data();
	}

	/** The order is dated so that for WooCommerce its date is already "now", and was read then. */
	private function metaAtOnce( \WC_Order $order ): void {
		$this->date( $order->get_id(), 'modified', 20 );
		$this->plugin()->fill()->subject( $this->key( $order ) );
		self::assertNull( $this->look( $order ) );
		$this->newRequest();
		$this->metaAlone( new \WC_Order( $order->get_id() ) );
	}

	private function refund( \WC_Order $order, string $amount = '5' ): void {
		self::assertInstanceOf( \WC_Order_Refund::class, \wc_create_refund( [ 'order_id' => $order->get_id(), 'amount' => $amount ] ) );
	}

	private function knownRefund( \WC_Order $order ): int {
		$this->refund( $order );
		$this->endRequest();
		$told = $this->told( $order->get_id() );
		self::assertCount( 1, $told['refunds'] ?? [] );
		$refund = (int) $told['refunds'][0]['id'];
		$this->restFor( $order->get_id(), 3000 );
		$this->date( $refund, 'created', -3000 );
		return $refund;
	}

	private function refundDeletedUnnoticed( \WC_Order $order ): void {
		$refund = $this->knownRefund( $order );
		$this->unnoticed( static fn () => ( new \WC_Order_Refund( $refund ) )->delete( true ) );
	}

	/** An order that has no row because it is older than go-live. */
	private function refundOfOldOrder(): int {
		$old = 0;
		$this->unnoticed(
			function () use ( &$old ): void {
				$order = Shop::order();
				$this->refund( $order );
				$old = $order->get_id();
				foreach ( [ 'created', 'modified' ] as $which ) {
					$this->date( $old, $which, -30 * 86_400 );
				}
			}
		);
		return $old;
	}

	private function backdated(): int {
		$order = Shop::order();
		$order->set_date_created( \time() - 7 * 86_400 );
		$order->set_date_modified( \time() - 7 * 86_400 );
		$order->set_customer_note( 'from last week' );
		$order->save();
		return $order->get_id();
	}

	/** @param array<string, mixed> $body */
	private function rest( string $method, string $route, array $body ): void {
		$request = new \WP_REST_Request( $method, $route );
		foreach ( $body as $name => $value ) {
			$request->set_param( $name, $value );
		}
		$response = \rest_do_request( $request );
		self::assertLessThan( 300, $response->get_status(), (string) \wp_json_encode( $response->get_data() ) );
	}

	/** @param array<string, int|string> $fields */
	private function ajax( string $action, array $fields ): void {
		$fields['security'] = \wp_create_nonce( 'order-item' );
		[ $post, $request ] = [ $_POST, $_REQUEST ]; // phpcs:ignore WordPress.Security.NonceVerification
		[ $_POST, $_REQUEST ] = [ $fields, $fields ];
		\add_filter( 'wp_doing_ajax', '__return_true' );
		\add_filter( 'wp_die_ajax_handler', static fn (): \Closure => static fn ( mixed $message ) => throw new \DomainException( (string) \wp_json_encode( $message ) ) );
		$level = \ob_get_level();
		\ob_start();
		try {
			\WC_AJAX::$action();
		} catch ( \DomainException ) {
			$answer = (string) \ob_get_contents();
		} finally {
			while ( \ob_get_level() > $level ) {
				\ob_end_clean();
			}
			[ $_POST, $_REQUEST ] = [ $post, $request ];
		}
		self::assertStringNotContainsString( 'error', $answer ?? 'error: it did not end' );
	}
}
