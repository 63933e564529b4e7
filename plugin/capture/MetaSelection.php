<?php
declare(strict_types=1);

namespace Causeway\Capture;

/** Which meta of an order or item a snapshot carries: what is listed, never a gateway's token, never our own. */
final class MetaSelection {

	/** Inputs of the flow's fraud check (worker/src/flows/order/settings.ts `fraudMetaKeys`); Causeway writes neither. */
	private const BUILT_IN = [ '_causeway_fraud', '_wc_risk_level' ];

	private const NEVER = '/token|secret|passw|card|cvc|cvv|iban|_source_id|client_id|api_key/i';

	/** @param list<string> $keys Listed keys besides the built-in ones. */
	public function __construct( private readonly array $keys ) {}

	/**
	 * @param array<array-key, mixed> $metas Objects of WC_Meta_Data.
	 * @return array<string, mixed> Key → value (a list where the key occurs several times), sorted by key.
	 */
	public function of( array $metas ): array {
		$wanted = \array_flip( [ ...self::BUILT_IN, ...$this->keys ] );
		$values = [];
		foreach ( $metas as $meta ) {
			if ( ! $meta instanceof \WC_Meta_Data || ! \is_string( $meta->key ) ) {
				continue;
			}
			$key = $meta->key;
			if ( isset( $wanted[ $key ] ) && self::mayCross( $key ) ) {
				$values[ $key ][] = self::plain( $meta->value );
			}
		}
		\ksort( $values, SORT_STRING );
		return \array_map( static fn ( array $list ): mixed => 1 === \count( $list ) ? $list[0] : $list, $values );
	}

	public function has( string $key ): bool {
		return \in_array( $key, [ ...self::BUILT_IN, ...$this->keys ], true ) && self::mayCross( $key );
	}

	/**
	 * What a filter added, held to the same rules.
	 *
	 * @param array<array-key, mixed> $values
	 * @return array<string, mixed>
	 */
	public static function checked( array $values ): array {
		$checked = [];
		foreach ( $values as $key => $value ) {
			if ( self::mayCross( (string) $key ) ) {
				$checked[ (string) $key ] = self::plain( $value );
			}
		}
		\ksort( $checked, SORT_STRING );
		return $checked;
	}

	private static function mayCross( string $key ): bool {
		if ( \in_array( $key, self::BUILT_IN, true ) ) {
			return true;
		}
		return ! \str_starts_with( $key, '_causeway' ) && ! \preg_match( self::NEVER, $key );
	}

	/** Scalars and arrays of them; an object that another plugin stored is not ours to unfold. */
	private static function plain( mixed $value ): mixed {
		if ( \is_array( $value ) ) {
			return \array_map( self::plain( ... ), $value );
		}
		return \is_scalar( $value ) ? $value : null;
	}
}
