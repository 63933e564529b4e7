<?php
declare(strict_types=1);

namespace Causeway\Tests\Admin;

use Causeway\Admin\OrderBox;
use Causeway\Tests\ReadModel\ReadModelTestCase;
use Causeway\Tests\Shop;

/** What the box on an order's screen says, and to whom it offers what. */
final class OrderBoxTest extends ReadModelTestCase {

	public function test_it_says_where_the_order_is_why_and_what_the_worker_said_last(): void {
		$this->paired();
		$order = $this->told(
			[
				'state' => 'retrying', 'reason' => 'The ERP is slow.', 'waiting_for' => 'the next attempt', 'since' => $this->now - 180_000, 'attempt' => [ 'n' => 3, 'of' => 8, 'next_at' => $this->now + 120_000 ],
				'erp_number' => 'SO-7', 'external_id' => 'DEMO-7-0a1b',
				'timeline' => [ [ 'at' => $this->now - 600_000, 'actor' => 'shop', 'text' => 'Placed', 'level' => 'info' ], [ 'at' => $this->now - 60_000, 'actor' => 'erp', 'text' => 'No answer in 30 s', 'level' => 'warning' ] ],
				'exceptions' => [ self::KLARNA ],
			]
		);
		$this->exchange();
		$said = $this->said( $order );
		foreach ( [ 'Trying again', '3 minutes ago', 'The ERP is slow.', 'the next attempt', '3 of 8, next in 2 minutes', 'SO-7', 'DEMO-7-0a1b', 'No answer in 30 s 1 minute ago', self::KLARNA['title'], self::KLARNA['next_step'], 'Worker last seen' ] as $words ) {
			self::assertStringContainsString( $words, $said );
		}
		self::assertStringNotContainsString( 'Placed', $said, 'only the last word' );
		self::assertStringContainsString( 'admin.php?page=causeway&#038;order=' . $order->get_id(), $this->box( $order ) );
	}

	public function test_an_order_that_the_worker_has_never_seen_has_an_answer_too(): void {
		$this->paired();
		$this->plugin()->outbox()->mark( 'order/' . Shop::order()->get_id() );
		$order = Shop::order();
		$this->endRequest();
		self::assertStringContainsString( 'Captured', $this->said( $order ) );
		self::assertStringContainsString( 'the worker', $this->said( $order ) );
		self::assertStringContainsString( 'a change from', $this->said( $order ) );

		$this->plugin()->settings()->write( [ 'capturing' => false ] );
		$missed = Shop::order();
		$this->endRequest();
		self::assertStringContainsString( 'Not captured', $this->said( $missed ) );
		self::assertStringNotContainsString( '<button', $this->box( $missed ), 'there is nothing to ask for yet' );
	}

	public function test_what_others_wrote_is_text_and_no_markup(): void {
		$this->paired();
		$evil  = '<script>alert(1)</script>';
		$order = $this->told( [ 'reason' => $evil, 'waiting_for' => $evil, 'erp_number' => $evil, 'timeline' => [ [ 'at' => 1, 'actor' => 'erp', 'text' => $evil, 'level' => 'info' ] ], 'exceptions' => [ [ 'title' => $evil, 'next_step' => $evil ] + self::KLARNA ] ] );
		self::assertStringNotContainsString( '<script', $this->box( $order ) );
		self::assertSame( 6, \substr_count( $this->box( $order ), '&lt;script' ) );
	}

	public function test_only_those_who_may_ask_get_the_button_and_the_way_into_the_panel(): void {
		$this->paired();
		$order = $this->told( [ 'state' => 'held' ] );
		self::assertStringContainsString( '<button type="submit" class="button" form="causeway-retry"', $this->box( $order ) );
		$this->as( 'looker' );
		self::assertStringContainsString( 'Where and why', $this->box( $order ) );
		self::assertStringNotContainsString( '<button', $this->box( $order ) );
		$this->as( 'editor' );
		self::assertStringContainsString( 'Held by a check', $this->box( $order ) );
		self::assertStringNotContainsString( '<button', $this->box( $order ) );
		self::assertStringNotContainsString( '<a ', $this->box( $order ) );
	}

	public function test_the_buttons_form_stands_outside_of_the_orders_own_and_names_the_version_seen(): void {
		$this->paired();
		$order = $this->told( [], 'processing' );
		self::assertStringNotContainsString( '<form', $this->box( $order ) );
		\ob_start();
		OrderBox::show( $order->get_id() );
		\ob_clean();
		\do_action( 'admin_footer' );
		$form = (string) \ob_get_clean();
		$row  = $this->subjectRow( $this->key( $order ) );
		self::assertStringContainsString( '<form id="causeway-retry" method="post"', $form );
		self::assertStringContainsString( 'name="order" value="' . $order->get_id() . '"', $form );
		self::assertStringContainsString( "name=\"n\" value=\"{$row['n']}\"", $form );
		self::assertStringContainsString( 'name="_wpnonce"', $form );
	}

	public function test_what_was_asked_is_called_requested_and_not_offered_again(): void {
		$this->paired();
		$order = $this->told( [ 'state' => 'held' ] );
		$this->now += 1000;
		$this->good( 'POST', '/commands', [ 'command' => 'retry', 'subject' => $this->key( $order ) ] );
		self::assertStringContainsString( 'Retry requested by Grace Hopper, 1 second ago', $this->said( $order ) );
		self::assertStringNotContainsString( '<button', $this->box( $order ) );
	}

	public function test_a_copy_a_restored_shop_and_a_worker_that_is_gone_are_said_first(): void {
		$this->paired();
		$order = $this->told( [ 'state' => 'accepted' ] );
		self::assertStringNotContainsString( 'notice-error', $this->box( $order ) );

		$this->plugin()->links()->change( [ 'rewound_at' => $this->now ] );
		self::assertStringContainsString( 'Causeway: This shop was restored from a backup.', $this->said( $order ) );
		$this->plugin()->links()->change( [ 'rewound_at' => null ] );

		$order->set_customer_note( 'Later, please.' );
		$order->save();
		$this->endRequest();
		$this->now += 600_001;
		self::assertStringContainsString( 'Causeway: No worker comes. 1 change waits for it.', $this->said( $order ) );

		\add_filter( 'pre_option_home', static fn (): string => 'https://copy.example.org' );
		$box = $this->box( $order );
		self::assertStringContainsString( 'This is a copy of the shop that was paired.', $box );
		self::assertStringNotContainsString( '<button', $box, 'nobody would hear it' );
	}

	public function test_an_order_that_is_only_being_made_has_nothing_to_show(): void {
		\ob_start();
		OrderBox::show( 0 );
		self::assertStringContainsString( 'when it is placed', (string) \ob_get_clean() );
	}

	private function box( \WC_Order $order ): string {
		\ob_start();
		OrderBox::show( $order->get_id() );
		$html = (string) \ob_get_clean();
		$this->newRequest();
		return $html;
	}

	/** As it is read: without markup, spaces as one. */
	private function said( \WC_Order $order ): string {
		return (string) \preg_replace( '/\s+/', ' ', \html_entity_decode( \strip_tags( \str_replace( [ '</dt>', '</dd>', '</p>', '</li>', '<br />' ], ' ', $this->box( $order ) ) ) ) );
	}
}
