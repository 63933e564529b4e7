<?php
declare(strict_types=1);

namespace Causeway\Tests\ReadModel;

use Causeway\ReadModel\OrderList;
use Causeway\Tests\Shop;
use PHPUnit\Framework\Attributes\DataProvider;

/** The list of orders. */
final class OrdersTest extends ReadModelTestCase {

	public function test_every_order_has_one_state_and_one_reason(): void {
		$this->paired();
		$order  = $this->told( [ 'state' => 'retrying', 'reason' => 'The ERP is slow.', 'waiting_for' => 'the next attempt', 'since' => 7, 'attempt' => [ 'n' => 3, 'of' => 8, 'next_at' => 9 ], 'erp_number' => 'SO-7' ] );
		$answer = $this->get( '/orders' );
		self::assertSame( 1, $answer->total );
		$row = (array) $answer->orders[0];
		unset( $row['updated_at'] );
		self::assertEquals(
			[
				'order_id' => $order->get_id(), 'number' => $order->get_order_number(), 'state' => 'retrying', 'reason' => 'The ERP is slow.', 'waiting_for' => 'the next attempt', 'since' => 7,
				'attempt' => (object) [ 'n' => 3, 'of' => 8, 'next_at' => 9 ], 'erp_number' => 'SO-7', 'external_id' => null, 'open' => true, 'exceptions' => 0, 'seen' => (object) [ 'epoch' => 1, 'n' => 1 ],
			],
			$row
		);
	}

	/** @return array<string, array{0: \Closure(\WC_Order): string}> */
	public static function searches(): array {
		return [
			'its id'                       => [ static fn ( \WC_Order $order ): string => (string) $order->get_id() ],
			'its number as people type it' => [ static fn ( \WC_Order $order ): string => ' #' . $order->get_order_number() . ' ' ],
			'its subject'                  => [ static fn ( \WC_Order $order ): string => 'order/' . $order->get_id() ],
			'its ERP number'               => [ static fn (): string => 'SO-4711' ],
			'the start of its ERP number'  => [ static fn (): string => 'SO-47' ],
			'its ERP number in lower case' => [ static fn (): string => 'so-4711' ],
			'its external id'              => [ static fn ( \WC_Order $order ): string => "DEMO-{$order->get_id()}-0a1b" ],
		];
	}

	/** @param \Closure(\WC_Order): string $typed */
	#[DataProvider( 'searches' )]
	public function test_an_order_is_found_by( \Closure $typed ): void {
		$this->paired();
		$this->told( [ 'erp_number' => 'PO-1' ] );
		$order = $this->knownOrder();
		$this->apply( [ $this->mirror( $this->key( $order ), [ 'erp_number' => 'SO-4711', 'external_id' => "DEMO-{$order->get_id()}-0a1b" ] ) ] );
		$this->told( [ 'erp_number' => 'SO-9' ] );
		self::assertSame( [ $order->get_id() ], $this->ids( $this->get( '/orders', [ 'search' => $typed( $order ) ] ) ) );
	}

	#[DataProvider( 'wildcards' )]
	public function test_what_is_typed_is_text_and_no_pattern( string $typed ): void {
		$this->paired();
		$this->told( [ 'erp_number' => 'SO-1' ] );
		self::assertSame( 0, $this->get( '/orders', [ 'search' => $typed ] )->total );
	}

	/** @return list<array{0: string}> */
	public static function wildcards(): array {
		return [ [ '%' ], [ 'S_-1' ], [ "' OR 1=1 -- " ], [ '\\' ], [ '%s' ], [ '{subject}' ] ];
	}

	public function test_an_order_that_the_worker_has_never_seen_says_so(): void {
		$this->paired();
		$order = Shop::order();
		$this->endRequest();
		$row = $this->get( '/orders' )->orders[0];
		self::assertSame( [ $order->get_id(), 'captured', 'the worker', $this->now ], [ $row->order_id, $row->state, $row->waiting_for, $row->since ] );
		self::assertNotSame( '', $row->reason );
	}

	public function test_an_order_whose_request_was_killed_before_its_look_was_filled_is_listed_first(): void {
		$this->paired();
		$known = $this->told();
		$this->plugin()->outbox()->mark( 'order/987654' );
		$this->now += 30_000;
		$answer = $this->get( '/orders' );
		self::assertSame( [ 987_654, $known->get_id() ], $this->ids( $answer ) );
		self::assertSame( [ 2, 'captured', $this->now - 30_000 ], [ $answer->total, $answer->orders[0]->state, $answer->orders[0]->since ] );
		self::assertSame( [ 987_654 ], $this->ids( $this->get( '/orders', [ 'search' => '987654' ] ) ) );
		self::assertSame( [ $known->get_id() ], $this->ids( $this->get( '/orders', [ 'state' => [ 'accepted' ] ] ) ) );
	}

