<?php
declare(strict_types=1);

namespace Causeway\Tests\Mailbox;

use Causeway\Mailbox\Delivery;
use Causeway\Mailbox\MailboxKey;
use Causeway\Mailbox\Rate;
use Causeway\Outbox\OutboxTable;
use Causeway\Tests\Exchange\ExchangeTestCase;
use Causeway\Tests\Shop;
use PHPUnit\Framework\Attributes\DataProvider;

/** Webhooks that come to the shop: kept for the worker, unread and unbelieved. */
final class MailboxTest extends ExchangeTestCase {

	private const SHIPPED = '{"type":"release.shipped","data":{"external_id":"DEMO-1042-9f3a"}}';

	private string $key = '';

	protected function setUp(): void {
		parent::setUp();
		$this->plugin()->links()->change( [ 'mailbox_key' => '', 'mailbox_minute' => 0, 'mailbox_taken' => 0 ] );
	}

	public function test_a_webhook_crosses_as_it_came_after_everything_else(): void {
		$this->open();
		$body = "\u{FEFF}{\"note\":\"Grüße \u{1F6F3}\\u0000 \\/ \r\n\"}";
		[ $status, $answer ] = $this->deliver( $body, [ 'Webhook-Id' => 'msg_1', 'Webhook-Signature' => 'v1,aa v1,bb', 'Content-Type' => 'text/plain' ] );
		self::assertSame( [ 202, true ], [ $status, $answer->taken ] );
		$order = Shop::order( 'processing' );
		$this->endRequest();

		$rows = $this->exchange()->rows;
		self::assertSame( [ 'look', 'hint' ], \array_column( $rows, 'kind' ) );
		self::assertSame( [ $this->key( $order ), 'system/wms' ], [ $rows[0]->event->subject, $rows[1]->event->subject ] );
		$hint = $rows[1]->event->data;
		self::assertSame( [ 'wms', $this->now, $body ], [ $hint->system, $hint->received_at, $hint->body ] );
		self::assertSame( [ 'msg_1', 'v1,aa v1,bb' ], [ $hint->headers->{'webhook-id'}, $hint->headers->{'webhook-signature'} ] );
	}

	public function test_a_bodys_own_fields_named_like_the_addresss_parts_change_nothing(): void {
		$this->open();
		self::assertSame( 202, $this->deliver( '{"key":"x","system":"other"}' )[0] );
		self::assertSame( 'wms', $this->exchange()->rows[0]->event->data->system );
	}

	public function test_cookies_and_credentials_stay_in_the_shop(): void {
		$this->open();
		$this->deliver( self::SHIPPED, [ 'Cookie' => 'wordpress_logged_in=1', 'Authorization' => 'Bearer abc', 'X-Api-Key' => 'abc', 'X-Causeway-Token' => 'abc', 'X-WP-Nonce' => 'abc', 'X-Forwarded-For' => '203.0.113.9', 'X-Odd' => "caf\xe9", 'X-Long' => \str_repeat( 'x', 5000 ), 'Webhook-Id' => 'msg_1' ] );
		self::assertSame( [ 'webhook-id', 'content-type' ], \array_keys( (array) $this->exchange()->rows[0]->event->data->headers ) );
	}

	public function test_a_wrong_key_is_answered_as_if_there_were_no_such_route(): void {
		$nowhere = $this->post( '/no/such/route', self::SHIPPED );
		self::assertSame( 404, $nowhere[0] );
		foreach ( [ '', 'wrong', \str_repeat( '0', 32 ) ] as $key ) {
			self::assertEquals( $nowhere, $this->post( "/mailbox/{$key}/wms", self::SHIPPED ), 'without any key' );
		}
		$this->open();
		$before = [ $this->row( 'link' ), $this->row( 'outbox' ) ];
		foreach ( [ \strtoupper( $this->key ) . 'x', \substr( $this->key, 0, 31 ), \substr( $this->key, 0, 31 ) . 'g', '' ] as $key ) {
			self::assertEquals( $nowhere, $this->post( "/mailbox/{$key}/wms", self::SHIPPED ) );
		}
		self::assertEquals( $nowhere, $this->post( "/mailbox/{$this->key}/Not%20A%20System", self::SHIPPED ) );
		self::assertSame( $before, [ $this->row( 'link' ), $this->row( 'outbox' ) ] );
	}

