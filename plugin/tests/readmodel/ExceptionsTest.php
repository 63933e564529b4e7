<?php
declare(strict_types=1);

namespace Causeway\Tests\ReadModel;

/** What needs a person, grouped by cause. */
final class ExceptionsTest extends ReadModelTestCase {

	public function test_one_cause_is_one_exception_with_its_orders_counted_and_the_first_named(): void {
		$this->paired();
		$orders = [];
		for ( $i = 0; $i < 5; $i++ ) {
			$this->now += 1000;
			$orders[]   = $this->told( [ 'state' => 'held', 'exceptions' => [ [ 'detail' => "Order {$i}" ] + self::KLARNA ] ] );
		}
		$answer = $this->get( '/exceptions' );
		self::assertSame( 1, $answer->total );
		$exception = $answer->exceptions[0];
		self::assertSame( [ 'mapping', 'error', 'it', 'open', 5 ], [ $exception->category, $exception->severity, $exception->owner, $exception->status, $exception->subjects ] );
		self::assertSame( \array_map( static fn ( \WC_Order $order ): int => $order->get_id(), \array_slice( $orders, 0, 3 ) ), \array_column( $exception->first_subjects, 'order_id' ) );
		self::assertSame( 'Order 0', $exception->first_subjects[0]->detail );

		$page = fn ( int $page ): array => \array_column( $this->get( '/exceptions/' . self::KLARNA['cause'], [ 'page' => $page, 'per_page' => 2 ] )->subject_list, 'order_id' );
		$ids  = \array_map( static fn ( \WC_Order $order ): int => $order->get_id(), $orders );
		self::assertSame( [ [ $ids[0], $ids[1] ], [ $ids[2], $ids[3] ], [ $ids[4] ], [] ], [ $page( 1 ), $page( 2 ), $page( 3 ), $page( 4 ) ] );
	}

	public function test_the_worst_stand_first_and_each_filter_narrows(): void {
		$this->paired();
		$stock = [ 'cause' => 'stock:MUG', 'category' => 'stock', 'severity' => 'critical', 'owner' => 'fulfilment' ] + self::KLARNA;
		$this->told( [ 'exceptions' => [ self::KLARNA ] ] );
		$gone = $this->told( [ 'exceptions' => [ [ 'cause' => 'timeout:erp', 'category' => 'timeout' ] + self::KLARNA ] ] );
		$this->told( [ 'exceptions' => [ $stock ] ] );
		$this->apply( [ $this->mirror( $this->key( $gone ) ) ] );
		$causes = fn ( array $query = [] ): array => \array_column( $this->get( '/exceptions', $query )->exceptions, 'cause' );
		self::assertSame( [ 'stock:MUG', self::KLARNA['cause'], 'timeout:erp' ], $causes() );
		self::assertSame( [ 'stock:MUG', self::KLARNA['cause'] ], $causes( [ 'status' => [ 'open', 'acknowledged' ] ] ) );
		self::assertSame( [ 'timeout:erp' ], $causes( [ 'status' => [ 'resolved' ] ] ) );
		self::assertSame( [ 'stock:MUG' ], $causes( [ 'owner' => 'fulfilment' ] ) );
		self::assertSame( [ self::KLARNA['cause'] ], $causes( [ 'category' => 'mapping' ] ) );
		self::assertSame( 2, $this->get( '/status' )->exceptions_open );
	}

	public function test_a_page_begins_where_the_one_before_ended_and_all_are_counted(): void {
		$this->paired();
		$causes = [];
		for ( $i = 0; $i < 5; $i++ ) {
			$this->now += 1000;
			$causes[]   = "mapping:tax_code:{$i}";
			$this->told( [ 'exceptions' => [ [ 'cause' => $causes[ $i ] ] + self::KLARNA ] ] );
		}
		$worst = 'mapping:tax_code:4';
		$this->told( [ 'exceptions' => [ [ 'cause' => $worst, 'severity' => 'critical' ] + self::KLARNA ] ] );
		$page = function ( int $page ): array {
			$answer = $this->get( '/exceptions', [ 'page' => $page, 'per_page' => 2 ] );
			return [ $answer->total, \array_column( $answer->exceptions, 'cause' ), \array_column( $answer->exceptions, 'subjects' ) ];
		};
		self::assertSame( [ 5, [ $worst, $causes[0] ], [ 2, 1 ] ], $page( 1 ) );
		self::assertSame( [ 5, [ $causes[1], $causes[2] ], [ 1, 1 ] ], $page( 2 ) );
		self::assertSame( [ 5, [ $causes[3] ], [ 1 ] ], $page( 3 ) );
		self::assertSame( [ 5, [], [] ], $page( 4 ) );
		self::assertSame( 400, $this->call( 'GET', '/exceptions', [ 'per_page' => 101 ] )[0] );
	}

	public function test_an_unknown_cause_is_not_found(): void {
		self::assertSame( 404, $this->call( 'GET', '/exceptions/mapping:nothing' )[0] );
	}
}
