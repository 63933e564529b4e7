<?php
declare(strict_types=1);

namespace Causeway\Tests\Mailbox;

use Causeway\Mailbox\Delivery;
use Causeway\Plugin;
use Causeway\Tests\CommittedTestCase;
use Causeway\Tests\Http\Server;

/** The mailbox as a vendor meets it: through a web server, as bytes. */
final class OverHttpTest extends CommittedTestCase {

	private static Server $server;

	public static function setUpBeforeClass(): void {
		self::$server = new Server();
	}

	public static function tearDownAfterClass(): void {
		self::$server->stop();
	}

	protected function setUp(): void {
		parent::setUp();
		$pairing = Plugin::instance()->pairing();
		$pairing->pair( $pairing->issueCode()['code'], '0.1.0' );
	}

	protected function tearDown(): void {
		Plugin::instance()->pairing()->revoke();
		Plugin::instance()->links()->change( [ 'mailbox_key' => '', 'mailbox_minute' => 0, 'mailbox_taken' => 0 ] );
		parent::tearDown();
	}

	public function test_the_body_arrives_byte_for_byte_with_the_headers_of_its_signature(): void {
		$body            = "{\"note\":\"Gr\u{FC}\u{DF}e \u{1F6F3} \\u00fc\",\r\n \"key\":\"x\" }\n";
		[ $status ]      = $this->send( $this->path(), $body, [ 'Content-Type: application/json', 'Webhook-Id: msg_1', 'Cookie: a=b', 'Authorization: Bearer x' ] );
		$hint            = Plugin::instance()->outbox()->serve( 10, 1_000_000 )[0]->data;
		$headers         = (array) $hint->headers;
		self::assertSame( [ 202, $body, 'msg_1', 'application/json' ], [ $status, $hint->body, $headers['webhook-id'], $headers['content-type'] ] );
		self::assertArrayNotHasKey( 'cookie', $headers );
		self::assertArrayNotHasKey( 'authorization', $headers );
	}

	public function test_a_wrong_key_and_an_unknown_route_cannot_be_told_apart(): void {
		$wrong   = $this->send( '/wp-json/causeway/v1/mailbox/' . \str_repeat( '0', 32 ) . '/wms', '{}' );
		$nowhere = $this->send( '/wp-json/causeway/v1/nowhere/' . \str_repeat( '0', 32 ) . '/wms', '{}' );
		self::assertSame( 404, $wrong[0] );
		self::assertSame( $nowhere, $wrong );
		self::assertSame( 404, $this->send( $this->path(), null )[0], 'a GET finds nothing either' );
		self::assertSame( [], Plugin::instance()->outbox()->serve( 10, 1_000_000 ) );
	}

	public function test_too_large_and_too_often_say_so_in_http(): void {
		self::assertSame( 413, $this->send( $this->path(), \str_repeat( 'x', Delivery::BODY_BYTES_MAX + 1 ), [ 'Content-Type: text/plain' ] )[0] );
		$minute = \intdiv( \time(), 60 );
		// This minute and the next: the clock goes on while the test runs.
		foreach ( [ $minute, $minute + 1 ] as $full ) {
			Plugin::instance()->links()->change( [ 'mailbox_minute' => $full, 'mailbox_taken' => 120 ] );
			[ $status, $headers ] = $this->send( $this->path(), '{}' );
			if ( \intdiv( \time(), 60 ) === $full ) {
				self::assertSame( 429, $status );
				self::assertLessThanOrEqual( 60, (int) $headers['retry-after'] );
				return;
			}
		}
		self::fail( 'The minute went by twice.' );
	}

	public function test_the_mailbox_works_on_every_permalink_structure(): void {
		$path = (string) \wp_parse_url( \home_url(), PHP_URL_PATH ) . '/?rest_route=' . \rawurlencode( '/causeway/v1/mailbox/' . Plugin::instance()->links()->read()->mailboxKey . '/wms' );
		self::assertSame( 202, $this->send( $path, '{}' )[0] );
	}

	private function path(): string {
		return '/wp-json/causeway/v1/mailbox/' . Plugin::instance()->links()->read()->mailboxKey . '/wms';
	}

	/**
	 * @param list<string> $headers
	 * @return array{0: int, 1: array<string, string>, 2: string} Status, headers (without those of the moment), body.
	 */
	private function send( string $path, ?string $body, array $headers = [ 'Content-Type: application/json' ] ): array {
		$curl  = \curl_init( \home_url( $path ) );
		$found = [];
		\curl_setopt_array(
			$curl,
			[
				CURLOPT_RETURNTRANSFER => true,
				CURLOPT_PROXY          => '',
				CURLOPT_TIMEOUT        => 60,
				CURLOPT_HTTPHEADER     => [ ...$headers, 'Expect:' ],
				CURLOPT_HEADERFUNCTION => static function ( \CurlHandle $curl, string $line ) use ( &$found ): int {
					[ $name, $value ] = \explode( ':', $line, 2 ) + [ 1 => '' ];
					$found[ \strtolower( \trim( $name ) ) ] = \trim( $value );
					return \strlen( $line );
				},
			] + ( null === $body ? [] : [ CURLOPT_POST => true, CURLOPT_POSTFIELDS => $body ] )
		);
		$answer = \curl_exec( $curl );
		self::assertIsString( $answer, \curl_error( $curl ) );
		unset( $found['date'], $found['expires'], $found['content-length'] );
		return [ (int) \curl_getinfo( $curl, CURLINFO_RESPONSE_CODE ), $found, $answer ];
	}
}
