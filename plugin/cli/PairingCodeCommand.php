<?php
declare(strict_types=1);

namespace Causeway\Cli;

use Causeway\Health\Moment;
use Causeway\Health\ShopCondition;
use Causeway\Outbox\Json;
use Causeway\Plugin;
use Causeway\ReadModel\PairingCodeRoute;

/** `wp causeway pairing-code` */
final class PairingCodeCommand {

	/**
	 * Makes a one-time code with which a worker pairs, good for ten minutes. It replaces the code before.
	 *
	 * ## OPTIONS
	 *
	 * [--yes]
	 * : Don't ask when this is a copy of a paired shop, which becomes that shop by pairing.
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
	 *     wp causeway pairing-code
	 *
	 * @param list<string>               $words
	 * @param array<string, bool|string> $flags
	 */
	public function __invoke( array $words, array $flags ): void {
		if ( ShopCondition::of( Plugin::instance() )->isCopy() ) {
			\WP_CLI::confirm( 'This is a copy of a shop that was paired. Pair it only if that shop has moved here; a new shop is declared in wp-admin. Go on?', $flags );
		}
		$made = Answer::find( PairingCodeRoute::class ) ?? [];
		if ( 'json' === ( $flags['format'] ?? 'table' ) ) {
			\WP_CLI::line( Json::encode( $made ) );
			return;
		}
		\WP_CLI::line( 'Run where the worker is installed: ' . Answer::text( $made, 'command' ) );
		\WP_CLI::line( 'Good until ' . Moment::exactly( Answer::number( $made, 'expires_at' ) ?? 0 ) . ', once.' );
	}
}
