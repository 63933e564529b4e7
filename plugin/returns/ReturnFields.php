<?php
declare(strict_types=1);

namespace Causeway\Returns;

/**
 * The fields by which somebody says what is to come back, and why; what they sent, read again. HTML, escaped.
 *
 * @phpstan-import-type Asked from ReturnDesk
 */
final class ReturnFields {

	/**
	 * @param array<int, float> $left  What can still be returned.
	 * @param int               $known How many returns of the order are shown beside.
	 * @param string            $form  The id of the form that the fields belong to.
	 */
	public static function html( \WC_Order $order, array $left, int $known, string $form ): string {
		$html = \sprintf( '<input type="hidden" name="known" value="%d" form="%s" />', $known, \esc_attr( $form ) );
		foreach ( $order->get_items( 'line_item' ) as $item ) {
			if ( isset( $left[ $item->get_id() ] ) ) {
				$html .= self::row( $item, $left[ $item->get_id() ], $form );
			}
		}
		return $html . \sprintf(
			'<p><label for="%1$s-reason">%2$s</label><br /><textarea id="%1$s-reason" name="reason" form="%1$s" rows="3" maxlength="%3$d" style="width:100%%;box-sizing:border-box"></textarea></p>'
				. '<p><label><input type="checkbox" name="exchange" value="1" form="%1$s" /> %4$s</label></p>',
			\esc_attr( $form ),
			\esc_html__( 'Why (without names or addresses)', 'causeway' ),
			ReturnTable::REASON_MAX,
			\esc_html__( 'Replace it: no money back', 'causeway' )
		);
	}

	private static function row( \WC_Order_Item $item, float $left, string $form ): string {
		$id = "{$form}-{$item->get_id()}";
		return \sprintf(
			'<p><label for="%1$s">%2$s</label><br /><input type="number" id="%1$s" name="quantities[%3$d]" form="%4$s" min="0" max="%5$s" step="%6$s" value="" inputmode="decimal" aria-describedby="%1$s-left" /> <small id="%1$s-left">%7$s</small></p>',
			\esc_attr( $id ),
			/* translators: %s: a product's name */
			\esc_html( \sprintf( \__( 'How many of "%s" come back', 'causeway' ), $item->get_name() ) ),
			$item->get_id(),
			\esc_attr( $form ),
			\esc_attr( (string) $left ),
			\floor( $left ) === $left ? '1' : 'any',
			/* translators: %s: number of units */
			\esc_html( \sprintf( \__( 'at most %s', 'causeway' ), (string) $left ) )
		);
	}

	/**
	 * @param array<array-key, mixed> $sent `$_POST`, unslashed.
	 * @return Asked
	 */
	public static function sent( array $sent ): array {
		$quantities = [];
		foreach ( \is_array( $sent['quantities'] ?? null ) ? $sent['quantities'] : [] as $item => $typed ) {
			$quantities[ (int) $item ] = \is_string( $typed ) ? $typed : '';
		}
		return [
			'quantities' => $quantities,
			'reason'     => \is_string( $sent['reason'] ?? null ) ? \sanitize_textarea_field( $sent['reason'] ) : '',
			'exchange'   => '1' === ( $sent['exchange'] ?? '' ),
			'known'      => \is_numeric( $sent['known'] ?? null ) ? (int) $sent['known'] : null,
		];
	}
}
