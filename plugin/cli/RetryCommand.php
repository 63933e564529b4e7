<?php
declare(strict_types=1);

namespace Causeway\Cli;

use Causeway\Health\ShopCondition;
use Causeway\Plugin;
use Causeway\ReadModel\CommandDesk;
use Causeway\ReadModel\Refused;

/** `wp causeway retry` */
final class RetryCommand {

	/**
	 * Asks the worker to look at an order again. It sends only what is missing; nothing is sent twice.
	 *
	 * What comes of it shows when the worker has done it: wp causeway why <order>. The request is kept under the name
	 * of --user=<user>, else as WP-CLI's.
	 *
	 * ## OPTIONS
	 *
	 * <order>...
	 * : Numbers of orders; or ids as order/1042.
	 *
	 * ## EXAMPLES
	 *
	 *     wp causeway retry 1042 --user=grace
	 *     wp causeway retry $(wp causeway orders --state=retrying --format=ids)
	 *
	 * @param list<string> $words
	 */
	public function __invoke( array $words ): void {
		$desk    = CommandDesk::of( Plugin::instance() );
		$refused = 0;
		foreach ( $words as $word ) {
			$id = OrderArgument::id( $word );
			try {
				$event = $desk->ofSubject( 'retry', 'order/' . $id, null, null, '', self::by() );
				\WP_CLI::line( "order/{$id}: requested ({$event})" );
			} catch ( Refused $refusal ) {
				++$refused;
				\WP_CLI::warning( "order/{$id}: {$refusal->getMessage()}" );
			}
		}
		$trouble = ShopCondition::of( Plugin::instance() )->trouble();
		if ( null !== $trouble ) {
			\WP_CLI::warning( "{$trouble['title']} {$trouble['text']}" );
		}
		if ( $refused ) {
			\WP_CLI::error( \sprintf( '%d of %d refused.', $refused, \count( $words ) ) );
		}
		\WP_CLI::success( \sprintf( '%d requested.', \count( $words ) ) );
	}

	private static function by(): \WP_User {
		$user = \wp_get_current_user();
		if ( ! $user->exists() ) {
			$user               = new \WP_User();
			$user->display_name = 'WP-CLI';
		}
		return $user;
	}
}
