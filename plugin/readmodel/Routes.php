<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Plugin;

/**
 * The panel's routes, with who may call each. A route's class is loaded when it is called: every REST request of the
 * shop comes by here.
 */
final class Routes {

	public const NAMESPACE = 'causeway/v1';

	/** Seeing, and asking the worker for something. */
	private const STAFF = 'manage_woocommerce';

	/** Deciding which worker serves the shop, since when, and which shop it is. */
	private const ADMINISTRATOR = 'manage_options';

	/** @var list<array{string, string, class-string<Route<covariant array<string, mixed>>>, string}> Method, path, class, capability. */
	public const TABLE = [
		[ 'GET', '/orders', OrdersRoute::class, self::STAFF ],
		[ 'GET', '/orders/(?P<id>[1-9][0-9]{0,17})', OrderRoute::class, self::STAFF ],
		[ 'GET', '/exceptions', ExceptionsRoute::class, self::STAFF ],
		[ 'GET', '/exceptions/(?P<cause>[A-Za-z0-9._/:-]{1,96})', ExceptionRoute::class, self::STAFF ],
		[ 'POST', '/commands', CommandsRoute::class, self::STAFF ],
		[ 'GET', '/transcripts/(?P<subject>[a-z]{1,16}/[A-Za-z0-9._-]{1,40})', TranscriptRoute::class, self::STAFF ],
		[ 'POST', '/transcripts/(?P<subject>[a-z]{1,16}/[A-Za-z0-9._-]{1,40})', TranscriptRequestRoute::class, self::STAFF ],
		[ 'GET', '/returns', ReturnsRoute::class, self::STAFF ],
		[ 'POST', '/return-requests', ReturnRequestRoute::class, self::STAFF ],
		[ 'GET', '/returns/(?P<key>[A-Za-z0-9.-]{1,57})', ReturnRoute::class, self::STAFF ],
		[ 'DELETE', '/return-requests/(?P<id>[1-9][0-9]{0,17})', ReturnWithdrawalRoute::class, self::STAFF ],
		[ 'GET', '/stock', StockRoute::class, self::STAFF ],
		[ 'GET', '/audit', AuditRoute::class, self::STAFF ],
		[ 'GET', '/status', StatusRoute::class, self::STAFF ],
		[ 'POST', '/pairing-code', PairingCodeRoute::class, self::ADMINISTRATOR ],
		[ 'DELETE', '/pairing', PairingRoute::class, self::ADMINISTRATOR ],
		[ 'POST', '/go-live', GoLiveRoute::class, self::ADMINISTRATOR ],
		[ 'GET', '/mailbox-key', MailboxKeyRoute::class, self::ADMINISTRATOR ],
		[ 'POST', '/mailbox-key', MailboxRenewalRoute::class, self::ADMINISTRATOR ],
		[ 'POST', '/restore', RestoreRoute::class, self::ADMINISTRATOR ],
		[ 'POST', '/new-shop', NewShopRoute::class, self::ADMINISTRATOR ],
	];

	public static function register(): void {
		$plugin = Plugin::instance();
		foreach ( self::TABLE as [ $method, $path, $class, $capability ] ) {
			$route = static fn (): Route => $class::of( $plugin );
			\register_rest_route(
				self::NAMESPACE,
				$path,
				[
					[
						'methods'             => $method,
						'permission_callback' => static fn (): bool => \current_user_can( $capability ),
						'callback'            => static fn ( \WP_REST_Request $request ): \WP_REST_Response|\WP_Error => $route()->handle( $request ),
						'show_in_index'       => false,
					],
					'schema' => static fn (): array => $route()->schema(),
				]
			);
		}
	}
}
