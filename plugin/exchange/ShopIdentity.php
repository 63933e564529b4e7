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
		return self::hash( self::home() );
	}

	/** The shop's own address. */
	public static function home(): string {
		$home = \get_option( 'home' );
		return \is_string( $home ) ? $home : '';
	}

	public function environment(): string {
		return \wp_get_environment_type();
	}

	/** Address and environment in 16 hex digits. */
	public function mark(): string {
		return \substr( \hash( 'sha256', $this->homeHash() . $this->environment() ), 0, 16 );
	}

	/** Whether the shop that was paired is this one. */
	public function isThatOf( Link $link ): bool {
		return \hash_equals( $link->homeHash, $this->homeHash() ) && $link->environment === $this->environment();
	}

	/**
	 * Whether this is a copy of a shop that is or was paired elsewhere: also once its pairing was revoked, for its tables
	 * still are those of the other shop.
	 */
	public function isCopy( Link $link ): bool {
		return '' !== $link->homeHash && ! $this->isThatOf( $link );
	}

	/** Whether an address is this shop's, however it was typed: with or without slash at the end, http or https. */
	public function isHome( string $address ): bool {
		return \hash_equals( $this->homeHash(), self::hash( $address ) );
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

	private static function hash( string $address ): string {
		$home = \wp_parse_url( \trim( $address ) );
		$home = \is_array( $home ) ? $home : [];
		$port = isset( $home['port'] ) ? ':' . $home['port'] : '';
		return \hash( 'sha256', \strtolower( $home['host'] ?? '' ) . $port . \rtrim( $home['path'] ?? '', '/' ) );
	}
}
