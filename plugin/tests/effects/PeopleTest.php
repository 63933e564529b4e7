<?php
declare(strict_types=1);

namespace Causeway\Tests\Effects;


/** People (and other plugins) at an order at the very moment at which an effect comes. */
final class PeopleTest extends EffectsTestCase {

	public function test_while_another_request_is_at_work_on_the_order_an_effect_waits(): void {
		$order  = $this->knownOrder();
		$effect = $this->toStatus( $order );
		$this->someoneElseNames( $order, 'cancelled' );

		$answer = $this->apply( [ $effect ] )[0];

		self::assertSame( 'later', $answer->result, 'it has named the order and not yet written: what it will write is not to be overwritten' );
		self::assertSame( 'processing', $this->statusOf( $order ) );
		self::assertSame( [ 'cancelled', null ], $this->waiting( $order ), 'its mark is its own: our reading leaves it' );
	}

	public function test_one_that_named_the_order_a_minute_ago_is_dead_or_slow_and_holds_nothing_up(): void {
		$order = $this->knownOrder();
		$this->someoneElseNames( $order );
		$this->now += 60_000;
		self::assertSame( [ 'applied' ], $this->results( $this->apply( [ $this->toStatus( $order ) ] ) ) );
	}

	public function test_our_own_marks_do_not_make_an_effect_wait(): void {
		$order = $this->knownOrder();
		$this->plugin()->outbox()->mark( $this->key( $order ) );
		self::assertSame( [ 'applied' ], $this->results( $this->apply( [ $this->toStatus( $order ) ] ) ) );
		self::assertNull( $this->look( $order ) );
	}

	public function test_a_mark_of_the_sweep_is_nobodys_work(): void {
		$order = $this->knownOrder();
		self::assertTrue( $this->plugin()->outbox()->markUnlessWaiting( $this->key( $order ) ) );
		( new \ReflectionProperty( \Causeway\Outbox\Identifiers::class, 'request' ) )->setValue( null, null );
		self::assertSame( [ 'applied' ], $this->results( $this->apply( [ $this->toStatus( $order ) ] ) ) );
	}

	public function test_a_cancel_that_an_effect_overtook_is_told_although_the_order_no_longer_says_so(): void {
		$order = $this->knownOrder();
		$this->atTheWriteOfCompleted(
			function () use ( $order ): void {
				$this->someoneElseNames( $order, 'cancelled' );
				$this->someoneElseWritesStatus( $order, 'cancelled' );
			}
		);

		$answer = $this->apply( [ $this->toStatus( $order ) ] )[0];

		self::assertSame( [ 'stale', 'completed' ], [ $answer->result, $answer->look->snapshot->status ] );
		self::assertSame( 'completed', $this->statusOf( $order ), 'WooCommerce writes whatever was there before' );
		self::assertSame( [ 'cancelled', $answer->look->rev ], $this->waiting( $order ), 'written, and not what is there: the flow will know' );
	}

	public function test_an_effects_own_save_leaves_no_status_in_a_look_that_waits(): void {
		$order = $this->knownOrder();
		$edit  = \wc_get_order( $order->get_id() );
		$edit->set_customer_note( 'Ring twice' );
		$edit->save();
		$this->endRequest();
		self::assertSame( [ 'applied' ], $this->results( $this->apply( [ $this->toStatus( $order ) ] ) ) );
		self::assertSame( [ null, 2 ], $this->waiting( $order ), 'what a hook saw being written is what people wrote' );
	}

	public function test_a_save_that_failed_tells_no_customer_and_the_second_try_tells_once(): void {
		$order = $this->knownOrder();
		$told  = $this->countCompleted();
		$break = static fn () => throw new \Exception( 'another plugin, once' );
		\add_action( 'woocommerce_before_order_object_save', $break );
		self::assertSame( [ 'failed' ], $this->results( $this->apply( [ $this->toStatus( $order ) ] ) ) );
		self::assertSame( [ 0, 'processing' ], [ $told(), $this->statusOf( $order ) ], 'WooCommerce goes on to the e-mails of a status that it did not write' );
		\remove_action( 'woocommerce_before_order_object_save', $break );

		self::assertSame( [ 'applied' ], $this->results( $this->apply( [ $this->toStatus( $order ) ] ) ) );
		self::assertSame( [ 1, 'completed' ], [ $told(), $this->statusOf( $order ) ] );
	}

	public function test_a_status_that_was_written_is_applied_also_where_another_plugin_broke_the_rest_of_the_save(): void {
		$order = $this->knownOrder();
		$told  = $this->countCompleted();
		\add_action( 'woocommerce_after_order_object_save', static fn () => throw new \Exception( 'after it was written' ), PHP_INT_MIN );
		self::assertSame( [ 'applied' ], $this->results( $this->apply( [ $this->toStatus( $order ) ] ) ) );
		self::assertSame( [ 1, 'completed' ], [ $told(), $this->statusOf( $order ) ] );
	}

	public function test_a_parcel_whose_save_failed_is_noted_once_when_it_is_told_anew(): void {
		$order  = $this->knownOrder();
		$parcel = fn (): array => $this->effect( $order, 'shipment', [ 'shipment_id' => 'P1', 'carrier' => 'DHL', 'tracking_number' => 'JD1', 'tracking_url' => '', 'shipped_at' => '2026-11-27T00:00:03Z', 'lines' => [ [ 'item_id' => \array_key_first( $order->get_items() ), 'quantity' => '2' ] ] ] );
		$break  = static fn () => throw new \Exception( 'another plugin, once' );
		\add_action( 'woocommerce_before_order_object_save', $break );
		self::assertSame( [ 'failed' ], $this->results( $this->apply( [ $parcel() ] ) ) );
		\remove_action( 'woocommerce_before_order_object_save', $break );

		self::assertSame( [ 'applied' ], $this->results( $this->apply( [ $parcel() ] ) ), 'under a new number' );
		self::assertCount( 1, $this->notesOf( $order ) );
	}

	/** Does something between our last look at the status and the statement that writes it. */
	private function atTheWriteOfCompleted( \Closure $do ): void {
		$done = false;
		\add_filter(
			'query',
			static function ( string $sql ) use ( $do, &$done ): string {
				if ( ! $done && \preg_match( '/^\s*(INSERT|UPDATE)\b.*\bwc-completed\b/is', $sql ) ) {
					$done = true;
					$do();
				}
				return $sql;
			}
		);
	}

	private function countCompleted(): \Closure {
		$told = 0;
		\add_action( 'woocommerce_order_status_completed', static function () use ( &$told ): void {
			++$told;
		} );
		return static function () use ( &$told ): int {
			return $told;
		};
	}

	/** @return array{0: string|null, 1: int|null}|null Written status and revision of the look that waits. */
	private function waiting( \WC_Order $order ): ?array {
		$row = $this->wpdb()->get_row( "SELECT written_status, rev FROM {$this->wpdb()->prefix}causeway_outbox WHERE slot = '{$this->key( $order )}'", ARRAY_A );
		return $row ? [ $row['written_status'], null === $row['rev'] ? null : (int) $row['rev'] ] : null;
	}
}
