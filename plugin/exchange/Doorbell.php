<?php
declare(strict_types=1);

namespace Causeway\Exchange;

/** Where the shop may poke its worker after a capture; told by the worker itself. */
final class Doorbell {

	/** The option it is kept in is loaded by every request. */
	private const LENGTH_MAX = 300;

	/** @throws Refusal `causeway_invalid` */
	public static function insist( ?string $url ): void {
		if ( null === $url ) {
			return;
		}
		if ( ! \in_array( \strtolower( (string) \wp_parse_url( $url, PHP_URL_SCHEME ) ), [ 'http', 'https' ], true ) || ! \wp_parse_url( $url, PHP_URL_HOST ) || \strlen( $url ) > self::LENGTH_MAX ) {
			throw new Refusal( 'causeway_invalid', 'doorbell: must be an http:// or https:// address of at most ' . self::LENGTH_MAX . ' characters.', [ 'paths' => [ 'doorbell' ] ] );
		}
	}
}
