<?php
declare(strict_types=1);

namespace Causeway\Cli;

use Causeway\Health\Moment;
use Causeway\Outbox\Json;
use Causeway\ReadModel\AuditList;
use Causeway\ReadModel\AuditRoute;

/** `wp causeway audit` */
final class AuditCommand {

	private const FIELDS = [ 'at', 'actor', 'action', 'order', 'about', 'before', 'after', 'why' ];

	/** What a spreadsheet would take for a formula. */
	private const FORMULA = '/^[=+\-@\t\r]/';

	/**
	 * Lists who changed what, when and why, the newest first.
	 *
	 * ## OPTIONS
	 *
	 * [--order=<order>]
	 * : Only of this order: its number or id.
	 *
	 * [--actor=<actor>]
	 * : Only what causeway, operator (a command line) or user:<id> did.
	 *
	 * [--action=<action>]
	 * : Only this, such as order_skipped or go_live.
	 *
	 * [--since=<date>]
	 * : Only from this day on, as 2026-11-30, or an instant as 2026-11-30T08:00:00Z. Days are the shop's.
	 *
	 * [--until=<date>]
	 * : Only before this day or instant.
	 *
	 * [--limit=<count>]
	 * : So many lines.
	 * ---
	 * default: 100
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
	 * ---
	 *
	 * ## EXAMPLES
	 *
	 *     wp causeway audit --order=1042
	 *     wp causeway audit --since=2026-11-01 --limit=100000 --format=csv
	 *
	 * @param list<string>          $words
	 * @param array<string, string> $flags
	 */
	public function __invoke( array $words, array $flags ): void {
		$filter = \array_intersect_key( $flags, [ 'order' => 1, 'actor' => 1, 'action' => 1 ] );
		foreach ( [ 'since' => 'from', 'until' => 'until' ] as $flag => $parameter ) {
			if ( isset( $flags[ $flag ] ) ) {
				$filter[ $parameter ] = self::instant( $flags[ $flag ] );
			}
		}
		$entries = self::entries( $filter, \max( 1, (int) ( $flags['limit'] ?? 100 ) ) );
		if ( 'json' === ( $flags['format'] ?? 'table' ) ) {
			\WP_CLI::line( Json::encode( $entries ) );
			return;
		}
		$csv = 'csv' === ( $flags['format'] ?? '' );
		\WP_CLI\Utils\format_items( $csv ? 'csv' : 'table', \array_map( static fn ( array $entry ): array => self::row( $entry, $csv ), $entries ), self::FIELDS );
	}

	/**
	 * @param array<string, int|string> $filter
	 * @return list<array<string, mixed>>
	 */
	private static function entries( array $filter, int $limit ): array {
		$entries = [];
		$before  = [];
		do {
			$page    = Answer::find( AuditRoute::class, $filter + $before + [ 'per_page' => \min( $limit - \count( $entries ), AuditList::PAGE_MAX ) ] ) ?? [];
			$entries = [ ...$entries, ...Answer::listOf( $page['entries'] ?? [] ) ];
			$next    = Answer::number( $page, 'next' );
			$before  = [ 'before' => $next ];
		} while ( null !== $next && \count( $entries ) < $limit );
		return $entries;
	}

	/** Epoch ms of a day of the shop or of an instant. */
	private static function instant( string $typed ): int {
		try {
			return ( new \DateTimeImmutable( $typed, \wp_timezone() ) )->getTimestamp() * 1000;
		} catch ( \Exception ) {
			\WP_CLI::error( "\"{$typed}\" is no date, such as 2026-11-30." );
		}
	}

	/**
	 * @param array<string, mixed> $entry
	 * @return array<string, string>
	 */
	private static function row( array $entry, bool $csv ): array {
		$row = [ 'at' => Moment::exactly( Answer::number( $entry, 'at' ) ?? 0 ) ];
		foreach ( [ 'actor' => 'actor_name', 'action' => 'action', 'order' => 'number', 'about' => 'about', 'before' => 'before', 'after' => 'after', 'why' => 'why' ] as $field => $of ) {
			$text          = Answer::text( $entry, $of );
			$row[ $field ] = $csv && \preg_match( self::FORMULA, $text ) ? "'" . $text : $text;
		}
		return $row;
	}
}
