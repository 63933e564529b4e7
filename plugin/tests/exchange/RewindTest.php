<?php
declare(strict_types=1);

namespace Causeway\Tests\Exchange;

use Causeway\Exchange\Rewind;

/** A shop restored from a backup: recognised by its acknowledgement number, held until a person decides. */
final class RewindTest extends ExchangeTestCase {

	protected function setUp(): void {
		parent::setUp();
		$this->paired();
	}

	public function test_the_acknowledgement_number_rises_with_rows_and_with_effects(): void {
		$order  = $this->placed();
		$row    = $this->exchange()->rows[0]->row;
		$mirror = [
			'id' => 'DEMO/1/1', 'subject' => $this->key( $order ), 'epoch' => 1, 'n' => 1, 'kind' => 'mirror',
			'body' => [
				'state' => 'accepted', 'reason' => '', 'waiting_for' => '', 'since' => 1, 'attempt' => null, 'open' => true, 'external_id' => null, 'erp_number' => null,
				'trace_id' => null, 'stages' => [], 'gates' => [], 'timeline' => [], 'exceptions' => [], 'checkpoint' => null,
			],
		];
		$number = fn ( array $fields ): int => $this->exchange( $fields )->ack->number;
		self::assertSame( 0, $number( [] ) );
		self::assertSame( 1, $number( [ 'ack' => [ 'rows' => [ $row ] ] ] ) );
		self::assertSame( 2, $number( [ 'effects' => [ $mirror ] ] ) );
		self::assertSame( 3, $number( [ 'ack' => [ 'number' => 2, 'rows' => [ $row ] ], 'effects' => [ $mirror ] ] ), 'by one, also when it brings both' );
		self::assertSame( 3, $number( [ 'ack' => [ 'number' => 3 ] ] ) );
	}

	public function test_a_worker_that_remembers_more_is_refused_and_nothing_but_the_mark_and_its_exception_is_written(): void {
		$order = $this->placed();
		$this->exchange();
		$this->plugin()->links()->change( [ 'ack_number' => 4 ] );
		$before  = $this->everything();
		$refusal = $this->rewound( 9, [ 'ack' => [ 'rows' => [ 1 ] ], 'doorbell' => 'http://127.0.0.1:9/', 'lease' => [ 'release' => true ] ] );
		self::assertSame( [ 409, 9, 4 ], [ $refusal->data->status, $refusal->data->remembered, $refusal->data->found ] );
		self::assertSame( [ $this->now, 9 ], [ $this->link()->rewoundAt, $this->link()->rewoundFrom ] );
		$this->plugin()->links()->change( [ 'rewound_at' => null, 'rewound_from' => 0 ] );
		self::assertSame( $before, $this->everything() );

		$exception = $this->row( 'exception' )[0];
		self::assertSame( [ Rewind::CAUSE, 'conflict', 'critical', 'it', 'open' ], [ $exception['cause'], $exception['category'], $exception['severity'], $exception['owner'], $exception['status'] ] );
		self::assertSame( [ 'system/shop' ], \array_column( $this->row( 'exception_subject' ), 'subject' ) );
		self::assertNotNull( $order );
	}

	public function test_while_nobody_decided_every_exchange_is_refused_and_the_exception_stays_one(): void {
		$this->restored( 4, 9 );
		$this->now += 15_000;
		$this->rewound( 9 );
		$this->rewound( 11 );
		$this->rewound( 0 );
		self::assertSame( [ $this->now - 15_000, 11 ], [ $this->link()->rewoundAt, $this->link()->rewoundFrom ], 'since the first, the highest' );
		self::assertCount( 1, $this->row( 'exception' ) );
		self::assertSame( (string) ( $this->now - 15_000 ), $this->row( 'exception' )[0]['opened_at'] );
	}

	public function test_the_restore_is_seen_before_the_lease_so_that_a_lease_from_before_is_not_what_the_worker_hears_of(): void {
		$this->exchange();
		$this->plugin()->links()->change( [ 'ack_number' => 4, 'lease_epoch' => 7, 'lease_engine' => self::OTHER_ENGINE ] );
		$this->rewound( 9 );
		self::assertSame( 7, $this->link()->leaseEpoch );
	}

