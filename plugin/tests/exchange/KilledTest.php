<?php
declare(strict_types=1);

namespace Causeway\Tests\Exchange;

use Causeway\Exchange\Turn;
use Causeway\Outbox\Clock;
use Causeway\Plugin;
use Causeway\Tests\CommittedTestCase;
use Causeway\Tests\Shop;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Group;

/** PHP killed by SIGKILL in the middle of an exchange, in a process of its own; then the worker sends the same again. */
#[Group( 'one-shop' )]
final class KilledTest extends CommittedTestCase {

	private const FRESH = [
		'token_hash' => '', 'paired_at' => null, 'go_live_at' => null, 'lease_epoch' => 0, 'lease_engine' => '', 'lease_until' => 0,
		'engine_commit' => 0, 'ack_number' => 0, 'busy_until' => 0, 'busy_mark' => '', 'panel_until' => 0,
	];

	protected function setUp(): void {
		parent::setUp();
		$plugin = Plugin::instance();
		$plugin->links()->change( self::FRESH );
		$plugin->pairing()->pair( $plugin->pairing()->issueCode()['code'], '0.1.0' );
		$plugin->goLive()->at( Clock::now() );
	}

	protected function tearDown(): void {
		Clock::set( null );
		Plugin::instance()->links()->change( self::FRESH );
		Plugin::instance()->wpdb->query( 'DELETE FROM ' . Plugin::instance()->wpdb->prefix . 'causeway_intent' );
		parent::tearDown();
	}

	/** @return array<string, array{0: string, 1: string, 2: array<string, mixed>, 3: string}> */
	public static function deaths(): array {
		$parcel = [ 'shipment_id' => 'P1', 'carrier' => 'DHL', 'tracking_number' => 'JD1', 'tracking_url' => '', 'shipped_at' => '2026-11-27T00:00:03Z', 'lines' => [ [ 'item_id' => 1, 'quantity' => '2' ] ] ];
		return [
			'status, before its save'             => [ 'woocommerce_before_order_object_save', 'status', [ 'to' => 'completed', 'note' => '' ], 'applied' ],
			'status, after its save'              => [ 'woocommerce_order_status_completed', 'status', [ 'to' => 'completed', 'note' => '' ], 'already' ],
			'a note to staff, after it was added' => [ 'woocommerce_order_note_added', 'note', [ 'text' => 'Picked', 'audience' => 'staff' ], 'already' ],
			'a note to the customer, at its mail' => [ 'woocommerce_new_customer_note', 'note', [ 'text' => 'Sent', 'audience' => 'customer' ], 'failed' ],
			'a shipment, between note and meta'   => [ 'woocommerce_before_order_object_save', 'shipment', $parcel, 'applied' ],
			'a shipment, after its meta'          => [ 'woocommerce_after_order_object_save', 'shipment', $parcel, 'already' ],
			'the ERP number, before its save'     => [ 'woocommerce_before_order_object_save', 'erp_number', [ 'number' => 'SO-1', 'external_id' => 'DEMO-1-0a1b' ], 'applied' ],
		];
	}

