<?php
declare(strict_types=1);

namespace Causeway\Tests\Admin;

use Causeway\Admin\Panel;
use Causeway\Admin\Screen;
use Causeway\Tests\ShopTestCase;
use PHPUnit\Framework\Attributes\DataProvider;

/** The page in wp-admin and its assets. Needs the built panel: `npm run build -w admin-ui`. */
final class PanelTest extends ShopTestCase {

	protected function setUp(): void {
		parent::setUp();
		require_once ABSPATH . 'wp-admin/includes/admin.php';
		$GLOBALS['wp_scripts'] = null; // phpcs:ignore WordPress.WP.GlobalVariablesOverride
		$GLOBALS['wp_styles']  = null; // phpcs:ignore WordPress.WP.GlobalVariablesOverride
		\wp_set_current_user( \wp_insert_user( [ 'user_login' => 'panel-' . \wp_generate_password( 6, false ), 'user_pass' => \wp_generate_password(), 'role' => 'shop_manager' ] ) );
	}

	protected function tearDown(): void {
		\wp_set_current_user( 0 );
		unset( $GLOBALS['submenu']['woocommerce'], $GLOBALS['menu'] );
		parent::tearDown();
	}

	public function test_every_script_handle_that_the_build_asks_for_is_registered_here(): void {
		$asset = require \dirname( \Causeway\FILE ) . '/build/index.asset.php';
		self::assertNotEmpty( $asset['dependencies'] );
		foreach ( $asset['dependencies'] as $handle ) {
			self::assertTrue( \wp_script_is( $handle, 'registered' ), "{$handle} is not registered in WordPress " . \get_bloginfo( 'version' ) . ': the panel would stay blank without a word' );
		}
	}

	public function test_the_page_enqueues_its_script_with_translations_and_its_style(): void {
		$this->panel()->enqueue();
		self::assertTrue( \wp_script_is( Panel::HANDLE, 'enqueued' ) );
		self::assertTrue( \wp_style_is( Panel::HANDLE, 'enqueued' ) );
		$script = \wp_scripts()->registered[ Panel::HANDLE ];
		self::assertSame( 'causeway', $script->textdomain );
		self::assertStringContainsString( '"mayConnect":false', \implode( '', $script->extra['before'] ), 'a shop manager may not pair' );
	}

	public function test_other_screens_get_nothing(): void {
		\remove_all_actions( 'admin_enqueue_scripts' );
		$this->menu();
		foreach ( [ 'index.php', 'woocommerce_page_wc-admin', 'woocommerce_page_wc-orders' ] as $screen ) {
			\do_action( "load-{$screen}" );
			\do_action( 'admin_enqueue_scripts', $screen );
		}
		self::assertFalse( \wp_script_is( Panel::HANDLE, 'enqueued' ) );
		self::assertFalse( \wp_style_is( Panel::HANDLE, 'enqueued' ) );

		\do_action( 'load-' . \get_plugin_page_hookname( Screen::SLUG, 'woocommerce' ) );
		\do_action( 'admin_enqueue_scripts', 'its own' );
		self::assertTrue( \wp_script_is( Panel::HANDLE, 'enqueued' ) );
	}

	public function test_the_page_stands_under_woocommerce_for_those_who_run_the_shop(): void {
		$this->menu();
		$items = \array_values( \array_filter( $GLOBALS['submenu']['woocommerce'] ?? [], static fn ( array $item ): bool => Screen::SLUG === $item[2] ) );
		self::assertCount( 1, $items );
		self::assertSame( [ 'Causeway', 'manage_woocommerce' ], [ $items[0][0], $items[0][1] ] );
	}

	public function test_a_panel_that_was_not_built_says_how_to_build_it(): void {
		$unbuilt = new Panel( __DIR__, '' );
		$unbuilt->enqueue();
		self::assertFalse( \wp_script_is( Panel::HANDLE, 'enqueued' ) );
		$this->expectOutputRegex( '/npm run build/' );
		$unbuilt->show();
	}

	#[DataProvider( 'locales' )]
	public function test_browsers_understand_the_language( string $locale, string $tag ): void {
		self::assertSame( $tag, Panel::languageTag( $locale ) );
	}

	/** @return list<array{0: string, 1: string}> */
	public static function locales(): array {
		return [ [ 'en_US', 'en-US' ], [ 'de_DE_formal', 'de-DE' ], [ 'pt_PT_ao90', 'pt-PT' ], [ 'ja', 'ja' ] ];
	}

	private function panel(): Panel {
		return new Panel( \dirname( \Causeway\FILE ) . '/build', \plugins_url( 'build', \Causeway\FILE ) );
	}

	private function menu(): void {
		\set_current_screen( 'dashboard' );
		Screen::register();
	}
}
