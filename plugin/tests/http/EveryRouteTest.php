<?php
declare(strict_types=1);

namespace Causeway\Tests\Http;

use Causeway\Tests\ReadModel\ReadModelTestCase;
use PHPUnit\Framework\Attributes\DataProvider;

/**
 * Every route that the running shop has, called by everybody, and each secret in every state. A route without a row here
 * fails; so does a refused call that wrote something.
 */
final class EveryRouteTest extends ReadModelTestCase {

	private const ROLES = [ 'anonymous', 'customer', 'subscriber', 'looker', 'shop_manager', 'administrator' ];

	/**
	 * Route → what each of the roles is answered: to an empty question, of an empty shop, without any secret. 400, 404 and
	 * 409 in the last three columns are of a question that was let in. A looker is a subscriber with the capability `causeway_look`.
	 */
	private const ANSWERS = [
		'POST /exchange'                => [ 401, 401, 401, 401, 401, 401 ],
		'POST /pair'                    => [ 403, 403, 403, 403, 403, 403 ],
		'POST /mailbox/{key}/{system}'  => [ 404, 404, 404, 404, 404, 404 ],
		'GET /orders'                   => [ 401, 403, 403, 200, 200, 200 ],
		'GET /orders/{id}'              => [ 401, 403, 403, 404, 404, 404 ],
		'GET /exceptions'               => [ 401, 403, 403, 200, 200, 200 ],
		'GET /exceptions/{cause}'       => [ 401, 403, 403, 404, 404, 404 ],
		'POST /commands'                => [ 401, 403, 403, 403, 400, 400 ],
		'GET /transcripts/{subject}'    => [ 401, 403, 403, 200, 200, 200 ],
		'POST /transcripts/{subject}'   => [ 401, 403, 403, 403, 404, 404 ],
		'GET /returns'                  => [ 401, 403, 403, 200, 200, 200 ],
		'POST /return-requests'         => [ 401, 403, 403, 403, 400, 400 ],
		'GET /returns/{key}'            => [ 401, 403, 403, 404, 404, 404 ],
		'DELETE /return-requests/{id}'  => [ 401, 403, 403, 403, 404, 404 ],
		'GET /stock'                    => [ 401, 403, 403, 200, 200, 200 ],
		'GET /audit'                    => [ 401, 403, 403, 200, 200, 200 ],
		'GET /status'                   => [ 401, 403, 403, 200, 200, 200 ],
		'POST /pairing-code'            => [ 401, 403, 403, 403, 403, 200 ],
		'POST /go-live'                 => [ 401, 403, 403, 403, 403, 400 ],
		'GET /mailbox-key'              => [ 401, 403, 403, 403, 403, 200 ],
		'POST /mailbox-key'             => [ 401, 403, 403, 403, 403, 400 ],
		'POST /restore'                 => [ 401, 403, 403, 403, 403, 400 ],
		'POST /new-shop'                => [ 401, 403, 403, 403, 403, 400 ],
		'DELETE /pairing'               => [ 401, 403, 403, 403, 403, 200 ],
	];

	private const PLACES = [ '{key}' => '00000000000000000000000000000000', '{system}' => 'wms', '{id}' => '1', '{cause}' => 'internal', '{subject}' => 'order/1' ];

	public function test_the_table_has_every_route_of_the_running_shop(): void {
		$found = [];
		foreach ( $this->routes() as $pattern => $handlers ) {
			foreach ( $handlers as $handler ) {
				self::assertIsCallable( $handler['permission_callback'] ?? null, "{$pattern} has a permission callback" );
				self::assertNotSame( '__return_true', $handler['permission_callback'], $pattern );
				foreach ( \array_keys( $handler['methods'] ) as $method ) {
					$found[] = "{$method} {$pattern}";
				}
			}
		}
		self::assertEqualsCanonicalizing( \array_keys( self::ANSWERS ), $found );
	}

