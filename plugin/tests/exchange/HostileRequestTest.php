<?php
declare(strict_types=1);

namespace Causeway\Tests\Exchange;

use Causeway\Exchange\WorkerRequest;
use Causeway\Tests\HostileJson;
use PHPUnit\Framework\Attributes\DataProvider;

/** A request that is not as agreed is told what is wrong, changes nothing, and costs no more memory than a good one. */
final class HostileRequestTest extends ExchangeTestCase {

	private const RUNS = 150;

	/** Of a body of the largest size: what it decodes to, and what is said of it. */
	private const MEMORY_BYTES_MAX = 64 * 1024 * 1024;

	private const STRANGER_BYTES_MAX = 256 * 1024;

	protected function setUp(): void {
		parent::setUp();
		$this->paired();
	}

	/** @return iterable<string, array{0: string}> */
	public static function bodies(): iterable {
		$most = WorkerRequest::BODY_BYTES_MAX;
		yield 'nothing' => [ '' ];
		yield 'no JSON' => [ '<?xml version="1.0"?><a/>' ];
		yield 'half of it' => [ '{"protocol":1,"worker":{"vers' ];
		yield 'not UTF-8' => [ "{\"protocol\":\"\xC3\x28\"}" ];
		yield 'a name that no object of PHP can have' => [ '{"\u0000a":1}' ];
		yield 'numbers beyond all numbers' => [ '{"protocol":1e999,"ack":{"number":9223372036854775808}}' ];
		yield 'a byte too many' => [ \str_repeat( ' ', $most - 1 ) . '{}' ];
		yield 'nested without end' => [ \str_repeat( '[', $most ) ];
		yield 'one long word' => [ '"' . \str_repeat( 'a', $most - 2 ) . '"' ];
		yield 'a name as long as that' => [ '{"' . \str_repeat( 'a', $most - 6 ) . '":1}' ];
		yield 'a million mistakes' => [ '{"effects":[' . \implode( ',', \array_fill( 0, 1_000_000, '1' ) ) . ']}' ];
	}

	#[DataProvider( 'bodies' )]
	public function test_it_says_what_is_wrong( string $body ): void {
		foreach ( [ '/exchange' => $this->token, '/pair' => null ] as $path => $token ) {
			$before          = $this->stores();
			[ $status, $no ] = $this->within( self::MEMORY_BYTES_MAX, fn (): array => $this->postText( $path, $body, $token ) );
			self::assertSame( [ 400, 'causeway_invalid' ], [ $status, $no->code ?? $no ] );
			$this->assertShape( 'refusal', $no );
			self::assertLessThan( 4096, \strlen( (string) \json_encode( $no ) ), 'what is said is short, whatever came' );
			self::assertSame( $before, $this->stores() );
		}
	}

	/** It would be kept, and every later look at its subject fail. */
	public function test_a_checkpoint_deeper_than_can_be_read_again_is_refused(): void {
		$good = (string) \json_encode( $this->request( [ 'effects' => [ $this->mirrorOf( $this->knownOrder(), [ 'deep' => 0 ] ) ] ] ) );
		foreach ( [ 40 => 200, 60 => 400, 600 => 400 ] as $deep => $expected ) {
			[ $status ] = $this->postText( '/exchange', \str_replace( '"deep":0', '"deep":' . \str_repeat( '[', $deep ) . \str_repeat( ']', $deep ), $good ), $this->token );
			self::assertSame( $expected, $status, "{$deep} deep" );
		}
		$this->exchange( [ 'ask' => [ 'open_after' => '' ] ] );
	}

	public function test_of_a_stranger_nothing_is_read(): void {
		$body            = '{"effects":[' . \implode( ',', \array_fill( 0, 200_000, '{"a":1}' ) ) . ']}';
		[ $status, $no ] = $this->within( self::STRANGER_BYTES_MAX, fn (): array => $this->postText( '/exchange', $body, 'cwy_wrong' ) );
		self::assertSame( [ 401, 'causeway_unauthorized' ], [ $status, $no->code ] );
		[ $status, $no ] = $this->within( self::STRANGER_BYTES_MAX, fn (): array => $this->postText( '/pair', $body ) );
		self::assertSame( [ 400, 'causeway_invalid' ], [ $status, $no->code ] );
	}

