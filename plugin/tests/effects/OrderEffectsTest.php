<?php
declare(strict_types=1);

namespace Causeway\Tests\Effects;

/** Each kind of effect, done and done again after it was killed half-way. */
final class OrderEffectsTest extends EffectsTestCase {

	public function test_status_leaves_a_note_of_why(): void {
		$order = $this->knownOrder();
		$this->apply( [ $this->toStatus( $order ) ] );
		$notes = $this->wpdb()->get_col( "SELECT comment_content FROM {$this->wpdb()->comments} WHERE comment_post_ID = {$order->get_id()}" );
		self::assertStringContainsString( 'All parcels left.', \implode( "\n", $notes ) );
	}

	public function test_status_killed_between_its_save_and_its_record_is_not_done_twice(): void {
		$order  = $this->knownOrder();
		$effect = $this->toStatus( $order );
		$kill   = static fn () => throw new \Error( 'killed' );
		$told   = 0;
		\add_action( 'woocommerce_order_status_completed', $kill, 1 );
		self::assertSame( [ 'failed' ], $this->results( $this->apply( [ $effect ] ) ) );
		self::assertSame( 'completed', $this->statusOf( $order ), 'the save was committed' );
		\remove_action( 'woocommerce_order_status_completed', $kill, 1 );
		\add_action( 'woocommerce_order_status_completed', static function () use ( &$told ): void {
			++$told;
		} );
		$answer = $this->apply( [ $effect ] )[0];
		self::assertSame( [ 'already', 'completed', 0 ], [ $answer->result, $answer->look->snapshot->status, $told ] );
		self::assertSame( [ 'already' ], $this->results( $this->apply( [ $effect ] ) ) );
	}

	public function test_the_erps_number_is_in_order_meta(): void {
		$order = $this->knownOrder();
		$this->apply( [ $this->erpNumber( $order, 'SO-7' ) ] );
		$read = \wc_get_order( $order->get_id() );
		self::assertSame( [ 'SO-7', "DEMO-{$order->get_id()}-0a1b" ], [ $read->get_meta( '_causeway_erp_number' ), $read->get_meta( '_causeway_external_id' ) ] );
		self::assertCount( 1, $read->get_meta( '_causeway_erp_number', false ) );
	}

	public function test_a_staff_note_is_added_once_its_text_as_text(): void {
		$order  = $this->knownOrder();
		$effect = $this->note( $order );
		$this->apply( [ $effect ] );
		$this->forgetNumber( $order );
		self::assertSame( [ 'already' ], $this->results( $this->apply( [ $effect ] ) ) );
		self::assertSame( [ 'Picked &lt;today&gt; &amp; packed' ], $this->notesOf( $order ) );
	}

	public function test_a_customer_note_is_sent_once(): void {
		$order  = $this->knownOrder();
		$effect = $this->note( $order, 'customer' );
		$sent   = $this->countCustomerNotes();
		self::assertSame( [ 'applied' ], $this->results( $this->apply( [ $effect ] ) ) );
		$this->forgetNumber( $order );
		self::assertSame( [ 'already' ], $this->results( $this->apply( [ $effect ] ) ) );
		self::assertSame( 1, $sent() );
		self::assertSame( 'done', $this->row( 'intent' )[0]['result'] );
	}

	public function test_a_customer_note_killed_half_way_is_unknown_and_never_sent_again(): void {
		$order  = $this->knownOrder();
		$effect = $this->note( $order, 'customer' );
		$kill   = static fn () => throw new \Error( 'killed' );
		\add_action( 'woocommerce_new_customer_note', $kill, 1 );
		$this->apply( [ $effect ] );
		\remove_action( 'woocommerce_new_customer_note', $kill, 1 );
		$sent = $this->countCustomerNotes();
		for ( $try = 0; $try < 2; $try++ ) {
			$answer = $this->apply( [ $effect ] )[0];
			self::assertSame( 'failed', $answer->result );
			self::assertStringContainsString( 'Unknown outcome', $answer->message );
		}
		self::assertSame( 0, $sent() );
		self::assertNull( $this->row( 'intent' )[0]['finished_at'] );
	}

	public function test_a_staff_note_sends_nothing(): void {
		$sent = $this->countCustomerNotes();
		$this->apply( [ $this->note( $this->knownOrder() ) ] );
		self::assertSame( 0, $sent() );
		self::assertSame( [], $this->row( 'intent' ) );
	}

	private function countCustomerNotes(): \Closure {
		$sent = 0;
		\add_action( 'woocommerce_new_customer_note', static function () use ( &$sent ): void {
			++$sent;
		} );
		return static function () use ( &$sent ): int {
			return $sent;
		};
	}

	/** As if the request had died before it recorded the number. */
	private function forgetNumber( \WC_Order $order ): void {
		$this->wpdb()->update( $this->wpdb()->prefix . 'causeway_subject', [ 'epoch' => 0, 'n' => 0 ], [ 'subject' => $this->key( $order ) ] );
	}
}
