<?php
declare(strict_types=1);

namespace Causeway\Cli;

use Causeway\Admin\StateWords;
use Causeway\Health\Moment;
use Causeway\Outbox\Json;
use Causeway\ReadModel\OrderRoute;

/** `wp causeway why` */
final class WhyCommand {

	/**
	 * Says where an order is, and why: each gate, which it passed, which it waits at, for what, until when.
	 *
	 * It answers for every order of the shop, also one that the worker has never seen. `causeway why` where the worker
	 * runs asks the worker itself.
	 *
	 * ## OPTIONS
	 *
	 * <order>
	 * : The order's number; or its id as order/1042.
	 *
	 * [--format=<format>]
	 * : How to show it. JSON has the order's timeline, too; instants in milliseconds since 1970.
	 * ---
	 * default: table
	 * options:
	 *   - table
	 *   - json
	 * ---
	 *
	 * ## EXAMPLES
	 *
	 *     wp causeway why 1042
	 *
	 * @param list<string>          $words
	 * @param array<string, string> $flags
	 */
	public function __invoke( array $words, array $flags ): void {
		$order = Answer::find( OrderRoute::class, [ 'id' => OrderArgument::id( $words[0] ) ] );
		if ( null === $order ) {
			\WP_CLI::error( \sprintf( 'The shop has no order "%s".', $words[0] ) );
		}
		if ( 'json' === ( $flags['format'] ?? 'table' ) ) {
			\WP_CLI::line( Json::encode( $order ) );
			return;
		}
		foreach ( self::lines( $order ) as $line ) {
			\WP_CLI::line( $line );
		}
		self::gates( Answer::listOf( $order['gates'] ?? [] ) );
		foreach ( Answer::listOf( $order['exception_list'] ?? [] ) as $exception ) {
			\WP_CLI::line( 'Needs a person: ' . Answer::text( $exception, 'title' ) . ' — ' . Answer::text( $exception, 'next_step' ) );
		}
	}

	/**
	 * @param array<string, mixed> $order
	 * @return list<string>
	 */
	private static function lines( array $order ): array {
		$since   = Answer::number( $order, 'since' );
		$waiting = Answer::text( $order, 'waiting_for' );
		$numbers = \array_filter( [ 'ERP number' => Answer::text( $order, 'erp_number' ), 'external id' => Answer::text( $order, 'external_id' ) ] );
		$lines   = [
			\sprintf( 'Order #%s: %s%s. %s', Answer::text( $order, 'number' ), StateWords::label( Answer::text( $order, 'state' ) ), null === $since ? '' : ' since ' . Moment::exactly( $since ), Answer::text( $order, 'reason' ) ),
			'' === $waiting ? '' : "Waiting for {$waiting}.",
		];
		foreach ( $numbers as $name => $number ) {
			$lines[] = "{$name}: {$number}";
		}
		return \array_values( \array_filter( \array_map( 'trim', $lines ) ) );
	}

	/** @param list<array<string, mixed>> $gates */
	private static function gates( array $gates ): void {
		$instant = static fn ( ?int $at ): string => null === $at ? '' : Moment::exactly( $at );
		$rows    = \array_map(
			static fn ( array $gate ): array => [
				'gate'   => Answer::text( $gate, 'label' ),
				'status' => Answer::text( $gate, 'status' ),
				'since'  => $instant( Answer::number( $gate, 'at' ) ),
				'until'  => $instant( Answer::number( $gate, 'until' ) ),
				'detail' => Answer::text( $gate, 'detail' ),
			],
			$gates
		);
		if ( $rows ) {
			\WP_CLI\Utils\format_items( 'table', $rows, [ 'gate', 'status', 'since', 'until', 'detail' ] );
		}
	}
}