	public function test_good_requests_spoiled_by_chance(): void {
		$order = $this->knownOrder();
		$json  = new HostileJson();
		$seen  = [];
		for ( $run = 1; $run <= self::RUNS; $run++ ) {
			$this->plugin()->links()->change( [ 'lease_epoch' => 1, 'lease_engine' => self::ENGINE, 'lease_until' => $this->now + 180_000, 'engine_commit' => 0, 'ack_number' => 0, 'rewound_at' => null, 'rewound_from' => 0 ] );
			$this->epoch        = 1;
			$before             = $this->stores();
			$body               = $json->spoil( $this->request( [ 'effects' => [ $this->noteOf( $order, $run ) ], 'ack' => [ 'rows' => [ 1, 2 ] ], 'ask' => [ 'looks' => [ $this->key( $order ), 'order/77' ] ] ] ) );
			$said               = "{$json}, run {$run}: " . \substr( $body, 0, 2000 );
			[ $status, $answer ] = $this->postText( '/exchange', $body, $this->token );
			$seen[ $status ]    = true;
			if ( 200 === $status ) {
				$this->assertShape( 'exchange-response', $answer );
				continue;
			}
			self::assertContains( $status, [ 400, 409 ], $said . ' ' . \json_encode( $answer ) );
			$this->assertShape( 'refusal', $answer );
			if ( 'causeway_rewound' !== $answer->code ) {
				self::assertSame( $before, $this->stores(), $said );
			}
		}
		self::assertArrayHasKey( 200, $seen, "{$json}: some are harmless" );
		self::assertArrayHasKey( 400, $seen, (string) $json );
	}

	/** @return array<string, mixed> */
	private function noteOf( \WC_Order $order, int $n ): array {
		return [ 'id' => "e{$n}", 'subject' => $this->key( $order ), 'epoch' => 1, 'n' => $n, 'kind' => 'note', 'decided_on' => [ 'incarnation' => 1, 'rev' => 1 ], 'accepts' => [ 'processing' ], 'body' => [ 'text' => "n{$n}", 'audience' => 'staff' ] ];
	}

	/** @param array<string, mixed> $memory */
	private function mirrorOf( \WC_Order $order, array $memory ): array {
		$body = [
			'state' => 'accepted', 'reason' => '', 'waiting_for' => '', 'since' => $this->now, 'attempt' => null, 'open' => true, 'external_id' => null, 'erp_number' => null, 'trace_id' => null,
			'stages' => [], 'gates' => [], 'timeline' => [], 'exceptions' => [], 'checkpoint' => [ 'flow' => 'order', 'version' => 1, 'body' => $memory ],
		];
		return [ 'id' => 'm', 'subject' => $this->key( $order ), 'epoch' => 1, 'n' => 1, 'kind' => 'mirror', 'body' => $body ];
	}

	/**
	 * Not called JSON, so that WordPress doesn't decode it first (as it does for every route of its own): what is measured is ours.
	 *
	 * @return array{0: int, 1: mixed}
	 */
	private function postText( string $path, string $body, ?string $token = null ): array {
		$request = new \WP_REST_Request( 'POST', '/causeway/v1' . $path );
		$request->set_header( 'Content-Type', 'text/plain' );
		$request->set_header( 'X-Causeway-Token', (string) $token );
		$request->set_body( $body );
		$response = \rest_get_server()->dispatch( $request );
		return [ $response->get_status(), \json_decode( (string) \json_encode( $response->get_data() ) ) ];
	}

	/** @return list<mixed> */
	private function stores(): array {
		return [ $this->row( 'link' ), $this->row( 'outbox' ), $this->row( 'subject' ), $this->row( 'exception' ), \get_option( 'causeway' ) ];
	}

	private function within( int $bytes, \Closure $do ): mixed {
		\rest_get_server();
		\gc_collect_cycles();
		// PHP 8.1 can't forget a peak of before: there the bound is looser.
		\function_exists( 'memory_reset_peak_usage' ) && \memory_reset_peak_usage();
		$before = \memory_get_peak_usage();
		$done   = $do();
		self::assertLessThan( $bytes, \memory_get_peak_usage() - $before );
		return $done;
	}
}
