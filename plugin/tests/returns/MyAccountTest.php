<?php
declare(strict_types=1);

namespace Causeway\Tests\Returns;

use Causeway\Plugin;
use Causeway\Tests\CommittedTestCase;
use Causeway\Tests\Http\Server;
use Causeway\Tests\Http\Visitor;
use Causeway\Tests\Shop;
use PHPUnit\Framework\Attributes\Group;

/** My Account and the tracking page over HTTP, in a block theme: the customer's own order, its bar and its form; nobody else's. */
#[Group( 'one-shop' )]
final class MyAccountTest extends CommittedTestCase {

	/** @var list<int> */
	private array $users = [];

	protected function setUp(): void {
		parent::setUp();
		if ( ! Shop::real() ) {
			self::markTestSkipped( 'The store double has no My Account.' );
		}
		Plugin::instance()->settings()->write( [ 'return_days' => 10 ] );
	}

	protected function tearDown(): void {
		$wpdb = Plugin::instance()->wpdb;
		$wpdb->query( "DELETE FROM {$wpdb->prefix}causeway_return" );
		Plugin::instance()->settings()->write( [ 'return_days' => null ] );
		require_once ABSPATH . 'wp-admin/includes/user.php';
		\array_map( 'wp_delete_user', $this->users );
		parent::tearDown();
	}

	public function test_customers_see_follow_and_return_their_own_orders_and_no_other(): void {
		[ $ada, $eve ]  = [ $this->customer( 'ada' ), $this->customer( 'eve' ) ];
		$order          = Shop::order( 'completed' );
		$this->orders[] = $order->get_id();
		$order->set_customer_id( $this->users[0] );
		$order->save();
		Plugin::instance()->fill()->subject( "order/{$order->get_id()}" );
		$wpdb   = Plugin::instance()->wpdb;
		$stages = [ [ 'name' => 'received', 'status' => 'done', 'at' => 1_800_000_000_000, 'detail' => '' ], [ 'name' => 'packed', 'status' => 'active', 'at' => null, 'detail' => 'PICK-7' ] ];
		$wpdb->update( "{$wpdb->prefix}causeway_subject", [ 'state' => 'picked', 'stages' => \wp_json_encode( $stages ) ], [ 'subject' => "order/{$order->get_id()}" ] );

		$server = new Server();
		try {
			$page = (string) \wp_make_link_relative( $order->get_view_order_url() );
			$html = $ada->ask( $page );
			self::assertStringContainsString( '<li aria-current="step">Being prepared', $html );
			self::assertStringNotContainsString( 'PICK-7', $html );
			\preg_match( '/name="causeway_return_nonce" value="([^"]+)"/', $html, $nonce );
			$form = [ 'causeway_return' => (string) $order->get_id(), 'causeway_return_nonce' => $nonce[1] ?? '', 'quantities[' . \array_key_first( $order->get_items() ) . ']' => '1', 'reason' => 'Too <b>small</b>' ];

			foreach ( [ $eve, new Visitor() ] as $stranger ) {
				self::assertStringNotContainsString( 'Being prepared', $stranger->ask( $page ) );
				$stranger->submit( $page, $form );
				self::assertSame( 403, $stranger->status );
			}
			$ada->submit( $page, [ 'causeway_return_nonce' => 'stale' ] + $form );
			self::assertSame( 403, $ada->status );
			self::assertSame( [], Plugin::instance()->returns()->ofOrder( $order->get_id() ) );

			$html = $ada->submit( $page, $form );
			self::assertStringContainsString( 'We have your return.', $html );
			self::assertStringContainsString( 'Being looked at', $html );
			[ $request ] = Plugin::instance()->returns()->ofOrder( $order->get_id() );
			self::assertSame( [ 'customer', 'Too small' ], [ $request->origin, $request->reason ] );
			self::assertNotNull( Plugin::instance()->outbox()->look( $request->subject() )?->filledAt, 'ready for the worker when the answer is out' );
		} finally {
			$server->stop();
		}
	}

