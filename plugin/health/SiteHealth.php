<?php
declare(strict_types=1);

namespace Causeway\Health;

use Causeway\Exchange\Transport;
use Causeway\Plugin;

/**
 * Causeway in WordPress's Site Health: four tests, and a section of facts for whoever is asked for help. Called on that
 * page and in its weekly check only (hooks.php).
 *
 * @phpstan-type Result array{label: string, status: 'good'|'recommended'|'critical', badge: array{label: string, color: string}, description: string, actions: string, test: string}
 */
final class SiteHealth {

	public static function register(): void {
		\add_filter( 'site_status_tests', self::tests( ... ) );
		\add_filter( 'debug_information', self::section( ... ) );
	}

	/** @return mixed With our tests among those that run while the page is made: each reads a row or two. */
	private static function tests( mixed $tests ): mixed {
		if ( ! \is_array( $tests ) || ! \is_array( $tests['direct'] ?? null ) ) {
			return $tests;
		}
		foreach ( [
			'causeway_shop'   => [ \__( 'Causeway: pairing', 'causeway' ), static fn (): array => self::checks()->shop() ],
			'causeway_worker' => [ \__( 'Causeway: worker', 'causeway' ), static fn (): array => self::checks()->worker() ],
			'causeway_tables' => [ \__( 'Causeway: tables', 'causeway' ), static fn (): array => self::checks()->tables( Plugin::instance()->migration()->missing() ) ],
			'causeway_https'  => [ \__( 'Causeway: https', 'causeway' ), static fn (): array => self::checks()->https( Transport::shopIsSecure() ) ],
		] as $name => [ $label, $test ] ) {
			$tests['direct'][ $name ] = [ 'label' => $label, 'test' => $test ];
		}
		return $tests;
	}

	/** @return mixed With our section: no names, addresses, tokens or codes in it. */
	private static function section( mixed $sections ): mixed {
		if ( ! \is_array( $sections ) ) {
			return $sections;
		}
		$fields = [];
		foreach ( Facts::of( Plugin::instance() )->all() as $key => $fact ) {
			$fields[ $key ] = [ 'label' => $fact['label'], 'value' => $fact['text'], 'debug' => $fact['value'] ];
		}
		$sections['causeway'] = [ 'label' => 'Causeway', 'fields' => $fields ];
		return $sections;
	}

	private static function checks(): Checks {
		return new Checks( ShopCondition::of( Plugin::instance() ) );
	}
}
