<?php
declare(strict_types=1);

namespace Causeway;

/** What Causeway needs of its surroundings beyond what WordPress reads from the plugin's header. */
final class Requirements {

	public const WORDPRESS   = '6.8';
	public const WOOCOMMERCE = '8.2';

	/** @return list<string> What is missing, in words for staff; empty: all is there. */
	public static function missing(): array {
		$missing = [];
		if ( \version_compare( \wp_get_wp_version(), self::WORDPRESS, '<' ) ) {
			$missing[] = \sprintf( 'Causeway needs WordPress %1$s or later; this is %2$s.', self::WORDPRESS, \wp_get_wp_version() );
		}
		if ( ! \defined( 'WC_VERSION' ) || ! \function_exists( 'wc_get_order' ) ) {
			$missing[] = 'Causeway needs WooCommerce, which is not active.';
		} elseif ( ! \str_starts_with( (string) \constant( 'WC_VERSION' ), '0.0.0' ) && \version_compare( (string) \constant( 'WC_VERSION' ), self::WOOCOMMERCE, '<' ) ) {
			// 0.0.0 is no release of WooCommerce: it is a stand-in that answers its interface.
			$missing[] = \sprintf( 'Causeway needs WooCommerce %1$s or later; this is %2$s.', self::WOOCOMMERCE, (string) \constant( 'WC_VERSION' ) );
		}
		return $missing;
	}

	/** Ends an activation that could not work, with the reasons. */
	public static function insist(): void {
		$missing = self::missing();
		if ( $missing ) {
			\wp_die( \esc_html( \implode( ' ', $missing ) ), 'Causeway', [ 'back_link' => true ] );
		}
	}

	/** On the admin's screens, where the store went away after Causeway was activated. */
	public static function show(): void {
		if ( \current_user_can( 'activate_plugins' ) ) {
			\printf( '<div class="notice notice-error"><p>%s</p></div>', \esc_html( \implode( ' ', self::missing() ) ) );
		}
	}
}
