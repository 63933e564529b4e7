<?php
declare(strict_types=1);

namespace Causeway\Tests\Returns;

use Causeway\Account\OrderPage;
use Causeway\Account\ReturnForm;
use Causeway\Admin\OrderBox;
use Causeway\Tests\Shop;

/** What a customer sees of an order in My Account, and what they send from there; and what staff see on the order's screen. */
final class OrderPageTest extends ReturnsTestCase {

	protected function tearDown(): void {
		\wp_set_current_user( 0 );
		parent::tearDown();
	}

	/** @return list<array{name: string, status: string, at: int|null, detail: string}> */
	private static function stages( string ...$statuses ): array {
		$stages = [];
		foreach ( $statuses as $name => $status ) {
			$stages[] = [ 'name' => $name, 'status' => $status, 'at' => 'done' === $status ? 1_800_000_000_000 : null, 'detail' => 'PICK-7, SO-1001' ];
		}
		return $stages;
	}

	public function test_the_stage_bar_says_in_plain_words_where_the_order_is(): void {
		$order  = $this->bought();
		$stages = self::stages( received: 'done', checks: 'done', accepted: 'done', allocated: 'failed', packed: 'waiting', shipped: 'waiting', delivered: 'waiting', completed: 'waiting' );
		$this->apply( [ $this->mirror( $this->key( $order ), [ 'state' => 'needs_attention', 'reason' => 'The ERP refused the SKU', 'stages' => $stages ] ) ] );
		$html = $this->page( $order );
		self::assertSame( 1, \substr_count( $html, 'aria-current="step"' ) );
		self::assertMatchesRegularExpression( '~Received <span class="screen-reader-text">\(done\)</span><small>~', $html );
		self::assertMatchesRegularExpression( '~<li aria-current="step">Being prepared <span class="screen-reader-text">\(now\)~', $html );
		foreach ( [ 'Shipped', 'Delivered', 'still to come' ] as $word ) {
			self::assertStringContainsString( $word, $html );
		}
		foreach ( [ 'ERP', 'SO-1001', 'PICK-7', 'attention', 'llocated', 'ompleted', 'failed', '<script' ] as $word ) {
			self::assertStringNotContainsString( $word, $html, 'no word of the back office' );
		}
		$order->set_status( 'cancelled' );
		$order->save();
		self::assertSame( '', $this->page( $order ) );
	}

	public function test_a_stage_that_the_worker_does_not_tell_of_is_not_shown_and_parts_are_said(): void {
		$order = $this->bought();
		$this->apply( [ $this->mirror( $this->key( $order ), [ 'state' => 'partially_shipped', 'stages' => self::stages( received: 'done', packed: 'done', shipped: 'active' ) ] ) ] );
		$html = $this->page( $order );
		self::assertStringContainsString( 'Partly shipped', $html );
		self::assertStringNotContainsString( 'Delivered', $html );
	}

	public function test_a_return_that_ended_without_a_refund_says_so_unless_its_goods_are_replaced(): void {
		foreach ( [ 'closed' => true, 'refunding' => false ] as $state => $says ) {
			foreach ( [ '', '1' ] as $exchange ) {
				$order = $this->bought();
				ReturnForm::ask( $this->plugin()->returnDesk(), $order, [ 'quantities' => [ $this->item( $order ) => '1' ], 'exchange' => $exchange ] );
				$request = $this->plugin()->returns()->ofOrder( $order->get_id() )[0];
				$stages  = self::stages( requested: 'done', authorised: 'done', goods_received: 'done', inspected: 'done', refunded: 'skipped' );
				$this->apply( [ $this->mirror( $request->subject(), [ 'state' => $state, 'stages' => $stages ] ) ] );
				self::assertSame( $says && '' === $exchange, \str_contains( $this->page( $order ), 'Closed without a refund' ) );
			}
		}
	}

	public function test_only_the_customer_sees_it(): void {
		$order = $this->bought();
		$this->apply( [ $this->mirror( $this->key( $order ), [ 'stages' => self::stages( received: 'done' ) ] ) ] );
		self::assertNotSame( '', $this->page( $order ) );
		$other = \wp_insert_user( [ 'user_login' => 'eve-' . \wp_generate_password( 6, false ), 'user_pass' => \wp_generate_password(), 'role' => 'customer' ] );
		foreach ( [ 0, (int) $other ] as $user ) {
			self::assertSame( '', $this->page( $order, $user ) );
		}
		self::assertSame( '', $this->page( $this->bought( 0 ), 0 ), 'an order of a guest is nobody\'s' );
	}

