<?php
declare(strict_types=1);

namespace Causeway\Cli;

use Causeway\Health\Moment;
use Causeway\Outbox\Json;
use Causeway\ReadModel\OrdersRoute;

/** `wp causeway orders` */
final class OrdersCommand {

	private const FIELDS = [ 'order_id', 'number', 'state', 'since', 'waiting_for', 'erp_number', 'external_id', 'reason' ];

	/**
	 * Lists captured orders, newest first, each with its one state and one reason.
	 *
	 * ## OPTIONS
	 *
	 * [--state=<states>]
	 * : Only orders in these states, such as held,needs_attention,captured.
	 *
	 * [--open]
	 * : Only orders that are still under way.
	 *
	 * [--exceptions]
	 * : Only orders with an open exception.
	 *
	 * [--search=<text>]
	 * : By number, id, ERP number or external id.
	 *
	 * [--page=<page>]
	 * : Which page.
	 * ---
	 * default: 1
	 * ---
	 *
	 * [--per-page=<count>]
	 * : Orders a page, at most 100.
	 * ---
	 * default: 25
	 * ---
	 *
	 * [--format=<format>]
	 * : How to show it. JSON has instants in milliseconds since 1970.
	 * ---
	 * default: table
	 * options:
	 *   - table
	 *   - json
	 *   - csv
	 *   - ids
	 *   - count
	 * ---
	 *
	 * ## EXAMPLES
	 *
	 *     wp causeway orders --state=held,needs_attention
	 *     wp causeway orders --open --format=count
	 *
	 * @param list<string>               $words
	 * @param array<string, bool|string> $flags
	 */
	public function __invoke( array $words, array $flags ): void {
		$given  = \array_intersect_key( $flags, [ 'open' => 1, 'exceptions' => 1, 'search' => 1, 'page' => 1 ] );
		$states = \is_string( $flags['state'] ?? null ) ? \array_map( 'trim', \explode( ',', $flags['state'] ) ) : [];
		$found  = Answer::find( OrdersRoute::class, $given + [ 'state' => $states, 'per_page' => $flags['per-page'] ?? 25 ] ) ?? [];
		$orders = Answer::listOf( $found['orders'] ?? [] );
		switch ( $flags['format'] ?? 'table' ) {
			case 'json':
				\WP_CLI::line( Json::encode( $orders ) );
				break;
			case 'ids':
				\WP_CLI::line( \implode( ' ', \array_map( static fn ( array $order ): string => 'order/' . Answer::text( $order, 'order_id' ), $orders ) ) );
				break;
			case 'count':
				\WP_CLI::line( Answer::text( $found, 'total' ) );
				break;
			default:
				\WP_CLI\Utils\format_items( 'csv' === ( $flags['format'] ?? '' ) ? 'csv' : 'table', \array_map( self::row( ... ), $orders ), self::FIELDS );
		}
	}

	/**
	 * @param array<string, mixed> $order
	 * @return array<string, string>
	 */
	private static function row( array $order ): array {
		$row = [];
		foreach ( self::FIELDS as $field ) {
			$row[ $field ] = Answer::text( $order, $field );
		}
		$since = Answer::number( $order, 'since' );
		return [ 'since' => null === $since ? '' : Moment::exactly( $since ) ] + $row;
	}
}
