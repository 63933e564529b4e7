<?php declare(strict_types=1);
/** How the shop writes numbers, dates and words. */

/** A moment, one second exact, in the shop's time zone. */
class WC_DateTime extends DateTime {
	/** ISO 8601 in the shop's time zone. */
	public function __toString(): string { return $this->format( DATE_ATOM ); }
	/** The timestamp shifted by the zone's offset. */
	public function getOffsetTimestamp(): int { return $this->getTimestamp() + $this->getOffset(); }
	/** The moment in the shop's time zone. */
	public function date( string $format ): string { return gmdate( $format, $this->getOffsetTimestamp() ); }
}

/** A date of the shop from local time, a text with its zone, or `@timestamp`. */
function wc_string_to_datetime( string $text ): WC_DateTime {
	$date = new WC_DateTime( $text, wp_timezone() );
	$date->setTimezone( wp_timezone() );
	return $date;
}

/** The shop's currency. */
function get_woocommerce_currency(): string { return (string) apply_filters( 'woocommerce_currency', get_option( 'woocommerce_currency', 'EUR' ) ); }

/** Digits after the point of a price. */
function wc_get_price_decimals(): int { return absint( get_option( 'woocommerce_price_num_decimals', 2 ) ); }

/** A number as a decimal string: with as many digits as asked for; none asked for, a string keeps its digits and a float loses its zeros. */
function wc_format_decimal( $number, $digits = false, bool $trim = false ): string {
	if ( null === $number || '' === $number ) { return ''; }
	if ( false !== $digits ) {
		$text = number_format( (float) $number, (int) $digits, '.', '' );
	} else {
		$trim = $trim || is_float( $number );
		$text = is_float( $number ) ? sprintf( '%.6F', $number ) : (string) preg_replace( '/[^0-9.\-]/', '', (string) $number );
	}
	return $trim && str_contains( $text, '.' ) ? rtrim( rtrim( $text, '0' ), '.' ) : $text;
}

/** A tax amount rounded to the currency. */
function wc_round_tax_total( $amount ): float { return round( (float) $amount, wc_get_price_decimals() ); }
/** A count of pieces: whole, unless a plugin allows fractions. */
function wc_stock_amount( $amount ): int|float { return apply_filters( 'woocommerce_stock_amount', (int) $amount ); }
/** Whether the text is 'yes', 'true', '1' or their like. */
function wc_string_to_bool( $text ): bool { return true === filter_var( $text, FILTER_VALIDATE_BOOLEAN ); }
/** Text fields made clean, arrays all through. */
function wc_clean( $value ) { return is_array( $value ) ? array_map( 'wc_clean', $value ) : sanitize_text_field( (string) $value ); }

/** The statuses an order can have, each with its label. */
function wc_get_order_statuses(): array {
	$labels = array( 'Pending payment', 'Processing', 'On hold', 'Completed', 'Cancelled', 'Refunded', 'Failed', 'Draft' );
	$keys   = array( 'wc-pending', 'wc-processing', 'wc-on-hold', 'wc-completed', 'wc-cancelled', 'wc-refunded', 'wc-failed', 'wc-checkout-draft' );
	return apply_filters( 'wc_order_statuses', array_combine( $keys, $labels ) );
}

/** A status's label. */
function wc_get_order_status_name( string $status ): string {
	return wc_get_order_statuses()[ 'wc-' . preg_replace( '/^wc-/', '', $status ) ] ?? $status;
}

/** Whether the text is a status with its prefix. */
function wc_is_order_status( string $status ): bool { return isset( wc_get_order_statuses()[ $status ] ); }
/** The statuses that mean paid. */
function wc_get_is_paid_statuses(): array { return apply_filters( 'woocommerce_order_is_paid_statuses', array( 'processing', 'completed' ) ); }
