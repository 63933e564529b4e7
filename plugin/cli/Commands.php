<?php
declare(strict_types=1);

namespace Causeway\Cli;

use Causeway\Outbox\Schema;
use Causeway\Plugin;
use Causeway\Requirements;

/** `wp causeway …`: what of Causeway an administrator with a shell can see and ask for. Works without the worker. */
final class Commands {

	/** Name → class whose `__invoke` runs it; the method's comment is the command's help text. */
	public const ALL = [
		'status'       => StatusCommand::class,
		'why'          => WhyCommand::class,
		'orders'       => OrdersCommand::class,
		'exceptions'   => ExceptionsCommand::class,
		'audit'        => AuditCommand::class,
		'retry'        => RetryCommand::class,
		'sweep'        => SweepCommand::class,
		'pairing-code' => PairingCodeCommand::class,
	];

	public static function register(): void {
		\WP_CLI::add_command( 'causeway', CausewayCommand::class );
		foreach ( self::ALL as $name => $class ) {
			\WP_CLI::add_command( "causeway {$name}", $class, [ 'before_invoke' => self::insist( ... ) ] );
		}
	}

	/** A new version's tables are made by the first one who needs them. */
	private static function insist(): void {
		$missing = Requirements::missing();
		if ( $missing ) {
			\WP_CLI::error( \implode( ' ', $missing ) );
		}
		if ( Schema::VERSION !== Plugin::instance()->settings()->schema() ) {
			Plugin::instance()->migration()->run();
		}
	}
}
