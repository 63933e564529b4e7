<?php
declare(strict_types=1);

namespace Causeway\Tests\ReadModel;

use Causeway\ReadModel\Routes;
use PHPUnit\Framework\Attributes\DataProvider;

/** Who may call which of the panel's routes. */
final class WhoMayTest extends ReadModelTestCase {

	private const FOR_STAFF          = [ '/orders', '/orders/1', '/exceptions', '/exceptions/internal', '/commands', '/transcripts/order/1', '/transcripts/order/1', '/status' ];
	private const FOR_ADMINISTRATORS = [ '/pairing-code', '/pairing', '/go-live', '/mailbox-key', '/mailbox-key', '/restore', '/new-shop' ];

	/** @return array<string, array{0: string, 1: list<string>}> Role and what it may call. */
	public static function roles(): array {
		return [
			'anonymous'     => [ 'anonymous', [] ],
			'customer'      => [ 'customer', [] ],
			'subscriber'    => [ 'subscriber', [] ],
			'shop manager'  => [ 'shop_manager', self::FOR_STAFF ],
			'administrator' => [ 'administrator', [ ...self::FOR_STAFF, ...self::FOR_ADMINISTRATORS ] ],
		];
	}

	/** @param list<string> $may */
	#[DataProvider( 'roles' )]
	public function test_each_role_may_call_its_routes_and_no_other( string $role, array $may ): void {
		$this->paired();
		$this->as( $role );
		$called = [];
		foreach ( Routes::TABLE as [ $method, $pattern ] ) {
			$path         = \preg_replace( [ '/\(\?P<id>.*\)$/', '/\(\?P<cause>.*\)$/', '/\(\?P<subject>.*\)$/' ], [ '1', 'internal', 'order/1' ], $pattern );
			[ $status ]   = $this->call( $method, (string) $path );
			$called[]     = $path;
			$let_in       = ! \in_array( $status, [ 401, 403 ], true );
			self::assertSame( \in_array( $path, $may, true ), $let_in, "{$method} {$path} as {$role}: {$status}" );
		}
		self::assertSame( [ ...self::FOR_STAFF, ...self::FOR_ADMINISTRATORS ], $called, 'no route is left out here' );
	}

	public function test_a_nonce_opens_nothing(): void {
		$this->as( 'subscriber' );
		$GLOBALS['wp_rest_server'] = null; // phpcs:ignore WordPress.WP.GlobalVariablesOverride
		$request                   = new \WP_REST_Request( 'GET', '/causeway/v1/orders' );
		$request->set_header( 'X-WP-Nonce', \wp_create_nonce( 'wp_rest' ) );
		self::assertSame( 403, \rest_get_server()->dispatch( $request )->get_status() );
	}
}