	/** @return array<string, array{0: string}> */
	public static function roles(): array {
		return \array_combine( self::ROLES, \array_map( static fn ( string $role ): array => [ $role ], self::ROLES ) );
	}

	#[DataProvider( 'roles' )]
	public function test_who_is_answered_what( string $role ): void {
		$this->paired();
		$this->as( $role );
		// Each route's own idea of a good question; the panel's are asked nothing.
		$bodies   = [ 'POST /exchange' => $this->request(), 'POST /pair' => $this->pairRequest( 'AAAA-AAAA-AAAA-AAAA' ), 'POST /mailbox/{key}/{system}' => [ 'a' => 1 ] ];
		$expected = [];
		$found    = [];
		foreach ( self::ANSWERS as $route => $statuses ) {
			$expected[ $route ] = $statuses[ \array_search( $role, self::ROLES, true ) ];
			$found[ $route ]    = $this->answered( $route, $bodies[ $route ] ?? [] );
		}
		self::assertSame( $expected, $found );
	}

	public function test_a_nonce_opens_nothing(): void {
		$this->as( 'subscriber' );
		self::assertSame( 403, $this->answered( 'GET /orders', [], [ 'X-WP-Nonce' => \wp_create_nonce( 'wp_rest' ) ] ) );
	}

	public function test_a_workers_token(): void {
		$this->paired();
		$before = $this->token;
		$this->paired( false );
		$good = $this->token;
		$with = fn ( string $token, array $fields = [] ): int => $this->answered( 'POST /exchange', $this->request( $fields ), [ 'X-Causeway-Token' => $token ] );
		self::assertSame(
			[ 'none' => 401, 'wrong' => 401, 'the hash that the shop keeps' => 401, 'of the pairing before' => 401, 'cut short' => 401, 'a code' => 401 ],
			[
				'none'                         => $with( '' ),
				'wrong'                        => $with( 'cwy_' . \str_repeat( 'A', 43 ) ),
				'the hash that the shop keeps' => $with( $this->link()->tokenHash ),
				'of the pairing before'        => $with( $before ),
				'cut short'                    => $with( \substr( $good, 0, -1 ) ),
				'a code'                       => $with( $this->plugin()->pairing()->issueCode()['code'] ),
			]
		);
		$this->token = $good;
		$this->exchange();
		$old = $this->request( [ 'engine' => [ 'commit' => 0 ] ] );
		self::assertSame( 409, $this->answered( 'POST /exchange', $old, [ 'X-Causeway-Token' => $good ] ), 'an exchange from before, sent again' );
		$this->plugin()->pairing()->revoke();
		self::assertSame( 409, $with( $good ), 'revoked' );
	}

	public function test_an_exchange_that_is_replayed_does_nothing_twice(): void {
		$this->paired();
		$order = $this->knownOrder();
		$this->exchange();
		$request = $this->request( [ 'effects' => [ $this->note( $order ), $this->erpNumber( $order ) ] ] );
		$results = [];
		foreach ( [ 'first', 'again' ] as $time ) {
			[ $status, $answer ] = $this->post( '/exchange', $request, $this->token );
			$results[ $time ]    = [ $status, ...$this->results( $answer->answers ) ];
		}
		self::assertSame( [ 'first' => [ 200, 'applied', 'applied' ], 'again' => [ 200, 'already', 'already' ] ], $results );
		self::assertCount( 1, $this->notesOf( $order ) );
	}

	public function test_a_pairing_code(): void {
		$with = fn ( string $code ): int => $this->answered( 'POST /pair', $this->pairRequest( $code ) );
		self::assertSame( 403, $with( '' ), 'none was made' );
		$stale      = $this->plugin()->pairing()->issueCode()['code'];
		$this->now += 600_000;
		self::assertSame( 403, $with( $stale ), 'stale' );
		$replaced = $this->plugin()->pairing()->issueCode()['code'];
		$code     = $this->plugin()->pairing()->issueCode()['code'];
		// A wrong try is counted: that is all it may write.
		self::assertSame( [ 403, 403, 200 ], [ $with( $replaced ), $with( \strrev( $code ) ), $with( $code ) ] );
		self::assertSame( 403, $with( $code ), 'used' );
	}

