<?php
declare(strict_types=1);

namespace Causeway\Capture;

/** Numbers as decimal strings (contracts/src/primitives.ts `Decimal`), as WooCommerce wrote them wherever that is valid. */
final class Decimal {

	private const VALID = '/^-?\d{1,15}(\.\d{1,10})?$/D';

	/** Empty and non-numeric values are "0"; more than ten decimals are rounded. */
	public static function of( mixed $value ): string {
		$text = \is_scalar( $value ) ? \trim( (string) $value ) : '';
		if ( \preg_match( self::VALID, $text ) ) {
			return $text;
		}
		if ( ! \is_numeric( $text ) ) {
			return '0';
		}
		$rounded = \number_format( (float) $text, 10, '.', '' );
		$short   = \rtrim( \rtrim( $rounded, '0' ), '.' );
		return '-0' === $short ? '0' : $short;
	}

	/** A refund's lines are negative in WooCommerce; a snapshot says how much came back. */
	public static function positive( mixed $value ): string {
		return \ltrim( self::of( $value ), '-' );
	}
}