	public function test_the_customer_asks_follows_and_withdraws_without_script(): void {
		$order = $this->bought();
		$html  = $this->page( $order );
		self::assertStringContainsString( "name=\"quantities[{$this->item( $order )}]\"", $html );
		self::assertStringContainsString( 'max="2"', $html );
		[ , $kind ] = ReturnForm::ask( $this->plugin()->returnDesk(), $order, [ 'quantities' => [ $this->item( $order ) => '3' ] ] );
		self::assertSame( 'error', $kind );
		[ , $kind ] = ReturnForm::ask( $this->plugin()->returnDesk(), $order, [ 'quantities' => [ $this->item( $order ) => '2' ], 'reason' => 'Too small', 'exchange' => '1' ] );
		self::assertSame( 'success', $kind );
		$request = $this->plugin()->returns()->ofOrder( $order->get_id() )[0];
		$this->endRequest();
		self::assertSame( [ 'customer', 'Too small', true ], [ $this->told( $request )->origin, $this->told( $request )->reason, $this->told( $request )->exchange ] );

		$html = $this->page( $order );
		self::assertStringContainsString( "Return {$request->id}: 2 ×", $html );
		self::assertStringContainsString( '<li aria-current="step">Being looked at', $html );
		self::assertStringNotContainsString( 'Send something back', $html, 'nothing is left to send' );

		$stages = self::stages( requested: 'done', authorised: 'done', goods_received: 'waiting', inspected: 'waiting', refunded: 'skipped' );
		$this->apply( [ $this->mirror( $request->subject(), [ 'stages' => $stages ], [ 'n' => 90 ] ) ] );
		self::assertStringContainsString( 'Waiting for your goods', $this->page( $order ) );
		self::assertStringNotContainsString( 'Refund', $this->page( $order ) );

		self::assertSame( 'error', ReturnForm::ask( $this->plugin()->returnDesk(), $order, [ 'withdraw' => '987654' ] )[1] );
		self::assertSame( 'success', ReturnForm::ask( $this->plugin()->returnDesk(), $order, [ 'withdraw' => (string) $request->id ] )[1] );
		self::assertStringContainsString( 'Withdrawn.', $this->page( $order ) );
		self::assertSame( 'error', ReturnForm::ask( $this->plugin()->returnDesk(), $order, [ 'withdraw' => (string) $request->id ] )[1] );
	}

	public function test_a_return_that_staff_asked_for_is_shown_and_not_the_customers_to_withdraw(): void {
		$order   = $this->bought();
		$request = $this->asked( $order );
		self::assertStringContainsString( "Return {$request->id}", $this->page( $order ) );
		self::assertStringNotContainsString( 'name="withdraw"', $this->page( $order ) );
		self::assertSame( 'error', ReturnForm::ask( $this->plugin()->returnDesk(), $order, [ 'withdraw' => (string) $request->id ] )[1] );
	}

	public function test_staff_have_a_form_on_the_orders_screen_that_stands_outside_woocommerces(): void {
		$order = $this->bought();
		$this->asked( $order );
		\wp_set_current_user( 1 );
		\ob_start();
		OrderBox::show( $order->get_id() );
		$html = (string) \ob_get_clean();
		self::assertStringContainsString( 'form="causeway-return"', $html );
		self::assertStringContainsString( 'tab=returns&#038;return=', $html );
		self::assertStringNotContainsString( '<form', $html );
		\ob_start();
		\do_action( 'admin_footer' );
		self::assertStringContainsString( '<form id="causeway-return" method="post"', (string) \ob_get_clean() );
	}

	private function page( \WC_Order $order, int $user = 1 ): string {
		Shop::real() || self::markTestSkipped( 'The store double has no My Account.' );
		\wp_set_current_user( $user );
		\ob_start();
		OrderPage::show( (string) $order->get_id() );
		return (string) \ob_get_clean();
	}
}
