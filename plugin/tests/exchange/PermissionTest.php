<?php
declare(strict_types=1);

namespace Causeway\Tests\Exchange;

/** Every route of Causeway refuses who has no business with it, whatever is sent. */
final class PermissionTest extends ExchangeTestCase {

	public function test_every_route_refuses_anonymous_customers_and_subscribers(): void {
		$this->paired();
		$bodies = [ '', '{}', (string) \json_encode( $this->request() ), (string) \json_encode( [ 'protocol' => 1, 'code' => 'AAAA', 'worker' => self::WORKER ] ) ];
		$called = [];
		foreach ( [ 'anonymous', 'customer', 'subscriber' ] as $role ) {
			$user = 'anonymous' === $role ? 0 : \wp_insert_user( [ 'user_login' => "a-{$role}", 'user_pass' => \wp_generate_password(), 'role' => $role ] );
			self::assertIsInt( $user );
			\wp_set_current_user( $user );
			foreach ( $this->routes() as [ $method, $path ] ) {
				foreach ( $bodies as $body ) {
					$request = new \WP_REST_Request( $method, $path );
					$request->set_header( 'Content-Type', 'application/json' );
					$request->set_body( $body );
					$status = \rest_get_server()->dispatch( $request )->get_status();
					// Without the mailbox's key there is no such route.
					$refusals = \str_contains( $path, '/mailbox/' ) ? [ 404 ] : [ 400, 401, 403 ];
					self::assertContains( $status, $refusals, "{$method} {$path} as {$role}: {$status}" );
				}
				$called[ $path ] = true;
			}
		}
		\wp_set_current_user( 0 );
		self::assertArrayHasKey( '/causeway/v1/exchange', $called );
		self::assertArrayHasKey( '/causeway/v1/pair', $called );
		self::assertSame( 0, $this->link()->leaseEpoch );
	}

	/** @return list<array{0: string, 1: string}> Method and path, with a value for each parameter in the path. */
	private function routes(): array {
		$GLOBALS['wp_rest_server'] = null; // phpcs:ignore WordPress.WP.GlobalVariablesOverride
		$routes                    = [];
		foreach ( \rest_get_server()->get_routes( 'causeway/v1' ) as $pattern => $handlers ) {
			if ( '/causeway/v1' === $pattern ) {
				continue; // WordPress's own index of the namespace.
			}
			foreach ( $handlers as $handler ) {
				self::assertIsCallable( $handler['permission_callback'] ?? null, "{$pattern} has a permission callback" );
				self::assertNotSame( '__return_true', $handler['permission_callback'], $pattern );
				foreach ( \array_keys( $handler['methods'] ) as $method ) {
					$routes[] = [ $method, (string) \preg_replace( [ '/\(\?P<subject>.*\)$/', '/\(\?P<[^>]+>.*?\)+(?=\/|$)/' ], [ 'order/1', '1' ], $pattern ) ];
				}
			}
		}
		return $routes;
	}
}
