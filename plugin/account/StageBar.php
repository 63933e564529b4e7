<?php
declare(strict_types=1);

namespace Causeway\Account;

/**
 * Steps as an ordered list that reads well without eyes, styles or scripts; it takes the theme's own colours.
 *
 * @phpstan-import-type Step from Journey
 */
final class StageBar {

	private const STYLE = '.causeway-steps{display:flex;flex-wrap:wrap;gap:.75em;margin:0 0 1.5em;padding:0;list-style:none}'
		. '.causeway-steps li{flex:1 1 5.5em;margin:0;padding:.5em 0 0;border-block-start:.25em dotted currentColor}'
		. '.causeway-steps .is-done{border-block-start-style:solid}.causeway-steps [aria-current]{font-weight:700}.causeway-steps small{display:block;font-weight:400}';

	/**
	 * @param list<Step> $steps
	 * @return string HTML, escaped.
	 */
	public static function html( array $steps ): string {
		$html = '';
		foreach ( $steps as [ 'label' => $label, 'status' => $status, 'at' => $at ] ) {
			$said  = match ( $status ) {
				'done'  => \__( 'done', 'causeway' ),
				'now'   => \__( 'now', 'causeway' ),
				'ahead' => \__( 'still to come', 'causeway' ),
			};
			$html .= \sprintf(
				'<li%s>%s%s <span class="screen-reader-text">(%s)</span>%s</li>',
				'done' === $status ? ' class="is-done"' : ( 'now' === $status ? ' aria-current="step"' : '' ),
				'done' === $status ? '<span aria-hidden="true">✓ </span>' : '',
				\esc_html( $label ),
				\esc_html( $said ),
				null === $at ? '' : '<small>' . \esc_html( \wp_date( \wc_date_format(), \intdiv( $at, 1000 ) ) ?: '' ) . '</small>'
			);
		}
		return '' === $html ? '' : '<style>' . self::STYLE . "</style><ol class=\"causeway-steps\">{$html}</ol>";
	}
}
