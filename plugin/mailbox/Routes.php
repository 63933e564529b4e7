<?php
declare(strict_types=1);

namespace Causeway\Mailbox;

use Causeway\Plugin;

/** `POST /wp-json/causeway/v1/mailbox/{key}/{system}`: where outside systems that can't reach the worker send their webhooks. */
final class Routes {

	public const NAMESPACE = 'causeway/v1';

	/** Systems are named as in the worker's configuration. */
	private const PATH = '/mailbox/(?P<key>[^/]{1,64})/(?P<system>[a-z0-9-]{1,32})';

	public static function register(): void {
		$plugin = Plugin::instance();
		$route  = static fn (): MailboxRoute => $plugin->once( MailboxRoute::class, static fn (): MailboxRoute => MailboxRoute::of( $plugin ) );
		\register_rest_route(
			self::NAMESPACE,
			self::PATH,
			[
				'methods'             => 'POST',
				'permission_callback' => static fn ( \WP_REST_Request $request ): bool|\WP_Error => $route()->admit( $request ),
				'callback'            => static fn ( \WP_REST_Request $request ): \WP_REST_Response => $route()->answer( $request ),
				'show_in_index'       => false,
			]
		);
	}

	/** A part of the address. Not get_param(): a field of that name in the body would win. */
	public static function part( \WP_REST_Request $request, string $name ): string {
		$part = $request->get_url_params()[ $name ] ?? '';
		return \is_string( $part ) ? $part : '';
	}
}
