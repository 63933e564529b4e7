<?php
declare(strict_types=1);

namespace Causeway\Exchange;

/** Which shop this is: what tells the shop that was paired from a copy of its database elsewhere. */
final class ShopIdentity {

	/**
	 * SHA-256 of the home URL's host, port and path. Not of its scheme: moving to https makes no other shop.
	 * The option, not home_url(): plugins for languages filter that by the request.
	 */
	public function homeHash(): string {
		$home = \wp_parse_url( self::home() );
		$home = \is_array( $home ) ? $home : [];
		$port = isset( $home['port'] ) ? ':' . $home['port'] : '';
		return \hash( 'sha256', \strtolower( $home['host'] ?? '' ) . $port . \rtrim( $home['path'] ?? '', '/' ) );
	}

	/** The shop's own address. */
	public static function home(): string {
		$home = \get_option( 'home' );
		return \is_string( $home ) ? $home : '';
	}

	public function environment(): string {
		return \wp_get_environment_type();
	}

	/** Whether the shop that was paired is this one. */
	public function isThatOf( Link $link ): bool {
		return \hash_equals( $link->homeHash, $this->homeHash() ) && $link->environment === $this->environment();
	}

	/** @return array{id: string, incarnation: int, home_hash: string, environment: string} contracts/src/exchange.ts `ShopIdentity`. */
	public function wire( Link $link ): array {
		return [
			'id'          => $link->shopId,
			'incarnation' => $link->incarnation,
			'home_hash'   => $this->homeHash(),
			'environment' => $this->environment(),
		];
	}
}