	public function test_guests_follow_and_return_their_order_on_the_tracking_page_with_its_key_and_once(): void {
		$order          = Shop::order( 'completed' );
		$this->orders[] = $order->get_id();
		$order->set_billing_email( 'Guest@Example.test' );
		$order->save();
		Plugin::instance()->fill()->subject( "order/{$order->get_id()}" );
		$wpdb = Plugin::instance()->wpdb;
		$wpdb->update( "{$wpdb->prefix}causeway_subject", [ 'state' => 'completed', 'stages' => \wp_json_encode( [ [ 'name' => 'shipped', 'status' => 'done', 'at' => 1_800_000_000_000, 'detail' => '' ] ] ) ], [ 'subject' => "order/{$order->get_id()}" ] );
		$page = \wp_insert_post( [ 'post_type' => 'page', 'post_status' => 'publish', 'post_title' => 'Track', 'post_content' => '[woocommerce_order_tracking]' ] );
		self::assertIsInt( $page );
		$server = new Server();
		try {
			$path  = (string) \wp_make_link_relative( (string) \get_permalink( $page ) );
			$guest = new Visitor();
			$track = [ 'orderid' => "#{$order->get_id()}", 'order_email' => 'guest@example.test', 'woocommerce-order-tracking-nonce' => self::field( $guest->ask( $path ), 'woocommerce-order-tracking-nonce' ) ];
			self::assertStringNotContainsString( 'Send something back', $guest->submit( $path, [ 'order_email' => 'eve@example.test' ] + $track ) );
			$html = $guest->submit( $path, $track );
			self::assertStringContainsString( 'Send something back', $html );
			self::assertStringContainsString( '✓ </span>Shipped', $html );
			self::assertStringNotContainsString( $order->get_order_key(), $html, 'with that one could pay or cancel it' );
			self::assertStringContainsString( "name=\"orderid\" value=\"#{$order->get_id()}\"", $html, 'as it was typed' );

			$form = [ 'causeway_return' => (string) $order->get_id(), 'causeway_return_nonce' => self::field( $html, 'causeway_return_nonce' ), 'causeway_key' => self::field( $html, 'causeway_key' ), 'known' => self::field( $html, 'known' ), 'quantities[' . \array_key_first( $order->get_items() ) . ']' => '1' ] + $track;
			foreach ( [ [ 'causeway_key' => 'guessed' ], [ 'causeway_key' => $order->get_order_key() ], [ 'order_email' => 'eve@example.test' ], [ 'causeway_return_nonce' => 'stale' ] ] as $wrong ) {
				$guest->submit( $path, $wrong + $form );
				self::assertSame( 403, $guest->status, (string) \wp_json_encode( $wrong ) );
			}
			self::assertSame( [], Plugin::instance()->returns()->ofOrder( $order->get_id() ) );

			$html = $guest->submit( $path, $form );
			self::assertStringContainsString( 'We have your return.', $html );
			self::assertStringContainsString( 'Being looked at', $html );
			self::assertStringContainsString( 'Another return of this order was asked for meanwhile.', $guest->submit( $path, $form ), 'the same form again' );
			self::assertCount( 1, Plugin::instance()->returns()->ofOrder( $order->get_id() ) );

			$wpdb->query( "DELETE FROM {$wpdb->prefix}causeway_return" );
			$order->set_date_created( \time() - 11 * DAY_IN_SECONDS );
			$order->save();
			self::assertStringContainsString( 'No return can be asked for of this order.', $guest->submit( $path, $form ), 'also where nothing else is left to say' );
		} finally {
			$server->stop();
			\wp_delete_post( $page, true );
		}
	}

	private static function field( string $html, string $name ): string {
		\preg_match( '/name="' . \preg_quote( $name, '/' ) . '" value="([^"]+)"/', $html, $found );
		return $found[1] ?? '';
	}

	private function customer( string $name ): Visitor {
		$id = \wp_insert_user( [ 'user_login' => "{$name}-" . \wp_generate_password( 6, false ), 'user_pass' => \wp_generate_password(), 'role' => 'customer' ] );
		self::assertIsInt( $id );
		$this->users[] = $id;
		$token         = \WP_Session_Tokens::get_instance( $id )->create( \time() + 600 );
		return new Visitor( [], LOGGED_IN_COOKIE . '=' . \wp_generate_auth_cookie( $id, \time() + 600, 'logged_in', $token ) );
	}
}