	public function test_a_mailboxs_address(): void {
		$this->paired();
		$at  = fn ( string $key, array $headers = [] ): int => $this->answered( 'POST /mailbox/{key}/{system}', [ 'external_id' => 'DEMO-1-0a1b' ], $headers, [ '{key}' => $key ] );
		$key = $this->link()->mailboxKey;
		self::assertSame( 404, $at( \strrev( $key ) ) );
		// Whom to believe is the worker's to decide, which has the vendors' keys.
		self::assertSame( [ 202, 202 ], [ $at( $key ), $at( $key, [ 'Webhook-Signature' => 'v1,wrong' ] ) ] );
		self::assertCount( 1, $this->row( 'outbox' ) );
		$this->answered( 'POST /mailbox-key', [ 'confirm' => true ] );
		self::assertSame( 202, $at( $key ), 'renewed by nobody who may not' );
		$this->as( 'administrator' );
		self::assertSame( 200, $this->answered( 'POST /mailbox-key', [ 'confirm' => true ] ) );
		self::assertSame( 404, $at( $key ), 'stale' );
	}

	/** @return array<string, list<array{methods: array<string, bool>, permission_callback?: mixed}>> Path, with names for its parts → handlers. */
	private function routes(): array {
		$GLOBALS['wp_rest_server'] = null; // phpcs:ignore WordPress.WP.GlobalVariablesOverride
		$routes                    = [];
		foreach ( \rest_get_server()->get_routes( 'causeway/v1' ) as $pattern => $handlers ) {
			$path = \substr( $pattern, \strlen( '/causeway/v1' ) );
			if ( '' !== $path ) {
				$routes[ (string) \preg_replace( [ '/\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)/' ], '{$1}', $path ) ] = $handlers;
			}
		}
		return $routes;
	}

	/**
	 * @param array<string, mixed>  $body
	 * @param array<string, string> $headers
	 * @param array<string, string> $places Parts of the address.
	 */
	private function answered( string $route, array $body, array $headers = [], array $places = [] ): int {
		[ $method, $path ] = \explode( ' ', $route );
		$request           = new \WP_REST_Request( $method, '/causeway/v1' . \strtr( $path, $places + self::PLACES ) );
		foreach ( $headers + [ 'Content-Type' => 'application/json' ] as $name => $value ) {
			$request->set_header( $name, $value );
		}
		$request->set_body( (string) \json_encode( (object) $body ) );
		$before   = $this->stores();
		$response = \rest_get_server()->dispatch( $request );
		$status   = \rest_send_allow_header( $response, \rest_get_server(), $request )->get_status();
		if ( $status >= 400 ) {
			self::assertSame( $before, $this->stores(), "{$route} was answered {$status}, and wrote" );
		}
		return $status;
	}

	/** @return array<string, string|null> A checksum of everything that Causeway keeps; tries of a code are counted on purpose. */
	private function stores(): array {
		$sums = [ 'option' => \md5( (string) \json_encode( \get_option( 'causeway' ) ) ) ];
		foreach ( [ 'link', 'outbox', 'archive', 'subject', 'exception', 'exception_subject', 'intent', 'transcript', 'audit', 'return' ] as $table ) {
			$sums[ $table ] = \md5( (string) \json_encode( \array_map( static fn ( array $row ): array => \array_diff_key( $row, [ 'code_tries' => 1 ] ), $this->row( $table ) ) ) );
		}
		return $sums;
	}

	/** @return array<string, mixed> */
	private function pairRequest( string $code ): array {
		return [ 'protocol' => 1, 'code' => $code, 'worker' => self::WORKER ];
	}
}
