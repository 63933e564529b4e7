<?php
declare(strict_types=1);

namespace Causeway\Tests\ReadModel;

/** What a person asks in the panel becomes one row of the outbox, and nothing else happens. */
final class CommandsTest extends ReadModelTestCase {

	private const CAUSE = self::KLARNA['cause'];

	protected function setUp(): void {
		parent::setUp();
		$this->paired();
	}

	public function test_a_retry_is_served_as_the_contract_says_with_who_asked_and_what_they_saw(): void {
		$user   = \wp_get_current_user();
		$order  = $this->told( [ 'state' => 'held', 'exceptions' => [ self::KLARNA ] ] );
		$seen   = $this->get( "/orders/{$order->get_id()}" )->exception_list[0]->seen;
		$before = $this->row( 'subject' );
		$answer = $this->good( 'POST', '/commands', [ 'command' => 'retry', 'subject' => $this->key( $order ), 'cause' => self::CAUSE, 'seen' => $seen ] );
		self::assertTrue( $answer->requested );

		// exchange() holds every row to contracts/schema/outbox-row.json.
		$rows = $this->exchange()->rows;
		self::assertSame( [ 'command' ], \array_column( $rows, 'kind' ) );
		self::assertSame( [ $answer->id, $this->key( $order ) ], [ $rows[0]->event->id, $rows[0]->event->subject ] );
		$command = clone $rows[0]->event->data;
		$about   = $command->about;
		unset( $command->about );
		self::assertSame( [ $this->key( $order ), 1 ], [ $about->subject, $about->data->rev ] );
		self::assertEquals(
			(object) [
				'command' => 'retry', 'by' => (object) [ 'user_id' => $user->ID, 'name' => 'Grace Hopper' ], 'asked_at' => $this->now, 'seen' => $seen, 'cause' => self::CAUSE, 'reason' => '', 'filter' => null,
			],
			$command
		);
		self::assertSame( $before, $this->row( 'subject' ), 'asking changes nothing of the order' );
	}

	public function test_retry_all_is_one_row_with_its_filter_and_the_count_that_was_shown(): void {
		$this->told( [ 'exceptions' => [ self::KLARNA ] ] );
		$this->told( [ 'exceptions' => [ self::KLARNA ] ] );
		$this->good( 'POST', '/commands', [ 'command' => 'retry', 'filter' => [ 'cause' => self::CAUSE, 'count' => 2 ] ] );
		$rows = $this->exchange()->rows;
		self::assertCount( 1, $rows );
		self::assertSame( 'exception/all', $rows[0]->event->subject );
		self::assertEquals( (object) [ 'cause' => self::CAUSE, 'count' => 2 ], $rows[0]->event->data->filter );
	}

	public function test_what_is_not_any_more_as_the_person_saw_it_is_refused(): void {
		$order = $this->told( [ 'exceptions' => [ self::KLARNA ] ] );
		$this->told( [ 'exceptions' => [ self::KLARNA ] ] );
		$this->refusedWith( 409, [ 'command' => 'retry', 'filter' => [ 'cause' => self::CAUSE, 'count' => 1 ] ] );
		$this->refusedWith( 409, [ 'command' => 'retry', 'filter' => [ 'cause' => 'stock:MUG', 'count' => 1 ] ] );
		$this->apply( [ $this->mirror( $this->key( $order ) ) ] );
		$this->refusedWith( 409, [ 'command' => 'retry', 'subject' => $this->key( $order ), 'cause' => self::CAUSE ] );
		$this->refusedWith( 404, [ 'command' => 'retry', 'subject' => 'order/424242' ] );
	}

	public function test_resolving_and_ignoring_need_a_reason(): void {
		$order = $this->told( [ 'exceptions' => [ self::KLARNA ] ] );
		foreach ( [ 'resolve', 'ignore' ] as $command ) {
			foreach ( [ '', '   ' ] as $reason ) {
				$this->refusedWith( 400, [ 'command' => $command, 'reason' => $reason, 'subject' => $this->key( $order ), 'cause' => self::CAUSE ] );
			}
		}
	}

	public function test_nonsense_is_refused(): void {
		$order = $this->told( [ 'exceptions' => [ self::KLARNA ] ] );
		$good  = [ 'command' => 'retry', 'subject' => $this->key( $order ) ];
		foreach ( [ [], [ 'command' => 'refund' ] + $good, [ 'command' => 'retry' ], [ 'subject' => '../1' ] + $good, [ 'reason' => \str_repeat( 'x', 501 ) ] + $good, [ 'seen' => [ 'epoch' => -1, 'n' => 1 ] ] + $good, $good + [ 'filter' => [ 'cause' => self::CAUSE, 'count' => 1 ] ] ] as $body ) {
			$this->refusedWith( 400, $body );
		}
	}

