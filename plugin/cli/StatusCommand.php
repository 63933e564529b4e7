<?php
declare(strict_types=1);

namespace Causeway\Cli;

use Causeway\Health\Facts;
use Causeway\Health\ShopCondition;
use Causeway\Outbox\Json;
use Causeway\Plugin;

/** `wp causeway status` */
final class StatusCommand {

	/**
	 * Shows how the shop stands with its worker: pairing, go-live, what waits.
	 *
	 * Warns when the shop is a copy, was restored from a backup, or when no worker comes for what waits.
	 *
	 * ## OPTIONS
	 *
	 * [--format=<format>]
	 * : How to show it.
	 * ---
	 * default: table
	 * options:
	 *   - table
	 *   - json
	 * ---
	 *
	 * ## EXAMPLES
	 *
	 *     wp causeway status --format=json
	 *
	 * @param list<string>          $words
	 * @param array<string, string> $flags
	 */
	public function __invoke( array $words, array $flags ): void {
		$facts = Facts::of( Plugin::instance() )->all();
		if ( 'json' === ( $flags['format'] ?? 'table' ) ) {
			\WP_CLI::line( Json::encode( \array_map( static fn ( array $fact ): bool|int|string => $fact['value'], $facts ) ) );
		} else {
			$rows = \array_map( static fn ( array $fact ): array => [ 'fact' => $fact['label'], 'value' => $fact['text'] ], \array_values( $facts ) );
			\WP_CLI\Utils\format_items( 'table', $rows, [ 'fact', 'value' ] );
		}
		$trouble = ShopCondition::of( Plugin::instance() )->trouble();
		if ( null !== $trouble ) {
			\WP_CLI::warning( "{$trouble['title']} {$trouble['text']}" );
		}
	}
}
