<?php
declare(strict_types=1);

namespace Causeway\Tests\Capture;

use Causeway\Capture\Capture;
use Causeway\Capture\Response;
use Causeway\Tests\Shop;
use Causeway\Tests\ShopTestCase;

/** Imports, queues, the command line: a request that names many subjects, or takes long. */
final class LongRequestTest extends ShopTestCase {

	private int $ms = 0;

	public function test_after_25_subjects_the_next_save_of_another_fills_them(): void {
		$this->captureByClock();
		$ids = [];
		for ( $n = 0; $n < Capture::SUBJECTS_MAX; $n++ ) {
			$ids[] = Shop::order()->get_id();
		}
		self::assertNull( $this->look( $ids[0] )?->filledAt );
		$other = Shop::order();

		foreach ( $ids as $id ) {
			self::assertNotNull( $this->look( $id )?->filledAt );
		}
		self::assertNull( $this->look( $other )?->filledAt );
	}

	public function test_after_5_seconds_the_next_save_of_another_fills_and_a_save_of_the_same_does_not(): void {
		$capture = $this->captureByClock();
		$capture->name( 'order/1' );
		$order = $this->unnoticedOrder();
		$capture->name( $this->key( $order ) );
		$this->ms = Capture::WAIT_MS_MAX - 1;
		$capture->name( 'order/2' );
		self::assertNull( $this->subject( $order ) );
		$this->ms = Capture::WAIT_MS_MAX;
		$capture->name( $this->key( $order ) );
		self::assertNull( $this->subject( $order ), 'the same again' );
		$capture->name( 'order/3' );
		self::assertNotNull( $this->subject( $order ) );
	}

	public function test_a_subject_inside_a_save_is_not_filled(): void {
		$order = $this->unnoticedOrder();
		$other = $this->unnoticedOrder();
		$read  = 0;
		$named = 0;
		\add_filter(
			'causeway_snapshot',
			static function ( array $meta, \WC_Order $of ) use ( &$read, $order ): array {
				$read += (int) ( $of->get_id() === $order->get_id() );
				return $meta;
			},
			10,
			2
		);
		$many = function () use ( $other, &$named ): void {
			for ( $n = 0; $n < Capture::SUBJECTS_MAX + 5; $n++ ) {
				$this->plugin()->named()->add( 'order/' . ( 900_000 + $n ) );
			}
			$named = $this->plugin()->named()->count();
			$other->set_customer_note( 'saved inside another save' );
			$other->save();
		};
		\add_action( 'woocommerce_update_order', fn ( int $id ) => $id === $order->get_id() ? $many() : null );
		$order->set_customer_note( 'outer' );
		$order->save();

		self::assertGreaterThan( Capture::SUBJECTS_MAX, $named );
		self::assertSame( 0, $read, 'the outer order was in the middle of its save' );
		$this->endRequest();
		self::assertSame( 'outer', $this->snapshot( $order )['customer_note'] );
		self::assertSame( 'saved inside another save', $this->snapshot( $other )['customer_note'] );
	}

	public function test_the_end_takes_two_seconds_at_most_and_leaves_the_rest_to_the_exchange(): void {
		$orders  = [ $this->unnoticedOrder(), $this->unnoticedOrder(), $this->unnoticedOrder() ];
		$capture = $this->captureByClock();
		foreach ( $orders as $order ) {
			$capture->name( $this->key( $order ) );
		}
		\add_filter(
			'causeway_snapshot',
			function ( array $meta ): array {
				$this->ms += 1500;
				return $meta;
			}
		);
		$capture->requestEnds( new Response() );

		self::assertNotNull( $this->subject( $orders[1] ) );
		self::assertNull( $this->subject( $orders[2] ) );
		self::assertNotNull( $this->look( $orders[2] ) );
	}

	public function test_the_command_line_rings_too_as_nobody_waits_for_its_answer(): void {
		$bell = \stream_socket_server( 'tcp://127.0.0.1:0' );
		self::assertIsResource( $bell );
		$this->plugin()->settings()->write( [ 'doorbell' => 'http://' . \stream_socket_get_name( $bell, false ) . '/doorbell/DEMO', 'doorbell_home' => $this->plugin()->shopIdentity()->mark() ] );
		$this->endRequest();
		self::assertFalse( @\stream_socket_accept( $bell, 0.0 ), 'nothing to fetch' );
		Shop::order();
		$this->endRequest();

		$socket = @\stream_socket_accept( $bell, 0.0 );
		self::assertIsResource( $socket );
		self::assertSame( "POST /doorbell/DEMO HTTP/1.1\r\n", \fgets( $socket ) );
	}

	public function test_one_subject_that_cannot_be_read_does_not_keep_the_others_from_being_filled(): void {
		$orders = [ Shop::order(), Shop::order() ];
		\add_filter( 'causeway_snapshot', static fn ( array $meta, \WC_Order $order ): array => $order->get_id() === $orders[0]->get_id() ? throw new \Error( 'broken filter' ) : $meta, 10, 2 );
		$this->plugin()->capture()->requestEnds( new Response() );

		self::assertNull( $this->subject( $orders[0] ) );
		self::assertNotNull( $this->look( $orders[0] ) );
		self::assertNotNull( $this->subject( $orders[1] ) );
	}

	public function test_promise_6_a_save_costs_one_statement_on_the_hook_and_at_most_four_at_the_end(): void {
		$order = $this->knownOrder();
		$save  = function () use ( $order ): void {
			$object = \wc_get_order( $order->get_id() );
			$object->set_customer_note( 'changed' );
			$object->save();
			$object->save();
		};
		self::assertCount( 1, $this->statements( $save ) );
		self::assertCount( 4, $this->statements( fn () => $this->plugin()->capture()->requestEnds( new Response() ) ) );
	}

	/** Puts a capture in place whose clock moves only when the test says so. */
	private function captureByClock(): Capture {
		$plugin  = $this->plugin();
		$capture = new Capture( $plugin->outbox(), $plugin->fill(), $plugin->named(), $plugin->settings(), $plugin->shopIdentity(), fn (): int => $this->ms );
		$made    = new \ReflectionProperty( $plugin, 'made' );
		$made->setValue( $plugin, [ Capture::class => $capture ] + (array) $made->getValue( $plugin ) );
		return $capture;
	}

	private function unnoticedOrder(): \WC_Order {
		$order = Shop::order();
		$this->plugin()->outbox()->dropLook( $this->key( $order ), 1 );
		$this->plugin()->named()->settle( $this->key( $order ) );
		return $order;
	}
}
