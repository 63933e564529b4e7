<?php
declare(strict_types=1);

namespace Causeway\Tests\Mailbox;

use Causeway\Mailbox\Delivery;
use Causeway\Tests\Exchange\ExchangeTestCase;
use Causeway\Tests\HostileJson;

/** Whoever has the address may send anything: it is kept as it came or not at all, and reading it costs little. */
final class HostileDeliveryTest extends ExchangeTestCase {

	private const RUNS = 60;

	private const MEMORY_BYTES_MAX = 24 * 1024 * 1024;

	protected function setUp(): void {
		parent::setUp();
		$this->paired();
	}

	public function test_by_chance_it_crosses_as_it_came_or_is_refused(): void {
		$json = new HostileJson();
		for ( $run = 1; $run <= self::RUNS; $run++ ) {
			$this->plugin()->links()->change( [ 'mailbox_minute' => 0, 'mailbox_taken' => 0 ] );
			$this->wpdb()->query( "DELETE FROM {$this->wpdb()->prefix}causeway_outbox" );
			$body   = $json->spoil( [ 'type' => 'release.shipped', 'data' => [ 'external_id' => 'DEMO-1042-9f3a', 'lines' => [ [ 'sku' => 'A', 'quantity' => 1 ] ] ] ] );
			$value  = $json->anything();
			$status = $this->deliver( $body, \is_scalar( $value ) ? (string) $value : '' );
			$said   = "{$json}, run {$run}: {$status} to " . \substr( $body, 0, 1000 );
			if ( 202 === $status ) {
				self::assertSame( $body, $this->exchange()->rows[0]->event->data->body, $said );
			} else {
				self::assertContains( $status, [ 400, 413, 415 ], $said );
				self::assertSame( [], $this->row( 'outbox' ), $said );
			}
		}
	}

	public function test_the_costliest_body_of_the_largest_size(): void {
		$many = \intdiv( Delivery::BODY_BYTES_MAX, 8 ) - 1;
		foreach ( [ '[' . \implode( ',', \array_fill( 0, $many, '{"a":1}' ) ) . ']', \str_repeat( '[', Delivery::BODY_BYTES_MAX ), '{"' . \str_repeat( 'n', Delivery::BODY_BYTES_MAX - 10 ) . '":1}' ] as $body ) {
			\function_exists( 'memory_reset_peak_usage' ) && \memory_reset_peak_usage();
			$before = \memory_get_peak_usage();
			self::assertSame( 202, $this->deliver( $body, '', 'text/plain' ) );
			self::assertLessThan( self::MEMORY_BYTES_MAX, \memory_get_peak_usage() - $before, \substr( $body, 0, 20 ) );
		}
	}

	public function test_headers_are_bounded_in_number_and_length(): void {
		$request = $this->delivery( '{}', 'application/json' );
		for ( $n = 0; $n < 500; $n++ ) {
			$request->set_header( "X-Made-Up-{$n}", \str_repeat( 'v', 0 === $n ? 100_000 : 4000 ) );
		}
		self::assertSame( 202, \rest_get_server()->dispatch( $request )->get_status() );
		self::assertLessThan( 64 * 4096 * 2, \strlen( (string) $this->row( 'outbox' )[0]['body'] ) );
	}

	private function deliver( string $body, string $header, string $type = 'application/json' ): int {
		$request = $this->delivery( $body, $type );
		$request->set_header( 'Webhook-Signature', $header );
		return \rest_get_server()->dispatch( $request )->get_status();
	}

	private function delivery( string $body, string $type ): \WP_REST_Request {
		$request = new \WP_REST_Request( 'POST', "/causeway/v1/mailbox/{$this->link()->mailboxKey}/wms" );
		$request->set_header( 'Content-Type', $type );
		$request->set_body( $body );
		return $request;
	}
}
