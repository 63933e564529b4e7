<?php
declare(strict_types=1);

namespace Causeway\Admin;

use Causeway\ReadModel\Routes;

/**
 * Causeway's page under WooCommerce; for those who may only look, a page of its own.
 *
 * A page of its own and not one inside WooCommerce's single-page admin (`wc_admin_register_page`): that one follows
 * menu links without loading a page, so its pages work only if their script is on every WooCommerce admin screen, and
 * Causeway puts nothing on screens that aren't its own.
 */
final class Screen {

	public const SLUG       = 'causeway';
	public const CAPABILITY = 'manage_woocommerce';

	/** Whether the person may open the panel; to ask for something they need CAPABILITY. */
	public static function mayLook(): bool {
		return \current_user_can( self::CAPABILITY ) || \current_user_can( Routes::LOOK );
	}

	public static function register(): void {
		$show = static fn () => self::panel()->show();
		// WordPress shows no page below a menu that the person may not open.
		$hook = \current_user_can( self::CAPABILITY )
			? \add_submenu_page( 'woocommerce', 'Causeway', 'Causeway', self::CAPABILITY, self::SLUG, $show )
			: \add_menu_page( 'Causeway', 'Causeway', Routes::LOOK, self::SLUG, $show, 'dashicons-randomize' );
		if ( false !== $hook ) {
			\add_action( "load-{$hook}", static fn (): bool => \add_action( 'admin_enqueue_scripts', static fn () => self::panel()->enqueue() ) );
		}
	}

	/** The panel's page of an order. */
	public static function order( int $orderId ): string {
		return \admin_url( 'admin.php?page=' . self::SLUG . '&order=' . $orderId );
	}

	/**
	 * The panel's page of a return.
	 *
	 * @param string $key What follows `return/` in its subject.
	 */
	public static function returned( string $key ): string {
		return \admin_url( 'admin.php?page=' . self::SLUG . '&tab=returns&return=' . $key );
	}

	/** The panel's page on the worker: pairing, copies, restores. */
	public static function connection(): string {
		return \admin_url( 'admin.php?page=' . self::SLUG . '&tab=connection' );
	}

	private static function panel(): Panel {
		return new Panel( \dirname( \Causeway\FILE ) . '/build', \plugins_url( 'build', \Causeway\FILE ) );
	}
}
