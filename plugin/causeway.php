<?php
/**
 * Plugin Name:          Causeway for WooCommerce
 * Description:          Keeps the shop, its ERP, its warehouse and its service desk in step: captures orders, serves them to the Causeway worker, and shows where every order is.
 * Version:              0.1.0
 * Requires at least:    6.8
 * Requires PHP:         8.1
 * WC requires at least: 8.2
 * WC tested up to:      11.0
 * Author:               The Causeway authors
 * License:              GPL-2.0-or-later
 * License URI:          https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain:          causeway
 * Domain Path:          /languages
 *
 * There is no "Requires Plugins: woocommerce" line: WordPress would compare folder names and refuse every store
 * that answers WooCommerce's interface under another name. Requirements asks for that interface itself.
 */

declare(strict_types=1);

namespace Causeway;

\defined( 'ABSPATH' ) || exit;

const VERSION = '0.1.0';
const FILE    = __FILE__;

\spl_autoload_register(
	static function ( string $name ): void {
		if ( ! \str_starts_with( $name, 'Causeway\\' ) ) {
			return;
		}
		$parts = \explode( '\\', \substr( $name, 9 ) );
		$file  = \array_pop( $parts ) . '.php';
		$path  = __DIR__ . '/' . ( $parts ? \strtolower( \implode( '/', $parts ) ) . '/' : '' ) . $file;
		if ( \is_file( $path ) ) {
			require $path;
		}
	}
);

\register_activation_hook(
	__FILE__,
	static function (): void {
		Requirements::insist();
		Plugin::instance()->migration()->run();
		Capture\SweepSchedule::begin();
	}
);

// Takes off what runs by itself; tables, orders and settings stay.
\register_deactivation_hook( __FILE__, static fn () => Capture\SweepSchedule::end() );

require __DIR__ . '/hooks.php';