	public function test_without_a_worker_and_in_a_copy_nothing_is_taken(): void {
		$this->open();
		$this->plugin()->pairing()->revoke();
		$this->assertNotTaken( 409, 'causeway_not_paired', $this->deliver( self::SHIPPED ) );
		$this->paired( false );
		\add_filter( 'pre_option_home', static fn (): string => 'http://127.0.0.1:1/copy' );
		$this->assertNotTaken( 409, 'causeway_copy', $this->deliver( self::SHIPPED ) );
	}

	/** @return iterable<string, array{int, string, string, array<string, string>}> */
	public static function bad(): iterable {
		$max = Delivery::BODY_BYTES_MAX;
		yield 'oversized' => [ 413, 'causeway_mailbox_too_large', '"' . \str_repeat( 'x', $max ) . '"', [] ];
		yield 'so large that PHP dropped it' => [ 413, 'causeway_mailbox_too_large', '', [ 'Content-Length' => (string) ( $max + 1 ) ] ];
		yield 'empty' => [ 400, 'causeway_mailbox_empty', '', [] ];
		yield 'compressed' => [ 415, 'causeway_mailbox_unreadable', "\x1f\x8b\x08\x00", [ 'Content-Type' => 'text/plain' ] ];
		yield 'Latin-1' => [ 415, 'causeway_mailbox_unreadable', "<name>Gr\xfc\xdfe</name>", [ 'Content-Type' => 'text/xml' ] ];
		yield 'multipart, which PHP has taken apart' => [ 415, 'causeway_mailbox_unreadable', '', [ 'Content-Type' => 'Multipart/form-data; boundary=x' ] ];
		yield 'JSON that is none' => [ 400, 'rest_invalid_json', '{"data":', [] ];
	}

	/** @param array<string, string> $headers */
	#[DataProvider( 'bad' )]
	public function test_what_could_not_cross_unchanged_is_refused( int $status, string $code, string $body, array $headers ): void {
		$this->open();
		$this->assertNotTaken( $status, $code, $this->deliver( $body, $headers ) );
		self::assertSame( '0', $this->row( 'link' )[0]['mailbox_taken'], 'and is not counted' );
	}

	public function test_a_body_of_the_largest_size_is_taken(): void {
		$this->open();
		$body = \str_repeat( '"', Delivery::BODY_BYTES_MAX );
		self::assertSame( 202, $this->deliver( $body, [ 'Content-Type' => 'text/plain' ] )[0] );
		self::assertSame( $body, $this->exchange()->rows[0]->event->data->body );
	}

	public function test_a_flood_is_told_to_come_back_in_the_next_minute(): void {
		$this->open();
		$this->now = 1_800_000_000_000 + 20_500;
		for ( $n = 1; $n <= Rate::A_MINUTE_MAX; $n++ ) {
			self::assertSame( 202, $this->deliver( "{\"n\":{$n}}" )[0], "the {$n}th" );
		}
		$answer = $this->deliver( '{"n":"one too many"}' );
		$this->assertNotTaken( 429, 'causeway_mailbox_too_many', $answer, Rate::A_MINUTE_MAX );
		self::assertSame( '40', $answer[2]['Retry-After'] );
		$this->now += 39_500;
		self::assertSame( 202, $this->deliver( '{"n":"one too many"}' )[0] );
		self::assertCount( Rate::A_MINUTE_MAX + 1, $this->row( 'outbox' ) );
	}

	public function test_of_a_document_the_newest_webhook_waits(): void {
		$this->open();
		$this->deliver( self::SHIPPED, [ 'Webhook-Id' => 'first' ] );
		$picked = '{"external_id":"DEMO-1042-9f3a","picked":true}';
		$this->deliver( $picked, [ 'Webhook-Id' => 'second' ] );
		$this->deliver( $picked, [], 'erp' );
		$this->deliver( '{"external_id":"PO 77","n":1}' );
		$this->deliver( '{"external_id":"PO 77","n":2}' );
		$this->deliver( '{"external_id":"PO 77","n":2}' );

		$rows  = $this->exchange()->rows;
		$found = \array_map( static fn ( $row ) => [ $row->event->data->system, $row->event->data->body ], $rows );
		self::assertSame( [ [ 'wms', $picked ], [ 'erp', $picked ], [ 'wms', '{"external_id":"PO 77","n":1}' ], [ 'wms', '{"external_id":"PO 77","n":2}' ] ], $found );
		self::assertSame( 'second', $rows[0]->event->data->headers->{'webhook-id'} );
	}

