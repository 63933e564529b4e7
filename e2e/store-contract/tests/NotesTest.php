<?php

declare(strict_types=1);

namespace Causeway\StoreContract;

/**
 * Order notes are WordPress comments of the type order_note.
 */
final class NotesTest extends StoreTestCase {
	public function test_a_note_is_a_comment_of_the_order(): void {
		$order   = Goods::order();
		$trace   = HookTrace::of( HookTrace::SAVE, array( 'woocommerce_order_note_added', 'woocommerce_new_customer_note' ) );
		$note_id = $order->add_order_note( 'Left the quay.' );
		self::assertSame( array( 'order_note_added' ), $trace->take() );
		$comment = get_comment( $note_id );
		self::assertSame(
			array( 'order_note', 'Left the quay.', (string) $order->get_id(), '1', 'WooCommerce' ),
			array( $comment->comment_type, $comment->comment_content, $comment->comment_post_ID, $comment->comment_approved, $comment->comment_author )
		);
	}

	public function test_a_note_to_the_customer_says_so(): void {
		$order = Goods::order();
		$trace = HookTrace::of( array( 'woocommerce_new_customer_note', 'woocommerce_order_note_added' ) );
		$id    = wc_create_order_note( $order->get_id(), 'On its way.', true );
		self::assertSame( array( 'new_customer_note', 'order_note_added' ), $trace->take() );
		self::assertTrue( wc_get_order_note( $id )->customer_note );
		self::assertSame( 'On its way.', wc_get_order_notes( array( 'order_id' => $order->get_id(), 'type' => 'customer' ) )[0]->content );
	}

	public function test_notes_come_newest_first_and_by_type(): void {
		$order = Goods::order();
		$order->add_order_note( 'one' );
		$order->add_order_note( 'two', 1 );
		$contents = static fn( array $args ): array => array_values(
			array_intersect( array_map( static fn( object $note ): string => $note->content, wc_get_order_notes( $args + array( 'order_id' => $order->get_id() ) ) ), array( 'one', 'two' ) )
		);
		self::assertSame( array( 'two', 'one' ), $contents( array() ) );
		self::assertSame( array( 'one' ), $contents( array( 'type' => 'internal' ) ) );
		self::assertSame( array( 'two' ), $contents( array( 'type' => 'customer' ) ) );
	}

	public function test_what_a_note_says_of_itself(): void {
		$order = Goods::order();
		$note  = wc_get_order_note( $order->add_order_note( 'one' ) );
		self::assertSame( array( 'one', false, 'system', $order->get_id() ), array( $note->content, $note->customer_note, $note->added_by, $note->order_id ) );
		self::assertInstanceOf( \WC_DateTime::class, $note->date_created );
	}

	public function test_notes_stay_out_of_ordinary_comment_lists(): void {
		$order = Goods::order();
		$order->add_order_note( 'hidden' );
		self::assertSame( array(), get_comments( array( 'post_id' => $order->get_id() ) ) );
	}
}
