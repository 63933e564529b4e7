<?php

declare(strict_types=1);

namespace Causeway\StoreContract;

use PHPUnit\Framework\TestCase;
use WC_Order;

/**
 * A test whose rows and listeners are gone when it ends.
 */
abstract class StoreTestCase extends TestCase {
	/** @var array<string, \WP_Hook> */
	private array $listeners = array();

	protected function setUp(): void {
		global $wpdb, $wp_filter;
		foreach ( $wp_filter as $name => $hook ) {
			$this->listeners[ $name ] = clone $hook;
		}
		wp_cache_flush();
		$wpdb->query( 'START TRANSACTION' );
		add_filter( 'pre_wp_mail', '__return_true' );
	}

	protected function tearDown(): void {
		global $wpdb, $wp_filter;
		$wpdb->query( 'ROLLBACK' );
		$wp_filter = $this->listeners;
		wp_cache_flush();
	}

	/**
	 * The order as the shop's database has it now.
	 */
	protected function read_again( WC_Order $order ): WC_Order {
		$read = wc_get_order( $order->get_id() );
		self::assertInstanceOf( WC_Order::class, $read );
		return $read;
	}

	/**
	 * Moves the order's modified date an hour back, in the row itself, so that a bump of a second shows.
	 */
	protected function age( WC_Order $order ): WC_Order {
		global $wpdb;
		$past = gmdate( 'Y-m-d H:i:s', time() - 3600 );
		if ( 'orders table' === TestShop::storage() ) {
			$wpdb->update( "{$wpdb->prefix}wc_orders", array( 'date_updated_gmt' => $past ), array( 'id' => $order->get_id() ) );
		} else {
			$wpdb->update( $wpdb->posts, array( 'post_modified' => $past, 'post_modified_gmt' => $past ), array( 'ID' => $order->get_id() ) );
		}
		wp_cache_flush();
		$aged = $this->read_again( $order );
		self::assertSame( strtotime( "$past UTC" ), $aged->get_date_modified()->getTimestamp() );
		return $aged;
	}

	/**
	 * Runs the act with a listener that throws at the hook.
	 */
	protected function throwing_at( string $hook, \Throwable $thrown, callable $act ): mixed {
		$throw = static function () use ( $thrown ): void {
			throw $thrown;
		};
		add_action( $hook, $throw );
		try {
			return $act();
		} finally {
			remove_action( $hook, $throw );
		}
	}
}
