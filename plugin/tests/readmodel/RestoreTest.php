<?php
declare(strict_types=1);

namespace Causeway\Tests\ReadModel;

use Causeway\Effects\OwnExceptions;

/** What the panel shows of a restored shop, and the two choices. (What they do: tests/exchange/RewindTest.php.) */
final class RestoreTest extends ReadModelTestCase {

	protected function setUp(): void {
		parent::setUp();
		$this->as( 'administrator' );
		$this->paired();
	}

	public function test_a_restored_shop_says_so_and_names_the_choices(): void {
		self::assertNull( $this->get( '/status' )->rewound );
		$this->restored();
		$status = $this->get( '/status' );
		self::assertEquals( (object) [ 'at' => $this->now, 'remembered' => 9 ], $status->rewound );
		self::assertSame( 1, $status->exceptions_open );
		$exception = $this->get( '/exceptions/' . OwnExceptions::SHOP_RESTORED );
		self::assertSame( [ 'The shop was restored from a backup', 'it', 'system/shop' ], [ $exception->title, $exception->owner, $exception->subject_list[0]->subject ] );
	}

	public function test_there_must_be_something_to_decide_and_a_reason_to_continue(): void {
		foreach ( [ 'continue', 'wait' ] as $choice ) {
			self::assertSame( 409, $this->call( 'POST', '/restore', [ 'choice' => $choice, 'reason' => 'Why not.' ] )[0] );
		}
		$this->restored();
		foreach ( [ [], [ 'choice' => 'forget' ], [ 'choice' => 'continue' ], [ 'choice' => 'continue', 'reason' => '  ' ] ] as $given ) {
			self::assertSame( 400, $this->call( 'POST', '/restore', $given )[0] );
		}
		self::assertNotNull( $this->get( '/status' )->rewound );
	}

	public function test_to_wait_is_to_have_seen_it(): void {
		$this->restored();
		$this->good( 'POST', '/restore', [ 'choice' => 'wait' ] );
		self::assertNotNull( $this->get( '/status' )->rewound );
		self::assertSame( 'acknowledged', $this->get( '/exceptions/' . OwnExceptions::SHOP_RESTORED )->status );
	}

	public function test_to_continue_is_kept_with_who_and_why(): void {
		$this->restored();
		$this->good( 'POST', '/restore', [ 'choice' => 'continue', 'reason' => 'The disk died.' ] );
		$status = $this->get( '/status' );
		self::assertSame( [ null, 2, 0 ], [ $status->rewound, $status->shop->incarnation, $status->exceptions_open ] );
		$exception = $this->get( '/exceptions/' . OwnExceptions::SHOP_RESTORED );
		self::assertSame( [ 'resolved', 'Grace Hopper', 'The disk died.' ], [ $exception->status, $exception->closed_by, $exception->closed_reason ] );
		self::assertSame( 409, $this->call( 'POST', '/restore', [ 'choice' => 'continue', 'reason' => 'Once more.' ] )[0] );
	}

	public function test_it_is_decided_by_those_choices_only(): void {
		$this->restored();
		foreach ( [ 'retry', 'resolve', 'acknowledge', 'ignore' ] as $command ) {
			self::assertSame( 409, $this->call( 'POST', '/commands', [ 'command' => $command, 'reason' => 'Away.', 'filter' => [ 'cause' => OwnExceptions::SHOP_RESTORED, 'count' => 1 ] ] )[0] );
		}
		self::assertSame( [ [], 'open' ], [ $this->row( 'outbox' ), $this->row( 'exception' )[0]['status'] ] );
	}

	public function test_no_mirror_closes_what_the_shop_opened_itself(): void {
		$this->restored();
		$this->apply( [ $this->mirror( OwnExceptions::SUBJECT, [ 'exceptions' => [ self::KLARNA ] ] ) ] );
		$this->apply( [ $this->mirror( OwnExceptions::SUBJECT ) ] );
		self::assertSame( [ 'resolved', 'open' ], [ $this->get( '/exceptions/' . self::KLARNA['cause'] )->status, $this->get( '/exceptions/' . OwnExceptions::SHOP_RESTORED )->status ] );
		self::assertSame( 1, $this->get( '/exceptions/' . OwnExceptions::SHOP_RESTORED )->subjects );
	}

	public function test_an_order_that_the_restore_took_away_is_shown_with_what_a_person_has_to_do(): void {
		$lost = [ 'cause' => 'conflict:lost_in_restore', 'category' => 'conflict', 'title' => 'The order was lost in the restore', 'detail' => 'ERP order SO-7' ] + self::KLARNA;
		$this->apply( [ $this->mirror( 'order/424242', [ 'state' => 'lost_in_restore', 'open' => false, 'erp_number' => 'SO-7', 'external_id' => 'DEMO-424242-0a1b', 'exceptions' => [ $lost ] ] ) ] );
		$order = $this->get( '/orders/424242' );
		self::assertSame( [ 'captured', 'lost_in_restore', '424242', 'SO-7', '', 1 ], [ $order->kept, $order->state, $order->number, $order->erp_number, $order->edit_url, \count( $order->exception_list ) ] );
		self::assertSame( [ 424242 ], $this->ids( $this->get( '/orders', [ 'search' => 'SO-7' ] ) ) );
		self::assertSame( [ 424242 ], \array_column( $this->get( '/exceptions/conflict:lost_in_restore' )->subject_list, 'order_id' ) );
		$this->good( 'POST', '/commands', [ 'command' => 'resolve', 'subject' => 'order/424242', 'cause' => 'conflict:lost_in_restore', 'reason' => 'Cancelled in the ERP.' ] );
		self::assertNull( $this->exchange()->rows[0]->event->data->about, 'the shop has no such order to look at' );
	}

	private function restored(): void {
		[ $status, $refusal ] = $this->post( '/exchange', $this->request( [ 'ack' => [ 'number' => 9 ] ] ), $this->token );
		self::assertSame( [ 409, 'causeway_rewound' ], [ $status, $refusal->code ] );
	}
}
