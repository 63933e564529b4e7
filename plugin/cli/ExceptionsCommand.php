<?php
declare(strict_types=1);

namespace Causeway\Cli;

use Causeway\Health\Moment;
use Causeway\Outbox\Json;
use Causeway\ReadModel\ExceptionsRoute;

/** `wp causeway exceptions` */
final class ExceptionsCommand {

	private const FIELDS = [ 'cause', 'severity', 'owner', 'status', 'orders', 'opened', 'title', 'next_step' ];

	/**
	 * Lists what needs a person, worst first: one line a cause, with the number of orders that share it.
	 *
	 * ## OPTIONS
	 *
	 * [--status=<statuses>]
	 * : Any of open, acknowledged, resolved, ignored.
	 * ---
	 * default: open,acknowledged
	 * ---
	 *
	 * [--owner=<owner>]
	 * : Only those of it, fulfilment, finance or support.
	 *
	 * [--format=<format>]
	 * : How to show it. JSON has instants in milliseconds since 1970.
	 * ---
	 * default: table
	 * options:
	 *   - table
	 *   - json
	 *   - csv
	 *   - count
	 * ---
	 *
	 * ## EXAMPLES
	 *
	 *     wp causeway exceptions --owner=it
	 *
	 * @param list<string>          $words
	 * @param array<string, string> $flags
	 */
	public function __invoke( array $words, array $flags ): void {
		$statuses   = \array_map( 'trim', \explode( ',', $flags['status'] ?? 'open,acknowledged' ) );
		$found      = Answer::find( ExceptionsRoute::class, [ 'status' => $statuses, 'owner' => $flags['owner'] ?? '' ] ) ?? [];
		$exceptions = Answer::listOf( $found['exceptions'] ?? [] );
		switch ( $flags['format'] ?? 'table' ) {
			case 'json':
				\WP_CLI::line( Json::encode( $exceptions ) );
				break;
			case 'count':
				\WP_CLI::line( Answer::text( $found, 'total' ) );
				break;
			default:
				\WP_CLI\Utils\format_items( 'csv' === ( $flags['format'] ?? '' ) ? 'csv' : 'table', \array_map( self::row( ... ), $exceptions ), self::FIELDS );
		}
	}

	/**
	 * @param array<string, mixed> $exception
	 * @return array<string, string>
	 */
	private static function row( array $exception ): array {
		$row = [];
		foreach ( self::FIELDS as $field ) {
			$row[ $field ] = Answer::text( $exception, 'orders' === $field ? 'subjects' : $field );
		}
		return [ 'opened' => Moment::exactly( Answer::number( $exception, 'opened_at' ) ?? 0 ) ] + $row;
	}
}