	public function test_a_served_webhook_is_never_changed_a_later_one_follows_it(): void {
		$this->open();
		$this->deliver( '{"external_id":"DEMO-1042-9f3a","n":1}' );
		$served = $this->exchange()->rows;
		$this->deliver( '{"external_id":"DEMO-1042-9f3a","n":2}' );
		$again = $this->exchange()->rows;
		self::assertEquals( $served[0], $again[0] );
		self::assertCount( 2, $again );
	}

	public function test_a_full_mailbox_says_so_and_still_takes_a_newer_one_of_what_waits(): void {
		$this->open();
		$this->deliver( self::SHIPPED );
		$this->fill( OutboxTable::HINTS_MAX - 1, '{}' );
		$full = $this->deliver( '{"another":1}' );
		$this->assertNotTaken( 503, 'causeway_mailbox_full', $full, OutboxTable::HINTS_MAX );
		self::assertSame( '60', $full[2]['Retry-After'] );
		self::assertSame( 202, $this->deliver( '{"newer":1,"external_id":"DEMO-1042-9f3a"}' )[0] );
	}

	public function test_bytes_are_bounded_too(): void {
		$this->open();
		$half = \str_repeat( 'x', \intdiv( OutboxTable::HINT_BYTES_MAX, 2 ) );
		$this->fill( 2, $half );
		$this->assertNotTaken( 503, 'causeway_mailbox_full', $this->deliver( '{"another":1}' ), 2 );
		$this->wpdb()->query( "DELETE FROM {$this->wpdb()->prefix}causeway_outbox LIMIT 1" );
		self::assertSame( 202, $this->deliver( '{"another":1}' )[0] );
	}

	public function test_the_key_comes_with_the_pairing_and_changes_only_when_it_is_renewed(): void {
		$key = new MailboxKey( $this->plugin()->links() );
		self::assertNull( $key->address() );
		$this->open();
		self::assertMatchesRegularExpression( '/^[0-9a-f]{32}$/', $this->key );
		self::assertSame( \rest_url( "causeway/v1/mailbox/{$this->key}/" ), $key->address() );
		$this->paired( false );
		self::assertSame( $this->key, $this->link()->mailboxKey, 'another worker, the same address' );
		$key->renew();
		self::assertSame( 404, $this->deliver( self::SHIPPED )[0] );
		$this->key = $this->link()->mailboxKey;
		self::assertSame( 202, $this->deliver( self::SHIPPED )[0] );
	}

	private function open(): void {
		$this->paired();
		$this->key = $this->link()->mailboxKey;
	}

	/** Webhooks that wait already. */
	private function fill( int $count, string $body ): void {
		$rows = [];
		for ( $n = 0; $n < $count; $n++ ) {
			$rows[] = "('hint', " . OutboxTable::HINT_LAST . ", 'system/wms', 'hint:{$n}', 'e', 't', 0, 'r', 1, '{$body}')";
		}
		foreach ( \array_chunk( $rows, \strlen( $body ) > 1000 ? 1 : 500 ) as $chunk ) {
			$this->wpdb()->query( "INSERT INTO {$this->wpdb()->prefix}causeway_outbox (kind, priority, subject, slot, event_id, trace_id, first_at, request, filled_at, body) VALUES " . \implode( ',', $chunk ) );
		}
	}

	/**
	 * @param array<string, string> $headers
	 * @return array{0: int, 1: mixed, 2: array<string, string>} Status, answer, headers.
	 */
	private function deliver( string $body, array $headers = [], string $system = 'wms' ): array {
		$GLOBALS['wp_rest_server'] = null; // phpcs:ignore WordPress.WP.GlobalVariablesOverride
		$request                   = new \WP_REST_Request( 'POST', "/causeway/v1/mailbox/{$this->key}/{$system}" );
		foreach ( $headers + [ 'Content-Type' => 'application/json' ] as $name => $value ) {
			$request->set_header( $name, $value );
		}
		$request->set_body( $body );
		$response = \rest_get_server()->dispatch( $request );
		$response = \rest_send_allow_header( $response, \rest_get_server(), $request );
		return [ $response->get_status(), \json_decode( (string) \json_encode( $response->get_data() ) ), $response->get_headers() ];
	}

	/** @param array{0: int, 1: mixed, 2: array<string, string>} $answer */
	private function assertNotTaken( int $status, string $code, array $answer, int $waiting = 0 ): void {
		self::assertSame( [ $status, $code, $status ], [ $answer[0], $answer[1]->code, $answer[1]->data->status ] );
		self::assertCount( $waiting, $this->row( 'outbox' ) );
	}
}
