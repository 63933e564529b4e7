<?php
declare(strict_types=1);

namespace Causeway\Health;

use Causeway\Plugin;

/** Causeway's section of WooCommerce → Status, in the form that its "Copy for support" reads. */
final class StatusReport {

	public static function show(): void {
		echo '<table class="wc_status_table widefat" cellspacing="0"><thead><tr><th colspan="3" data-export-label="Causeway"><h2>Causeway</h2></th></tr></thead><tbody>';
		foreach ( Facts::of( Plugin::instance() )->all() as $key => $fact ) {
			\printf( '<tr><td data-export-label="%s">%s:</td><td class="help"></td><td>%s</td></tr>', \esc_attr( $key ), \esc_html( $fact['label'] ), \esc_html( $fact['text'] ) );
		}
		echo '</tbody></table>';
	}
}
