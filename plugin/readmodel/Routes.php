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

	/** Seeing only: no role has it by itself, and whoever may ask may look. */
	public const LOOK = 'causeway_look';

	/** Deciding which worker serves the shop, since when, and which shop it is. */
	private const ADMINISTRATOR = 'manage_options';

	/** @var list<array{string, string, class-string<Route<covariant array<string, mixed>>>, string}> Method, path, class, capability. */
	public const TABLE = [
		[ 'GET', '/orders', OrdersRoute::class, self::LOOK ],
		[ 'GET', '/orders/(?P<id>[1-9][0-9]{0,17})', OrderRoute::class, self::LOOK ],
		[ 'GET', '/exceptions', ExceptionsRoute::class, self::LOOK ],
		[ 'GET', '/exceptions/(?P<cause>[A-Za-z0-9._/:-]{1,96})', ExceptionRoute::class, self::LOOK ],
		[ 'POST', '/commands', CommandsRoute::class, self::STAFF ],
		[ 'GET', '/transcripts/(?P<subject>[a-z]{1,16}/[A-Za-z0-9._-]{1,40})', TranscriptRoute::class, self::LOOK ],
		[ 'POST', '/transcripts/(?P<subject>[a-z]{1,16}/[A-Za-z0-9._-]{1,40})', TranscriptRequestRoute::class, self::STAFF ],
		[ 'GET', '/returns', ReturnsRoute::class, self::LOOK ],
		[ 'POST', '/return-requests', ReturnRequestRoute::class, self::STAFF ],
		[ 'GET', '/returns/(?P<key>[A-Za-z0-9.-]{1,57})', ReturnRoute::class, self::LOOK ],
		[ 'DELETE', '/return-requests/(?P<id>[1-9][0-9]{0,17})', ReturnWithdrawalRoute::class, self::STAFF ],
		[ 'GET', '/stock', StockRoute::class, self::LOOK ],
		[ 'GET', '/audit', AuditRoute::class, self::LOOK ],
		[ 'GET', '/status', StatusRoute::class, self::LOOK ],
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
						'permission_callback' => static fn (): bool => \current_user_can( $capability ) || ( self::LOOK === $capability && \current_user_can( self::STAFF ) ),
						'callback'            => static fn ( \WP_REST_Request $request ): \WP_REST_Response|\WP_Error => $route()->handle( $request ),
						'show_in_index'       => false,
					],
					'schema' => static fn (): array => $route()->schema(),
				]
			);
		}
	}
}