	public function test_requested_is_shown_until_the_worker_has_told_something_newer(): void {
		$order     = $this->told( [ 'state' => 'held', 'exceptions' => [ self::KLARNA ] ] );
		$requested = fn (): array => [ $this->get( "/orders/{$order->get_id()}" )->exception_list[0]->requested?->command, $this->get( '/exceptions' )->exceptions[0]->requested?->command ];
		self::assertSame( [ null, null ], $requested() );

		$this->now += 1000;
		$this->good( 'POST', '/commands', [ 'command' => 'retry', 'subject' => $this->key( $order ), 'cause' => self::CAUSE ] );
		self::assertSame( [ 'retry', 'retry' ], $requested() );

		$this->now += 1000;
		$this->acknowledgeAll();
		self::assertSame( [ 'retry', 'retry' ], $requested(), 'fetched, and its outcome not yet told' );

		$this->now += 1000;
		$this->apply( [ $this->mirror( $this->key( $order ), [ 'exceptions' => [ self::KLARNA ] ] ) ] );
		self::assertSame( [ null, null ], $requested() );
	}

	public function test_requested_of_one_order_is_not_said_of_all_that_share_its_cause(): void {
		$order = $this->told( [ 'exceptions' => [ self::KLARNA ] ] );
		$other = $this->told( [ 'exceptions' => [ self::KLARNA ] ] );
		$this->good( 'POST', '/commands', [ 'command' => 'retry', 'subject' => $this->key( $order ), 'cause' => self::CAUSE ] );
		self::assertNull( $this->get( '/exceptions' )->exceptions[0]->requested );
		self::assertNull( $this->get( "/orders/{$other->get_id()}" )->exception_list[0]->requested );

		$this->good( 'POST', '/commands', [ 'command' => 'retry', 'filter' => [ 'cause' => self::CAUSE, 'count' => 2 ] ] );
		self::assertSame( 'retry', $this->get( '/exceptions' )->exceptions[0]->requested->command );
		self::assertSame( 'retry', $this->get( "/orders/{$other->get_id()}" )->exception_list[0]->requested->command );
	}

	public function test_a_fetched_command_that_changes_nothing_is_not_called_requested_for_ever(): void {
		$order = $this->told( [ 'exceptions' => [ self::KLARNA ] ] );
		$this->good( 'POST', '/commands', [ 'command' => 'retry', 'subject' => $this->key( $order ), 'cause' => self::CAUSE ] );
		$this->now += 1000;
		$this->acknowledgeAll();
		$this->now += 120_001;
		self::assertNull( $this->get( "/orders/{$order->get_id()}" )->exception_list[0]->requested );
	}

	public function test_acknowledging_and_ignoring_hold_at_once_because_they_change_no_order(): void {
		$order = $this->told( [ 'exceptions' => [ self::KLARNA ] ] );
		$about = [ 'subject' => $this->key( $order ), 'cause' => self::CAUSE ];
		$this->good( 'POST', '/commands', $about + [ 'command' => 'acknowledge' ] );
		$shown = $this->get( '/exceptions' )->exceptions[0];
		self::assertSame( [ 'acknowledged', null ], [ $shown->status, $shown->requested ] );

		$this->good( 'POST', '/commands', $about + [ 'command' => 'ignore', 'reason' => 'A test order' ] );
		$shown = $this->get( '/exceptions' )->exceptions[0];
		self::assertSame( [ 'ignored', 'Grace Hopper', 'A test order' ], [ $shown->status, $shown->closed_by, $shown->closed_reason ] );
		self::assertCount( 2, $this->exchange()->rows, 'the worker hears of both' );
	}

	public function test_resolved_is_said_when_the_worker_has_done_it_with_who_and_why(): void {
		$order = $this->told( [ 'exceptions' => [ self::KLARNA ] ] );
		$this->good( 'POST', '/commands', [ 'command' => 'resolve', 'reason' => 'Booked by hand', 'subject' => $this->key( $order ), 'cause' => self::CAUSE ] );
		$shown = $this->get( '/exceptions' )->exceptions[0];
		self::assertSame( [ 'open', null, 'resolve' ], [ $shown->status, $shown->closed_at, $shown->requested->command ] );
		$this->acknowledgeAll();
		$this->now += 1000;
		$this->apply( [ $this->mirror( $this->key( $order ) ) ] );
		$shown = $this->get( '/exceptions' )->exceptions[0];
		self::assertSame( [ 'resolved', $this->now, 'Grace Hopper', 'Booked by hand' ], [ $shown->status, $shown->closed_at, $shown->closed_by, $shown->closed_reason ] );
	}

	/** @param array<string, mixed> $body */
	private function refusedWith( int $status, array $body ): void {
		$before          = [ $this->row( 'outbox' ), $this->row( 'exception' ) ];
		[ $got, $answer ] = $this->call( 'POST', '/commands', $body );
		self::assertSame( $status, $got, (string) \json_encode( [ $body, $answer ] ) );
		self::assertNotSame( '', $answer->message );
		self::assertSame( $before, [ $this->row( 'outbox' ), $this->row( 'exception' ) ], 'a refused command touches nothing' );
	}
}
