<?php
declare(strict_types=1);

namespace Causeway\Admin;

/** The React panel (`admin-ui/`, built into `plugin/build/`): its assets and the place it is put in. */
final class Panel {

	public const HANDLE = 'causeway-panel';

	public function __construct( private readonly string $folder, private readonly string $url ) {}

	public function enqueue(): void {
		if ( ! $this->isBuilt() ) {
			return;
		}
		/** @var array{dependencies: list<non-empty-string>, version: string} $asset */
		$asset = require $this->folder . '/index.asset.php';
		\wp_enqueue_script( self::HANDLE, $this->url . '/index.js', $asset['dependencies'], $asset['version'], [ 'in_footer' => true ] );
		\wp_set_script_translations( self::HANDLE, 'causeway', \dirname( $this->folder ) . '/languages' );
		\wp_add_inline_script( self::HANDLE, 'window.causewayPanel = ' . \wp_json_encode( self::settings(), JSON_HEX_TAG ) . ';', 'before' );
		\wp_enqueue_style( self::HANDLE, $this->url . '/index.css', [ 'wp-components' ], $asset['version'] );
		\wp_style_add_data( self::HANDLE, 'rtl', 'replace' );
	}

	public function show(): void {
		if ( ! $this->isBuilt() ) {
			echo '<div class="wrap"><h1>Causeway</h1><p>' . \esc_html__( 'The panel has not been built: run "npm run build -w admin-ui" in Causeway\'s folder.', 'causeway' ) . '</p></div>';
			return;
		}
		echo '<div id="causeway-panel"><noscript><div class="wrap"><h1>Causeway</h1><p>' . \esc_html__( 'This page needs JavaScript.', 'causeway' ) . '</p></div></noscript></div>';
	}

	/** @return array{version: string, locale: string, mayConnect: bool, mayAsk: bool} As `admin-ui/src/globals.d.ts` has it. */
	public static function settings(): array {
		return [
			'version'    => \Causeway\VERSION,
			'locale'     => self::languageTag( \get_user_locale() ),
			'mayConnect' => \current_user_can( 'manage_options' ),
			'mayAsk'     => \current_user_can( Screen::CAPABILITY ),
		];
	}

	/** `de_DE_formal` → `de-DE`: WordPress's third part is no tag that browsers take. */
	public static function languageTag( string $locale ): string {
		return \implode( '-', \array_slice( \explode( '_', $locale ), 0, 2 ) );
	}

	private function isBuilt(): bool {
		return \is_file( $this->folder . '/index.asset.php' );
	}
}
