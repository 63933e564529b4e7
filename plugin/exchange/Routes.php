<?php
declare(strict_types=1);

namespace Causeway\Exchange;

use Causeway\Plugin;

/** The worker's routes. A route's object is made when it is called: every REST request of the shop comes by here. */
final class Routes {

	private const NAMESPACE = 'causeway/v1';

	public static function register(): void {
		$plugin = Plugin::instance();
		self::route( '/exchange', 'exchange-request', static fn (): ExchangeRoute => $plugin->once( ExchangeRoute::class, static fn (): ExchangeRoute => new ExchangeRoute( $plugin->links(), $plugin->exchange( ... ) ) ) );
		self::route( '/pair', 'pair-request', static fn (): PairRoute => $plugin->once( PairRoute::class, static fn (): PairRoute => new PairRoute( $plugin->links(), $plugin->pairing(), $plugin->shopIdentity(), $plugin->audit() ) ) );
	}

	/** @param array<string, mixed> $body */
	public static function response( array $body ): \WP_REST_Response {
		return new \WP_REST_Response( $body, 200, [ 'Cache-Control' => 'no-store' ] );
	}

	/**
	 * @param non-falsy-string                       $path
	 * @param string                                 $schema What the request must look like: `schema/<name>.json`.
	 * @param \Closure(): (ExchangeRoute|PairRoute) $route
	 */
	private static function route( string $path, string $schema, \Closure $route ): void {
		\register_rest_route(
			self::NAMESPACE,
			$path,
			[
				'methods'             => 'POST',
				'permission_callback' => static fn ( \WP_REST_Request $request ): bool|\WP_Error => $route()->admit( $request ),
				'callback'            => static fn (): \WP_REST_Response|\WP_Error => $route()->answer(),
				'show_in_index'       => false,
				'schema'              => static fn (): array => (array) \json_decode( (string) \file_get_contents( __DIR__ . "/schema/{$schema}.json" ), true ),
			]
		);
	}
}
