<?php
declare(strict_types=1);

namespace Causeway\Tests\Capture;

use Causeway\Outbox\Clock;
use Causeway\Tests\ShopTestCase;

/** Orders are changed behind WooCommerce's back, with SQL. */
abstract class SweepTestCase extends ShopTestCase {

	protected int $now;

	protected function setUp(): void {
		parent::setUp();
		$this->now = \time() * 1000;
		$storage   = $this->plugin()->orderStorage();
		$this->wpdb()->query( "DELETE FROM {$storage->table()} WHERE {$storage->columns()['type']} LIKE 'shop\_order%'" );
		$this->wpdb()->query( "DELETE FROM {$this->wpdb()->prefix}causeway_subject" );
		$this->link( [ 'go_live_at' => $this->now - 3_600_000, 'swept_at' => 0, 'sweep_cursor' => '' ] );
		// What a test makes now is minutes old for us: nobody writes it any more.
		$this->later( 180_000 );
	}

	protected function sweep(): int {
		$found = $this->plugin()->sweep()->run( 60_000 );
		self::assertStringStartsWith( ':', $this->cursor() . ':' );
		return $found;
	}

	protected function cursor(): string {
		return (string) $this->wpdb()->get_var( "SELECT sweep_cursor FROM {$this->wpdb()->prefix}causeway_link WHERE id = 1" );
	}

	/** @param array<string, int|string|null> $set */
	protected function link( array $set ): void {
		$this->wpdb()->update( $this->wpdb()->prefix . 'causeway_link', $set, [ 'id' => 1 ] );
	}

	protected function later( int $ms ): void {
		$to = Clock::now() + $ms;
		Clock::set( static fn (): int => $to );
	}

	/**
	 * @template T
	 * @param callable(): T $do
	 * @return T
	 */
	protected function unnoticed( callable $do ): mixed {
		$this->plugin()->settings()->write( [ 'capturing' => false ] );
		$this->newRequest();
		$result = $do();
		$this->plugin()->settings()->write( [ 'capturing' => true ] );
		$this->newRequest();
		return $result;
	}

	/** Known, and read well after its last change. */
	protected function quietOrder(): \WC_Order {
		$order = $this->knownOrder();
		$this->quiet( $order );
		return $order;
	}

	protected function quiet( \WC_Order $order, int $readAfterMs = 1000 ): void {
		$this->date( $order, 600 );
		$this->wpdb()->update(
			$this->wpdb()->prefix . 'causeway_subject',
			[ 'seen_modified' => $this->now - 600_000, 'rehashed_at' => $this->now - 600_000 + $readAfterMs ],
			[ 'subject' => $this->key( $order ) ]
		);
	}

	/** Dates the order's last change (and its birth) so many seconds back. */
	protected function date( \WC_Order $order, int $ago, bool $birth = false ): void {
		$storage = $this->plugin()->orderStorage();
		$at      = \gmdate( 'Y-m-d H:i:s', \intdiv( $this->now, 1000 ) - $ago );
		$this->wpdb()->update(
			$storage->table(),
			[ $storage->columns()['modified'] => $at ] + ( $birth ? [ $storage->columns()['created'] => $at ] : [] ),
			[ $storage->columns()['id'] => $order->get_id() ]
		);
		\wp_cache_flush();
	}

	protected function rewriteStatus( \WC_Order $order, string $status ): void {
		$storage = $this->plugin()->orderStorage();
		$this->wpdb()->update( $storage->table(), [ $storage->columns()['status'] => 'wc-' . $status ], [ $storage->columns()['id'] => $order->get_id() ] );
	}
}
