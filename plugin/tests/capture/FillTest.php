<?php
declare(strict_types=1);

namespace Causeway\Tests\Capture;

use Causeway\Outbox\Clock;
use Causeway\Tests\Shop;
use Causeway\Tests\ShopTestCase;

/** How a look becomes a revision, and what is Causeway's own echo. */
final class FillTest extends ShopTestCase {

	public function test_each_change_is_the_next_revision_and_a_change_back_is_one_too(): void {
		$order = $this->knownOrder();
		foreach ( [ 'completed' => 2, 'processing' => 3 ] as $status => $rev ) {
			\wc_get_order( $order->get_id() )->update_status( $status );
			$this->endRequest();
			self::assertSame( $rev, $this->subject( $order )->rev );
			self::assertSame( $rev, $this->subject( $order )->foreignRev );
		}
	}

	public function test_a_touch_during_the_fill_keeps_the_look_unfilled_for_whoever_touched(): void {
		$order = $this->knownOrder();
		$key   = $this->key( $order );
		$this->plugin()->outbox()->mark( $key );
		$this->whileReading( fn () => $this->plugin()->outbox()->mark( $key ) );

		$filled = $this->plugin()->fill()->subject( $key );

		self::assertFalse( $filled->changed );
		self::assertSame( 2, $this->look( $order )?->touches, 'an unchanged look goes only if nobody touched it' );
		self::assertNull( $this->look( $order )->filledAt );
	}

	public function test_a_fill_that_was_overtaken_reads_again(): void {
		$order = $this->knownOrder();
		$key   = $this->key( $order );
		$this->whileReading(
			function () use ( $order ): void {
				\wc_get_order( $order->get_id() )->update_status( 'completed' );
				$this->plugin()->fill()->subject( $this->key( $order ) );
			}
		);
		$other = \wc_get_order( $order->get_id() );
		$other->set_customer_note( 'before the other was faster' );
		$other->save();

		$this->plugin()->fill()->subject( $key );

		self::assertSame( 'completed', $this->snapshot( $order )['status'] );
		self::assertNotNull( $this->look( $order ), 'the change is still to be told' );
	}

	public function test_dying_between_revision_and_look_loses_nothing(): void {
		$order = $this->knownOrder();
		$key   = $this->key( $order );
		\wc_get_order( $order->get_id() )->update_status( 'completed' );
		$die = static function ( string $sql ): string {
			if ( \str_contains( $sql, 'SET filled_at' ) ) {
				throw new \RuntimeException( 'killed here' );
			}
			return $sql;
		};
		\add_filter( 'query', $die );
		$this->plugin()->capture()->requestEnds( new \Causeway\Capture\Response() );
		\remove_filter( 'query', $die );
		$this->newRequest();
		self::assertSame( 2, $this->subject( $order )->rev );
		self::assertNull( $this->look( $order )?->filledAt );

		$again = $this->plugin()->fill()->subject( $key );

		self::assertFalse( $again->changed, 'content and revision agree already' );
		self::assertNotNull( $this->look( $order )?->filledAt, 'yet the worker has not heard of it' );
	}

	public function test_our_own_echo_raises_the_revision_but_is_not_told(): void {
		$order  = $this->knownOrder();
		$key    = $this->key( $order );
		$before = $this->snapshot( $order );
		$object = \wc_get_order( $order->get_id() );
		$object->set_status( 'completed' );
		$object->save();

		$filled = $this->plugin()->fill()->own( $key, $before, [ 'status', 'completed_at', 'paid_at' ], 1 );

		self::assertSame( [ 2, 1, true ], [ $filled->rev, $filled->foreignRev, $filled->changed ] );
		self::assertNull( $this->look( $order ) );
		self::assertSame( 'completed', $this->snapshot( $order )['status'] );

		$object->set_customer_note( 'a second save in the same request' );
		$object->save();
		self::assertSame( 1, $this->look( $order )?->touches, 'what follows in the request is named anew' );
	}

	public function test_a_difference_that_no_effect_wrote_is_foreign(): void {
		$order  = $this->knownOrder();
		$before = $this->snapshot( $order );
		$object = \wc_get_order( $order->get_id() );
		$object->set_status( 'completed' );
		$object->set_customer_note( 'another plugin, inside our save' );
		$object->save();

		$filled = $this->plugin()->fill()->own( $this->key( $order ), $before, [ 'status', 'completed_at', 'paid_at' ], 1 );

		self::assertSame( [ 2, 2 ], [ $filled->rev, $filled->foreignRev ] );
		self::assertNotNull( $this->look( $order )?->filledAt );
	}

	public function test_another_requests_touch_makes_our_echo_foreign(): void {
		$order  = $this->knownOrder();
		$before = $this->snapshot( $order );
		$object = \wc_get_order( $order->get_id() );
		$object->set_status( 'completed' );
		$object->save();
		$this->plugin()->outbox()->mark( $this->key( $order ) );

		$filled = $this->plugin()->fill()->own( $this->key( $order ), $before, [ 'status', 'completed_at', 'paid_at' ], 1 );

		self::assertSame( 2, $filled->foreignRev );
		self::assertNotNull( $this->look( $order ) );
	}

	public function test_keys_that_causeway_writes_are_outside_the_hash(): void {
		$order  = $this->knownOrder();
		$object = \wc_get_order( $order->get_id() );
		$object->update_meta_data( '_causeway_erp_number', 'SO-1' );
		$object->save();
		$object->add_order_note( 'Sent to the ERP' );
		$this->endRequest();

		self::assertSame( 1, $this->subject( $order )->rev );
		self::assertNull( $this->look( $order ) );
	}

	public function test_an_order_read_by_a_sweep_or_exchange_that_is_unchanged_makes_no_row(): void {
		$order = $this->knownOrder();
		self::assertFalse( $this->plugin()->fill()->subject( $this->key( $order ) )->changed );
		self::assertSame( 0, $this->plugin()->outbox()->backlog()->rows );
	}

	public function test_a_snapshot_too_large_to_cross_keeps_its_size_and_hash(): void {
		$order = $this->knownOrder();
		$this->withNovel( 400 * 1024 );
		self::assertNotNull( $this->plugin()->fill()->subject( $this->key( $order ) )->snapshot );
		self::assertSame( 400 * 1024, \strlen( $this->snapshot( $order )['meta']['novel'] ) );

		$this->withNovel( 600 * 1024 );
		$filled = $this->plugin()->fill()->subject( $this->key( $order ) );

		self::assertNull( $filled->snapshot );
		self::assertGreaterThan( 600 * 1024, $filled->bytes );
		self::assertSame( $filled->bytes, $this->subject( $order )->snapshotBytes );
		self::assertNull( $this->subject( $order )->snapshot );
	}

	private function withNovel( int $bytes ): void {
		\add_filter( 'causeway_snapshot', static fn ( array $meta ): array => \array_merge( $meta, [ 'novel' => \str_repeat( 'x', $bytes ) ] ) );
	}

	/** Once, between a fill's read of the revision and its write. */
	private function whileReading( callable $do ): void {
		$once = function ( mixed $meta ) use ( &$once, $do ): mixed {
			\remove_filter( 'causeway_snapshot', $once );
			$do();
			return $meta;
		};
		\add_filter( 'causeway_snapshot', $once );
	}
}
