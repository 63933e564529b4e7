<?php
declare(strict_types=1);

namespace Causeway\Exchange;

/** TLS, or a shop that nobody can reach from outside this machine. */
final class Transport {

	/**
	 * X-Forwarded-Proto is believed on purpose: it guards an honest worker against a shop without TLS, and one
	 * that forges it betrays only its own token.
	 *
	 * @throws Refusal `causeway_insecure`
	 */
	public static function insist( \WP_REST_Request $request ): void {
		if ( ! self::isLocal() && ! \is_ssl() && 'https' !== $request->get_header( 'x_forwarded_proto' ) ) {
			throw new Refusal( 'causeway_insecure', 'This shop was reached without TLS. Use its https:// address; plain http:// is for shops on the same machine only.' );
		}
	}

	public static function shopIsSecure(): bool {
		return self::isLocal() || 'https' === \wp_parse_url( ShopIdentity::home(), PHP_URL_SCHEME );
	}

	private static function isLocal(): bool {
		$host = \strtolower( \trim( (string) \wp_parse_url( ShopIdentity::home(), PHP_URL_HOST ), '[]' ) );
		return 'localhost' === $host || \str_ends_with( $host, '.localhost' ) || '::1' === $host
			|| ( \str_starts_with( $host, '127.' ) && false !== \filter_var( $host, FILTER_VALIDATE_IP, FILTER_FLAG_IPV4 ) );
	}
}