	public function test_lists_are_narrowed_by_state_progress_and_exceptions(): void {
		$this->paired();
		$held   = $this->told( [ 'state' => 'held', 'exceptions' => [ self::KLARNA ] ] );
		$done   = $this->told( [ 'state' => 'completed', 'open' => false ] );
		$unseen = Shop::order();
		$this->endRequest();
		$ids = fn ( array $query ): array => $this->ids( $this->get( '/orders', $query ) );
		self::assertSame( [ $held->get_id() ], $ids( [ 'state' => [ 'held' ] ] ) );
		self::assertSame( [ $done->get_id(), $held->get_id() ], $ids( [ 'state' => [ 'held', 'completed' ] ] ) );
		self::assertSame( [ $unseen->get_id() ], $ids( [ 'state' => [ 'captured' ] ] ) );
		self::assertSame( [], $ids( [ 'state' => [ 'before_go_live' ] ] ) );
		self::assertSame( [ $done->get_id() ], $ids( [ 'open' => 'false' ] ) );
		self::assertSame( [ $unseen->get_id(), $held->get_id() ], $ids( [ 'open' => 'true' ] ) );
		self::assertSame( [ $held->get_id() ], $ids( [ 'exceptions' => 'true' ] ) );
		self::assertSame( [ $unseen->get_id(), $done->get_id() ], $ids( [ 'exceptions' => 'false' ] ) );
		self::assertSame( 1, $this->get( '/orders', [ 'state' => [ 'held' ] ] )->orders[0]->exceptions );
	}

	public function test_an_order_from_before_go_live_is_listed_as_that(): void {
		$this->paired( false );
		$order = Shop::order();
		$this->endRequest();
		self::assertSame( 'captured', $this->get( '/orders' )->orders[0]->state, 'not live: it may still be sent' );
		$this->now = ( \time() + 60 ) * 1000;
		$this->plugin()->goLive()->at( $this->now );
		self::assertSame( [ $order->get_id() ], $this->ids( $this->get( '/orders', [ 'state' => [ 'before_go_live' ] ] ) ) );
		self::assertSame( 'before_go_live', $this->get( '/orders' )->orders[0]->state );
		self::assertSame( 0, $this->get( '/orders', [ 'state' => [ 'captured' ] ] )->total );
	}

	public function test_searching_an_order_that_causeway_has_nothing_of_tells_why(): void {
		$this->plugin()->settings()->write( [ 'capturing' => false ] );
		$order = Shop::order();
		$this->newRequest();
		$answer = $this->get( '/orders', [ 'search' => (string) $order->get_id() ] );
		self::assertSame( [ 1, 'not_captured' ], [ $answer->total, $answer->orders[0]->state ] );
		self::assertStringContainsString( 'no worker has been paired', $answer->orders[0]->reason );
		self::assertSame( 0, $this->get( '/orders' )->total );
	}

	public function test_pages_follow_one_another_newest_first_or_as_asked(): void {
		$this->paired();
		$ids = [];
		foreach ( [ 30, 10, 20 ] as $since ) {
			$ids[ $since ] = $this->told( [ 'since' => $since ] )->get_id();
		}
		$page = fn ( array $query ): array => $this->ids( $this->get( '/orders', $query + [ 'per_page' => 2 ] ) );
		self::assertSame( [ $ids[20], $ids[10] ], $page( [] ) );
		self::assertSame( [ $ids[30] ], $page( [ 'page' => 2 ] ) );
		self::assertSame( [ $ids[10], $ids[20] ], $page( [ 'sort' => 'since', 'direction' => 'asc' ] ) );
		self::assertSame( 3, $this->get( '/orders', [ 'per_page' => 2 ] )->total );
		self::assertSame( OrderList::TOTAL_MAX, $this->get( '/orders' )->total_max );
	}

	public function test_nonsense_is_refused_with_the_parameters_name(): void {
		foreach ( [ [ 'sort' => 'user_pass' ], [ 'per_page' => 1000 ], [ 'page' => 0 ], [ 'state' => [ "x'" ] ], [ 'search' => \str_repeat( 'x', 81 ) ] ] as $query ) {
			[ $status, $body ] = $this->call( 'GET', '/orders', $query );
			self::assertSame( [ 400, 'causeway_invalid' ], [ $status, $body->code ] );
			self::assertStringContainsString( (string) \array_key_first( $query ), $body->message );
		}
	}

	public function test_no_answer_holds_personal_data(): void {
		$this->paired();
		$order  = $this->told( [ 'exceptions' => [ self::KLARNA ] ] );
		$answer = \json_encode( [ $this->get( '/orders' ), $this->get( "/orders/{$order->get_id()}" ), $this->get( '/exceptions' ), $this->get( '/exceptions/' . self::KLARNA['cause'] ), $this->get( '/status' ) ] );
		self::assertStringContainsString( 'ada@example.org', (string) $this->subject( $order )?->snapshot );
		self::assertStringNotContainsString( 'ada@', (string) $answer );
		self::assertStringNotContainsString( 'Ada', (string) $answer );
	}
}