	public function test_to_continue_begins_a_new_incarnation_in_which_the_worker_is_let_in_again(): void {
		$known  = $this->knownOrder();
		$waits  = $this->placed();
		$served = $this->exchange()->rows[0];
		$this->restored( 4, 9 );
		self::assertTrue( $this->plugin()->rewind()->goOn( 'user:1', 'The disk died.' ) );

		self::assertSame( [ 2, 10, null, 0 ], [ $this->link()->incarnation, $this->link()->ackNumber, $this->link()->rewoundAt, $this->link()->rewoundFrom ] );
		self::assertSame( [ 2, 2 ], [ $this->subject( $known )->incarnation, $this->subject( $waits )->incarnation ] );
		$exception = $this->row( 'exception' )[0];
		self::assertSame( [ 'resolved', 'user:1', 'The disk died.' ], [ $exception['status'], $exception['closed_by'], $exception['closed_reason'] ] );
		self::assertSame( [], $this->row( 'exception_subject' ) );

		$answer = $this->exchange( [ 'ack' => [ 'number' => 9, 'rows' => [ $served->row ] ], 'shop' => [ 'incarnation' => 1 ] ] );
		self::assertSame( [ 2, 11 ], [ $answer->shop->incarnation, $answer->ack->number ] );
		self::assertSame( [ $served->row ], \array_column( $answer->rows, 'row' ), 'a number from before the restore acknowledges nothing: it may be another row\'s' );
		self::assertSame( 2, $answer->rows[0]->event->data->incarnation );
	}

	public function test_an_effect_decided_before_the_restore_is_stale(): void {
		$order = $this->knownOrder();
		$this->restored( 0, 9 );
		$this->plugin()->rewind()->goOn( 'user:1', 'Because.' );
		$status = [ 'id' => 'DEMO/1/1', 'subject' => $this->key( $order ), 'epoch' => 1, 'n' => 1, 'kind' => 'status', 'decided_on' => [ 'incarnation' => 1, 'rev' => 1 ], 'accepts' => [ 'processing' ], 'body' => [ 'to' => 'completed', 'note' => '' ] ];
		$answer = $this->exchange( [ 'ack' => [ 'number' => 9 ], 'effects' => [ $status ] ] )->answers[0];
		self::assertSame( [ 'stale', 2 ], [ $answer->result, $answer->look->incarnation ] );
		self::assertSame( 'processing', \wc_get_order( $order->get_id() )->get_status() );
	}

	/** Killed before each of its statements, and then asked again: the end is the same, and no half of it lets a worker in. */
	public function test_to_continue_may_be_cut_off_anywhere_and_repeated(): void {
		$order = $this->knownOrder();
		for ( $cut = 1; $cut < 20; $cut++ ) {
			$this->wpdb()->update( $this->wpdb()->prefix . 'causeway_subject', [ 'incarnation' => 1 ], [ 'subject' => $this->key( $order ) ] );
			$this->plugin()->links()->change( [ 'incarnation' => 1, 'ack_number' => 4, 'rewound_at' => null, 'rewound_from' => 0 ] );
			$this->rewound( 9 );
			$whole = $this->cutOffAt( $cut );
			if ( null !== $this->link()->rewoundAt ) {
				$this->rewound( 9 );
				self::assertTrue( $this->plugin()->rewind()->goOn( 'user:1', 'Because.' ) );
			}
			$answer = $this->exchange( [ 'ack' => [ 'number' => 9 ] ] );
			$shop   = $this->link()->incarnation;
			self::assertGreaterThan( 1, $shop, "cut {$cut}" );
			self::assertSame( [ $shop, $shop, null, 0 ], [ $answer->shop->incarnation, $this->subject( $order )->incarnation, $this->link()->rewoundAt, $this->link()->rewoundFrom ], "cut {$cut}" );
			self::assertSame( [ 'resolved', 'user:1' ], [ $this->row( 'exception' )[0]['status'], $this->row( 'exception' )[0]['closed_by'] ], "cut {$cut}" );
			if ( $whole ) {
				self::assertGreaterThan( 4, $cut );
				return;
			}
		}
		self::fail( 'it never ended' );
	}

	public function test_to_wait_acknowledges_and_changes_nothing_else(): void {
		$this->restored( 4, 9 );
		$before = $this->row( 'link' );
		self::assertTrue( $this->plugin()->rewind()->wait() );
		self::assertSame( $before, $this->row( 'link' ) );
		self::assertSame( 'acknowledged', $this->row( 'exception' )[0]['status'] );
		$this->rewound( 9 );
		self::assertSame( 'acknowledged', $this->row( 'exception' )[0]['status'] );
	}

