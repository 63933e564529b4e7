<?php
declare(strict_types=1);

namespace Causeway\Tests\Capture;

use Causeway\Plugin;
use Causeway\Tests\CommittedTestCase;
use Causeway\Tests\Http\Server;
use Causeway\Tests\Http\Visitor;
use Causeway\Tests\Shop;

/** Real checkouts over HTTP: what they cost, when the customer has the answer, and who is told. */
final class CheckoutTest extends CommittedTestCase {

	private const ADDRESS = [
		'first_name' => 'Ada',
		'last_name'  => 'Lovelace',
		'company'    => '',
		'address_1'  => 'Hafenstr. 1',
		'address_2'  => '',
		'city'       => 'Hamburg',
		'state'      => '',
		'postcode'   => '20359',
		'country'    => 'DE',
		'phone'      => '040123',
	];

	private Server $server;

	/** @var list<int> */
	private array $pages = [];

	private int $checkoutPage = 0;

	protected function setUp(): void {
		if ( ! Shop::real() ) {
			self::markTestSkipped( 'The store double has no cart: no block or classic checkout of WooCommerce\'s.' );
		}
		parent::setUp();
		$this->checkoutPage = (int) \get_option( 'woocommerce_checkout_page_id' );
		$this->server       = new Server();
	}

	protected function tearDown(): void {
		if ( isset( $this->server ) ) {
			$this->server->openGate();
			$this->server->stop();
			\update_option( 'woocommerce_checkout_page_id', $this->checkoutPage );
			\array_map( static fn ( int $page ): mixed => \wp_delete_post( $page, true ), $this->pages );
			parent::tearDown();
		}
	}

	public function test_promise_6_a_block_checkout_costs_one_statement_on_a_hook_and_at_most_four_at_the_end(): void {
		$this->blockCheckout( new Visitor() );
		$cost = $this->server->last( '/wc/store/v1/checkout' );

		// The mark, and the status that the payment wrote; at the end read, promise, revision, filled.
		self::assertSame( [ 'INSERT', 'UPDATE' ], $this->words( $cost, 'hook' ) );
		self::assertSame( [ 'SELECT', 'INSERT', 'INSERT', 'UPDATE' ], $this->words( $cost, 'end' ) );
		self::assertSame( 'processing', $this->told()['status'] );
	}

	public function test_a_classic_checkout_is_captured_whole(): void {
		$page    = $this->classicPage();
		$visitor = new Visitor();
		$visitor->ask( '/?add-to-cart=' . Shop::product()->get_id() );
		$form = $visitor->ask( "/?page_id={$page}" );
		self::assertSame( 1, \preg_match( '/name="woocommerce-process-checkout-nonce" value="(\w+)"/', $form, $nonce ), 'the page has WooCommerce\'s classic form' );
		$fields = [ 'woocommerce-process-checkout-nonce' => $nonce[1], 'payment_method' => 'cod', 'billing_email' => 'ada@example.org' ];
		foreach ( self::ADDRESS as $field => $value ) {
			$fields[ 'billing_' . $field ] = $value;
		}
		$answer = \json_decode( $visitor->submit( '/?wc-ajax=checkout', $fields ) );
		self::assertSame( 'success', $answer->result ?? null, (string) \json_encode( $answer ) );
		$this->orders[] = (int) $answer->order_id;
		$this->server->last( 'wc-ajax=checkout' );

		self::assertSame( 'processing', $this->told()['status'] );
		self::assertCount( 1, $this->told()['items'] );
	}

	public function test_promise_6_the_customer_has_the_answer_before_the_look_is_filled(): void {
		$id = $this->blockCheckout( new Visitor( [ 'X-Causeway-Gate: 1' ] ) );
		\wp_cache_flush();
		self::assertNotNull( Plugin::instance()->outbox()->look( "order/{$id}" ) );
		self::assertNull( Plugin::instance()->outbox()->look( "order/{$id}" )->filledAt, 'the fill waits at the gate, the customer does not' );

		$this->server->openGate();
		$this->server->last( '/wc/store/v1/checkout' );

		self::assertNotNull( Plugin::instance()->outbox()->look( "order/{$id}" )->filledAt );
		self::assertTrue( $this->server->gateReached() );
	}

	public function test_after_the_answer_the_doorbell_rings_once_and_only_if_there_is_something_to_fetch(): void {
		$bell = \stream_socket_server( 'tcp://127.0.0.1:0' );
		self::assertIsResource( $bell );
		$doorbell = [ 'doorbell' => 'http://' . \stream_socket_get_name( $bell, false ) . '/doorbell/DEMO' ];
		Plugin::instance()->settings()->write( $doorbell + [ 'doorbell_home' => 'another shop' ] );
		$this->blockCheckout( new Visitor() );
		$this->server->last( '/wc/store/v1/checkout' );
		self::assertFalse( @\stream_socket_accept( $bell, 0.0 ), 'a copy of the shop that was told of it rings nobody' );

		Plugin::instance()->settings()->write( $doorbell + [ 'doorbell_home' => Plugin::instance()->shopIdentity()->mark() ] );
		$visitor = new Visitor();
		$visitor->ask( '/wp-json/wc/store/v1/products' );

		$id = $this->blockCheckout( $visitor );
		$this->server->last( '/wc/store/v1/checkout' );

		$rings = [];
		while ( $socket = @\stream_socket_accept( $bell, 0.0 ) ) {
			$rings[] = (string) \fgets( $socket );
		}
		self::assertSame( [ "POST /doorbell/DEMO HTTP/1.1\r\n" ], $rings );
		self::assertNotNull( Plugin::instance()->outbox()->look( "order/{$id}" )?->filledAt );
	}

	private function blockCheckout( Visitor $visitor ): int {
		$store = '/wp-json/wc/store/v1';
		$visitor->ask( "{$store}/cart" );
		$visitor->ask( "{$store}/cart/add-item", [ 'id' => Shop::product()->get_id(), 'quantity' => 2 ] );
		$this->server->forget();
		$answer = \json_decode( $visitor->ask( "{$store}/checkout", [ 'billing_address' => self::ADDRESS + [ 'email' => 'ada@example.org' ], 'shipping_address' => self::ADDRESS, 'payment_method' => 'cod' ] ) );
		self::assertSame( 'success', $answer->payment_result->payment_status ?? null, (string) \json_encode( $answer ) );
		$this->orders[] = (int) $answer->order_id;
		return (int) $answer->order_id;
	}

	/** A checkout page with the shortcode, as older shops have it. */
	private function classicPage(): int {
		$this->pages[] = (int) \wp_insert_post( [ 'post_type' => 'page', 'post_status' => 'publish', 'post_title' => 'Classic', 'post_content' => '[woocommerce_checkout]' ] );
		\update_option( 'woocommerce_checkout_page_id', $this->pages[0] );
		return $this->pages[0];
	}

	/** @return list<string> First words of Causeway's statements. */
	private function words( \stdClass $cost, string $when ): array {
		return \array_values( \array_map( static fn ( array $statement ): string => $statement[1], \array_filter( $cost->statements, static fn ( array $statement ): bool => $statement[0] === $when ) ) );
	}

	/** @return array<string, mixed> What the worker would be told of the last order. */
	private function told(): array {
		\wp_cache_flush();
		$rows = Plugin::instance()->outbox()->serve( 10, 1_000_000 );
		self::assertCount( 1, $rows );
		return (array) \json_decode( (string) \json_encode( $rows[0]->data->snapshot ), true );
	}
}
