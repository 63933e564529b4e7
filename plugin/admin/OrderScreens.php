<?php
declare(strict_types=1);

namespace Causeway\Admin;

use Causeway\Health\ShopCondition;
use Causeway\Plugin;

/**
 * Causeway on WooCommerce's screens of orders, whichever way the shop keeps them: a column in the list, a box on the
 * order, and a notice above the list while something holds up every order. Called on those screens only (hooks.php).
 */
final class OrderScreens {

	private bool $hasBox = false;

	/** @param list<string> $types Types of order that are captured. */
	public function __construct( private readonly array $types ) {}

	/** @param string $page WordPress's name of the page, such as `edit.php`. */
	public static function register( string $page ): void {
		$screens = new self( Plugin::instance()->settings()->types() );
		if ( 'edit.php' === $page && ! \in_array( $GLOBALS['typenow'] ?? '', $screens->types, true ) ) {
			return;
		}
		OrderColumn::register( $screens->types );
		\add_action( 'add_meta_boxes', $screens->addBox( ... ), 10, 2 );
		\add_action( 'admin_notices', $screens->warn( ... ) );
	}

	private function addBox( mixed $screen, mixed $order ): void {
		$order = $order instanceof \WP_Post && \in_array( $order->post_type, $this->types, true ) ? \wc_get_order( $order->ID ) : $order;
		if ( \is_string( $screen ) && $order instanceof \WC_Order && \in_array( $order->get_type(), $this->types, true ) ) {
			$this->hasBox = true;
			OrderBox::add( $screen, $order );
		}
	}

	/** On an order's own screen the box says it. */
	private function warn(): void {
		$listed  = \in_array( $GLOBALS['typenow'] ?? '', $this->types, true ) || 'admin.php' === ( $GLOBALS['pagenow'] ?? '' );
		$trouble = ! $listed || $this->hasBox || ! Screen::mayLook() ? null : ShopCondition::of( Plugin::instance() )->trouble();
		if ( null !== $trouble ) {
			self::show( $trouble );
		}
	}

	/**
	 * A notice. A copy is often meant to be one; the others are for someone to see to.
	 *
	 * @param array{kind: string, title: string, text: string} $trouble
	 * @param string                                           $more `inline`: it stays where it is printed.
	 */
	public static function show( array $trouble, string $more = '' ): void {
		$class = 'notice notice-' . ( 'copy' === $trouble['kind'] ? 'warning' : 'error' ) . ' ' . $more;
		\printf( '<div class="%s"><p>%s</p></div>', \esc_attr( \trim( $class ) ), \wp_kses_post( self::sentence( $trouble ) ) );
	}

	/**
	 * What is wrong and where to decide it, as HTML.
	 *
	 * @param array{title: string, text: string, ...} $trouble
	 */
	private static function sentence( array $trouble ): string {
		$sentence = \sprintf( '<strong>%s</strong> %s', \esc_html( 'Causeway: ' . $trouble['title'] ), \esc_html( $trouble['text'] ) );
		return Screen::mayLook()
			? \sprintf( '%s <a href="%s">%s</a>', $sentence, \esc_url( Screen::connection() ), \esc_html__( 'Connection', 'causeway' ) )
			: $sentence;
	}
}