	public function test_when_the_numbers_agree_again_it_goes_on_by_itself(): void {
		$order = $this->knownOrder();
		$this->restored( 4, 9 );
		$this->plugin()->rewind()->wait();
		$this->plugin()->links()->change( [ 'ack_number' => 9 ] );
		$answer = $this->exchange( [ 'ack' => [ 'number' => 9 ] ] );
		self::assertSame( [ 1, 9 ], [ $answer->shop->incarnation, $answer->ack->number ] );
		self::assertSame( [ null, 0 ], [ $this->link()->rewoundAt, $this->link()->rewoundFrom ] );
		self::assertSame( [ 'resolved', 'causeway' ], [ $this->row( 'exception' )[0]['status'], $this->row( 'exception' )[0]['closed_by'] ] );
		self::assertSame( 1, $this->subject( $order )->incarnation );
		self::assertFalse( $this->plugin()->rewind()->goOn( 'user:1', 'Too late.' ), 'nothing to decide any more' );
		self::assertSame( 1, $this->link()->incarnation );
	}

	public function test_a_second_restore_opens_the_exception_again(): void {
		$this->restored( 4, 9 );
		$this->plugin()->rewind()->goOn( 'user:1', 'Because.' );
		$this->restored( 2, 12 );
		$exception = $this->row( 'exception' )[0];
		self::assertSame( [ 'open', '', null ], [ $exception['status'], $exception['closed_by'], $exception['closed_reason'] ] );
		$this->plugin()->rewind()->goOn( 'user:2', 'Again.' );
		self::assertSame( [ 3, 13 ], [ $this->link()->incarnation, $this->link()->ackNumber ] );
	}

	public function test_the_same_backup_twice_begins_a_third_incarnation_and_not_the_second_again(): void {
		$order = $this->knownOrder();
		$this->restored( 4, 9 );
		$this->plugin()->rewind()->goOn( 'user:1', 'Because.' );
		$this->exchange( [ 'ack' => [ 'number' => 10 ] ] );
		// The backup is from before the first restore, and so is its incarnation.
		$this->wpdb()->update( $this->wpdb()->prefix . 'causeway_subject', [ 'incarnation' => 1 ], [ 'subject' => $this->key( $order ) ] );
		$this->plugin()->links()->change( [ 'incarnation' => 1, 'ack_number' => 4 ] );
		$this->rewound( 12, [ 'shop' => [ 'incarnation' => 2 ] ] );
		$this->plugin()->rewind()->goOn( 'user:1', 'Again.' );
		$answer = $this->exchange( [ 'ack' => [ 'number' => 12 ], 'shop' => [ 'incarnation' => 2 ] ] );
		self::assertSame( [ 3, 3 ], [ $answer->shop->incarnation, $this->subject( $order )->incarnation ] );
	}

	/** The database of a moment when the acknowledgement number was lower is back, and the worker comes. */
	private function restored( int $found, int $remembered ): void {
		$this->plugin()->links()->change( [ 'ack_number' => $found ] );
		$this->rewound( $remembered );
	}

	private function rewound( int $remembered, array $fields = [] ): \stdClass {
		[ $status, $body ] = $this->post( '/exchange', $this->request( \array_replace_recursive( [ 'ack' => [ 'number' => $remembered ] ], $fields ) ), $this->token );
		self::assertSame( [ 409, 'causeway_rewound' ], [ $status, $body->code ?? '' ] );
		$this->assertShape( 'refusal', $body );
		return $body;
	}

	/** @return bool Whether it came to its end before that statement. */
	private function cutOffAt( int $statement ): bool {
		$die = static function ( string $sql ) use ( &$statement ): string {
			if ( \str_contains( $sql, 'causeway_' ) && 0 === --$statement ) {
				throw new \Error( 'killed' );
			}
			return $sql;
		};
		\add_filter( 'query', $die );
		try {
			$this->plugin()->rewind()->goOn( 'user:1', 'Because.' );
			return true;
		} catch ( \Error ) {
			return false;
		} finally {
			\remove_filter( 'query', $die );
		}
	}

	private function everything(): array {
		return [ $this->row( 'link' ), $this->row( 'outbox' ), $this->row( 'subject' ), $this->row( 'archive' ), \get_option( 'causeway' ) ];
	}
}
