<?php
declare(strict_types=1);

namespace Causeway\Cli;

use Causeway\Plugin;
use Causeway\ReadModel\OrderFilter;
use Causeway\ReadModel\Tables;

/** The order that somebody means who types `1042`, `#1042` or `order/1042`. */
final class OrderArgument {

	/**
	 * Shops may number their orders otherwise than WooCommerce does; people know the number. `order/1042` is the id.
	 *
	 * @return int The order's id, whether or not there is such an order. What is no order ends the command.
	 */
	public static function id( string $typed ): int {
		$text = OrderFilter::typed( $typed );
		if ( ! \str_starts_with( \trim( $typed ), 'order/' ) ) {
			$rows = ( new Tables( Plugin::instance()->statements() ) )->rows( "SELECT object_id FROM {subject} WHERE order_number = %s AND SUBSTR(subject, 1, 6) = 'order/' LIMIT 10", [ $text ] );
			$ids  = \array_map( static fn ( array $row ): int => (int) $row['object_id'], $rows );
			if ( \count( $ids ) > 1 ) {
				\WP_CLI::error( \sprintf( 'Several orders have the number %s: say which one you mean with %s.', $text, \implode( ' or ', \array_map( static fn ( int $id ): string => "order/{$id}", $ids ) ) ) );
			}
			if ( $ids ) {
				return $ids[0];
			}
		}
		if ( 1 !== \preg_match( '/^[1-9][0-9]{0,17}$/', $text ) ) {
			\WP_CLI::error( \sprintf( 'The shop has no order "%s".', $typed ) );
		}
		return (int) $text;
	}
}
