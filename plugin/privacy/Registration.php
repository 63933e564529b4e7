<?php
declare(strict_types=1);

namespace Causeway\Privacy;

use Causeway\Plugin;

/** Makes Causeway part of WordPress's personal data export and erasure (Tools, in wp-admin). */
final class Registration {

	public const ID = 'causeway-orders';

	public static function register(): void {
		\add_filter( 'wp_privacy_personal_data_exporters', self::exporters( ... ) );
		\add_filter( 'wp_privacy_personal_data_erasers', self::erasers( ... ) );
	}

	/**
	 * @param array<string, mixed> $exporters
	 * @return array<string, mixed>
	 */
	public static function exporters( array $exporters ): array {
		$exporters[ self::ID ] = [
			'exporter_friendly_name' => \__( 'Causeway: orders on their way to the back office', 'causeway' ),
			'callback'               => static fn ( string $email, int $page = 1 ): array => ( new Exporter( self::kept(), self::returns() ) )->page( $email, $page ),
		];
		return $exporters;
	}

	/**
	 * Ours goes first: once WooCommerce has anonymised an order, nobody finds it by the e-mail address any more.
	 *
	 * @param array<string, mixed> $erasers
	 * @return array<string, mixed>
	 */
	public static function erasers( array $erasers ): array {
		return [
			self::ID => [
				'eraser_friendly_name' => \__( 'Causeway: orders on their way to the back office', 'causeway' ),
				'callback'             => static fn ( string $email, int $page = 1 ): array => ( new Eraser( self::kept(), self::returns(), Plugin::instance()->statements(), Plugin::instance()->transcripts() ) )->page( $email, $page ),
			],
		] + $erasers;
	}

	private static function returns(): KeptReturns {
		return new KeptReturns( Plugin::instance()->returns(), Plugin::instance()->statements() );
	}

	private static function kept(): KeptOrders {
		return new KeptOrders( Plugin::instance()->statements() );
	}
}