	/** @param array<string, mixed> $body */
	#[DataProvider( 'deaths' )]
	public function test_what_was_under_way_is_done_once( string $hook, string $kind, array $body, string $result ): void {
		$order          = Shop::order();
		$this->orders[] = $order->get_id();
		$subject        = "order/{$order->get_id()}";
		Plugin::instance()->fill()->subject( $subject );
		$row     = (int) Plugin::instance()->outbox()->serve( 1, 1_000_000 )[0]->id;
		$effect  = [ 'id' => "DEMO/{$subject}/1/1", 'subject' => $subject, 'epoch' => 1, 'n' => 1, 'kind' => $kind, 'decided_on' => [ 'incarnation' => 1, 'rev' => 1 ], 'accepts' => [ 'processing' ], 'body' => $body ];
		$request = $this->request( [ $row ], [ $effect ] );

		self::assertSame( -SIGKILL, $this->exchangeBy( $request, $hook )[0] );
		$meanwhile = $this->exchangeBy( $request )[1];
		self::assertSame( 'causeway_busy', $meanwhile->code ?? null, 'its turn is not over yet' );
		self::assertLessThanOrEqual( Turn::BUSY_MS, $meanwhile->retry_after_ms );
		Plugin::instance()->links()->change( [ 'busy_until' => 1 ] );

		$answer = $this->exchangeBy( $request )[1];
		self::assertSame( [ $result ], \array_column( $answer->answers, 'result' ) );
		self::assertSame( 1, $answer->lease->epoch, 'a plain repetition: the lease is as it was' );
		$wpdb = Plugin::instance()->wpdb;
		self::assertLessThanOrEqual( 1, (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->comments} WHERE comment_post_ID = {$order->get_id()} AND comment_author = 'Causeway'" ) );
		$after = new \WC_Order( $order->get_id() );
		match ( $kind ) {
			'status'     => self::assertSame( 'completed', $after->get_status() ),
			'shipment'   => self::assertCount( 1, $after->get_meta( '_wc_shipment_tracking_items' ) ),
			'erp_number' => self::assertSame( 'SO-1', $after->get_meta( '_causeway_erp_number' ) ),
			'note'       => self::assertSame( 1, (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->comments} WHERE comment_post_ID = {$order->get_id()} AND comment_author = 'Causeway'" ) ),
		};
	}

	public function test_a_plugin_that_ends_php_at_one_orders_save_holds_up_no_other_order(): void {
		$effects = [];
		for ( $count = 0; $count < 2; $count++ ) {
			$order          = Shop::order();
			$this->orders[] = $order->get_id();
			$subject        = "order/{$order->get_id()}";
			Plugin::instance()->fill()->subject( $subject );
			$effects[] = [ 'id' => "DEMO/{$subject}/1/1", 'subject' => $subject, 'epoch' => 1, 'n' => 1, 'kind' => 'status', 'decided_on' => [ 'incarnation' => 1, 'rev' => 1 ], 'accepts' => [ 'processing' ], 'body' => [ 'to' => 'completed', 'note' => '' ] ];
		}
		$hook    = 'woocommerce_before_order_object_save';
		$request = $this->request( [], $effects );
		self::assertSame( [ 3, null ], $this->exchangeBy( $request, $hook, $this->orders[0] ), 'an exchange without an answer' );

		$answer = $this->exchangeBy( $request, $hook, $this->orders[0] )[1];

		self::assertSame( [ 'failed', 'applied' ], \array_column( $answer->answers ?? [], 'result' ), 'at once: its turn ended with it' );
		self::assertSame( [ 'processing', 'completed' ], \array_map( static fn ( int $id ): string => ( new \WC_Order( $id ) )->get_status(), $this->orders ) );
		$effects[0] = [ 'id' => "DEMO/order/{$this->orders[0]}/1/2", 'n' => 2 ] + $effects[0];
		self::assertSame( [ 'applied' ], \array_column( $this->exchangeBy( $this->request( [], [ $effects[0] ] ) )[1]->answers ?? [], 'result' ), 'under a new number, and the plugin behaves' );
	}

	/**
	 * @param list<int>                  $acknowledged
	 * @param list<array<string, mixed>> $effects
	 */
	private function request( array $acknowledged, array $effects ): string {
		return (string) \json_encode(
			[
				'protocol' => 1,
				'worker'   => [ 'version' => '0.1.0', 'plugin' => [ 'min' => '0.1.0', 'below' => '0.2.0' ] ],
				'engine'   => [ 'id' => '11111111-1111-4111-8111-111111111111', 'commit' => 1 ],
				'shop'     => Plugin::instance()->shopIdentity()->wire( Plugin::instance()->links()->read() ),
				'lease'    => [ 'epoch' => 0, 'release' => false ],
				'ack'      => [ 'number' => 0, 'rows' => $acknowledged ],
				'effects'  => $effects,
				'ask'      => [ 'rows' => 10, 'bytes' => 1_000_000, 'open_after' => null, 'looks' => [] ],
				'doorbell' => null,
			]
		);
	}

	/** @return array{0: int, 1: \stdClass|null} Exit code, or minus the signal; and the answer. */
	private function exchangeBy( string $request, ?string $hook = null, ?int $order = null ): array {
		[ $code, $output ] = $this->finish( ...$this->start( 'exchange-and-die.php', \array_map( 'strval', \array_filter( [ $request, $hook, $order ] ) ) ) );
		\preg_match( '/^answer (.*)$/m', $output, $found );
		return [ $code, isset( $found[1] ) ? \json_decode( $found[1] ) : null ];
	}
}
