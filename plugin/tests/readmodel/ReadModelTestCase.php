<?php
declare(strict_types=1);

namespace Causeway\Tests\ReadModel;

use Causeway\ReadModel\Routes;
use Causeway\Tests\Effects\EffectsTestCase;

/** A test that plays the panel: every call goes through WordPress's REST server, every answer is held to its schema. */
abstract class ReadModelTestCase extends EffectsTestCase {

	protected const KLARNA = [
		'cause'     => 'mapping:payment_method:klarna',
		'category'  => 'mapping',
		'severity'  => 'error',
		'owner'     => 'it',
		'title'     => 'The payment method "klarna" has no row in the mapping',
		'next_step' => 'Add the row, then retry.',
		'detail'    => 'Paid with klarna.',
	];

	protected function setUp(): void {
		// Orders are created at the wall clock's time.
		$this->now = \time() * 1000;
		parent::setUp();
		$this->as( 'shop_manager' );
	}

	protected function tearDown(): void {
		\wp_set_current_user( 0 );
		parent::tearDown();
	}

	/** @param string $role Or `anonymous`, or `looker`: a subscriber who may look at the panel. */
	protected function as( string $role ): \WP_User {
		$given = 'looker' === $role ? 'subscriber' : $role;
		$id    = 'anonymous' === $role ? 0 : \wp_insert_user( [ 'user_login' => 'p-' . $role . '-' . \wp_generate_password( 6, false ), 'display_name' => 'Grace Hopper', 'user_pass' => \wp_generate_password(), 'role' => $given ] );
		self::assertIsInt( $id );
		$user = \wp_set_current_user( $id );
		if ( 'looker' === $role ) {
			$user->add_cap( Routes::LOOK );
		}
		return $user;
	}

	/**
	 * @param array<string, mixed> $query
	 * @return \stdClass The answer; it was good and as its schema says.
	 */
	protected function get( string $path, array $query = [] ): \stdClass {
		return $this->good( 'GET', $path, $query );
	}

	/** @param array<string, mixed> $given */
	protected function good( string $method, string $path, array $given = [] ): \stdClass {
		[ $status, $body ] = $this->call( $method, $path, $given );
		self::assertContains( $status, [ 200, 202 ], (string) \json_encode( $body ) );
		$schema = $this->schemaOf( $path );
		$valid  = \rest_validate_value_from_schema( \json_decode( (string) \json_encode( $body ), true ), $schema, $schema['title'] );
		self::assertTrue( $valid, \is_wp_error( $valid ) ? $valid->get_error_message() : '' );
		self::assertSame( [], \array_diff( \array_keys( $schema['properties'] ), \array_keys( (array) $body ) ), 'the schema names what is there' );
		return $body;
	}

	/**
	 * @param array<string, mixed> $given Query of a GET, body of the others.
	 * @return array{0: int, 1: mixed} Status and answer as the panel decodes it.
	 */
	protected function call( string $method, string $path, array $given = [] ): array {
		$GLOBALS['wp_rest_server'] = null; // phpcs:ignore WordPress.WP.GlobalVariablesOverride
		$request                   = new \WP_REST_Request( $method, '/causeway/v1' . $path );
		if ( 'GET' === $method ) {
			// As PHP reads a query: everything is text.
			\parse_str( \http_build_query( $given ), $query );
			$request->set_query_params( $query );
		} else {
			$request->set_header( 'Content-Type', 'application/json' );
			$request->set_body( (string) \json_encode( (object) $given ) );
		}
		$response = \rest_get_server()->dispatch( $request );
		return [ $response->get_status(), \json_decode( (string) \json_encode( $response->get_data() ) ) ];
	}

	/** An order of which the worker has told something. */
	protected function told( array $mirror = [], string $status = 'processing' ): \WC_Order {
		$order = $this->knownOrder( $status );
		$this->apply( [ $this->mirror( $this->key( $order ), $mirror ) ] );
		return $order;
	}

	/** @return list<int> */
	protected function ids( \stdClass $answer ): array {
		return \array_column( $answer->orders, 'order_id' );
	}

	/** @return array<string, mixed> */
	private function schemaOf( string $path ): array {
		foreach ( \rest_get_server()->get_routes( 'causeway/v1' ) as $pattern => $handlers ) {
			if ( \preg_match( '@^' . $pattern . '$@i', '/causeway/v1' . $path ) ) {
				return \rest_get_server()->get_route_options( $pattern )['schema']();
			}
		}
		self::fail( "no route for {$path}" );
	}
}
