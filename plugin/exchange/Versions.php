<?php
declare(strict_types=1);

namespace Causeway\Exchange;

/**
 * Which workers this plugin speaks with, and whether they speak with it.
 *
 * @phpstan-import-type Worker from Wire
 */
final class Versions {

	/** contracts/src/exchange.ts `PROTOCOL`. */
	public const PROTOCOL = 1;

	/** Workers from `min` (included) to `below` (excluded). */
	public const WORKER = [
		'min'   => '0.1.0',
		'below' => '0.2.0',
	];

	/**
	 * @param Worker $worker `plugin` is the range that it accepts.
	 * @throws Refusal `causeway_version`, with both versions.
	 */
	public static function insist( int $protocol, object $worker, string $plugin = \Causeway\VERSION ): void {
		if ( self::PROTOCOL !== $protocol ) {
			self::refuse( "the plugin (version {$plugin}) speaks exchange " . self::PROTOCOL . ", the worker (version {$worker->version}) exchange {$protocol}" );
		}
		if ( ! self::within( $worker->version, self::WORKER['min'], self::WORKER['below'] ) ) {
			self::refuse( "the plugin (version {$plugin}) needs a worker from " . self::WORKER['min'] . ' to below ' . self::WORKER['below'] . ", this one is {$worker->version}" );
		}
		if ( ! self::within( $plugin, $worker->plugin->min, $worker->plugin->below ) ) {
			self::refuse( "the worker (version {$worker->version}) needs a plugin from {$worker->plugin->min} to below {$worker->plugin->below}, this one is {$plugin}" );
		}
	}

	/** @return array{version: string, worker: array{min: string, below: string}} */
	public static function wire(): array {
		return [
			'version' => \Causeway\VERSION,
			'worker'  => self::WORKER,
		];
	}

	private static function within( string $version, string $min, string $below ): bool {
		return \version_compare( $version, $min, '>=' ) && \version_compare( $version, $below, '<' );
	}

	private static function refuse( string $why ): never {
		throw new Refusal( 'causeway_version', "Plugin and worker do not fit: {$why}. Update the older of the two.", [ 'plugin' => \Causeway\VERSION ] );
	}
}
