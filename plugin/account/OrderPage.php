<?php
declare(strict_types=1);

namespace Causeway\Account;

use Causeway\Plugin;
use Causeway\Returns\ReturnDesk;
use Causeway\Returns\ReturnRequest;

/** What customers see of an order of theirs, in My Account and, as guests, on the tracking page: where it is, its returns, a form. */
final class OrderPage {

	public function __construct( private readonly TrackedStages $stages, private readonly ReturnDesk $desk ) {}

	/** For WooCommerce's hook: prints nothing for whom the order is not. */
	public static function show( mixed $orderId ): void {
		$order = \is_numeric( $orderId ) ? self::own( (int) $orderId ) ?? Guest::tracked( (int) $orderId ) : null;
		if ( $order ) {
			$plugin = Plugin::instance();
			// phpcs:ignore WordPress.Security.EscapeOutput -- every part escapes its own values.
			echo ( new self( new TrackedStages( $plugin->statements() ), $plugin->returnDesk() ) )->html( $order );
		}
	}

	/** The order, if it is one of the person who is logged in. */
	public static function own( int $orderId ): ?\WC_Order {
		$order = \wc_get_order( $orderId );
		$user  = \get_current_user_id();
		return $order instanceof \WC_Order && $user > 0 && $order->get_customer_id() === $user ? $order : null;
	}

	public function html( \WC_Order $order ): string {
		$returns = $this->desk->ofOrder( $order->get_id() );
		$subject = 'order/' . $order->get_id();
		$told    = $this->stages->of( [ $subject, ...\array_map( static fn ( ReturnRequest $request ): string => $request->subject(), $returns ) ] );
		$bar     = StageBar::html( Journey::ofOrder( $told[ $subject ] ?? null, $order->get_status() ) );
		$html    = '' === $bar ? '' : \sprintf( '<section class="causeway-journey"><h2>%s</h2>%s</section>', \esc_html__( 'Where your order is', 'causeway' ), $bar );
		$list    = '';
		foreach ( $returns as $request ) {
			$list .= $this->returned( $order, $request, $told[ $request->subject() ] ?? null );
		}
		$form  = $this->desk->isOpenForCustomer( $order ) ? ReturnForm::html( $order, $this->desk->left( $order ), \count( $returns ) ) : '';
		$parts = ReturnForm::said() . $list . $form;
		return $html . ( '' === $parts ? '' : \sprintf( '<section class="causeway-returns"><h2>%s</h2>%s</section>', \esc_html__( 'Returns', 'causeway' ), $parts ) );
	}

	/** @param object{state: string, stages: array<string, object{name: string, status: string, at: int|null}>}|null $told */
	private function returned( \WC_Order $order, ReturnRequest $request, ?object $told ): string {
		$goods = [];
		foreach ( $request->lines as $line ) {
			$item    = $order->get_item( $line['item_id'] );
			$goods[] = $line['quantity'] . ' × ' . ( $item ? $item->get_name() : '#' . $line['item_id'] );
		}
		/* translators: 1: number of the return, 2: goods such as "1 × Mug, 2 × Plate" */
		$title = \sprintf( \__( 'Return %1$d: %2$s', 'causeway' ), $request->id, \implode( ', ', $goods ) );
		$state = $request->isWithdrawn()
			? '<p>' . \esc_html__( 'Withdrawn.', 'causeway' ) . '</p>'
			: StageBar::html( Journey::ofReturn( $told ) ) . ( 'customer' === $request->origin && $this->desk->isWithdrawable( $request ) ? ReturnForm::withdrawal( $order, $request->id ) : '' );
		$unpaid = Journey::endedUnpaid( $told, $request->exchange ) ? '<p>' . \esc_html__( 'Closed without a refund. Ask us if you wonder why.', 'causeway' ) . '</p>' : '';
		return '<h3>' . \esc_html( $title ) . "</h3>{$state}{$unpaid}";
	}
}
