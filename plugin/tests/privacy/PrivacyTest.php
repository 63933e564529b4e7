<?php
declare(strict_types=1);

namespace Causeway\Tests\Privacy;

use Causeway\Privacy\KeptOrders;
use Causeway\Privacy\Registration;
use Causeway\Tests\ReadModel\ReadModelTestCase;
use Causeway\Tests\Shop;

/** Export and erasure through WordPress's own tools. */
final class PrivacyTest extends ReadModelTestCase {

	private const EMAIL = 'ada@example.org';

	protected function setUp(): void {
		parent::setUp();
		$this->paired();
	}

	public function test_the_export_holds_what_is_kept_of_the_customers_orders_and_of_nobody_elses(): void {
		$order = $this->told( [ 'state' => 'accepted', 'erp_number' => 'SO-7' ] );
		$other = Shop::order();
		$other->set_billing_email( 'grace@example.org' );
		$other->save();
		$this->endRequest();
		$items = $this->export()['data'];
		self::assertContains( $this->key( $order ), \array_column( $items, 'item_id' ) );
		self::assertNotContains( $this->key( $other ), \array_column( $items, 'item_id' ) );
		$item   = $items[ \array_search( $this->key( $order ), \array_column( $items, 'item_id' ), true ) ];
		$values = \array_column( $item['data'], 'value', 'name' );
		self::assertSame( [ 'accepted', 'SO-7' ], [ $values['State'], $values['ERP number'] ] );
		self::assertStringContainsString( self::EMAIL, $values['Copy of the order'] );
	}

	public function test_a_finished_orders_copy_is_erased_and_the_flow_keeps_its_memory(): void {
		$checkpoint = [ 'flow' => 'order', 'version' => 1, 'body' => [ 'k' => 'v' ] ];
		$order      = $this->told( [ 'state' => 'completed', 'open' => false, 'external_id' => 'DEMO-1-0a1b', 'checkpoint' => $checkpoint ], 'completed' );
		$before     = $this->subject( $order );
		$answer     = $this->erase();
		self::assertSame( [ true, false, [], true ], [ $answer['items_removed'], $answer['items_retained'], $answer['messages'], $answer['done'] ] );
		$after = $this->subject( $order );
		self::assertNull( $after?->snapshot );
		self::assertSame( [ $before?->rev, $before?->hash, $before?->epoch, $before?->n ], [ $after?->rev, $after?->hash, $after?->epoch, $after?->n ] );
		self::assertSame( $checkpoint, \json_decode( (string) $this->row( 'subject' )[0]['checkpoint'], true ) );
		self::assertStringNotContainsString( self::EMAIL, (string) \json_encode( [ $this->row( 'subject' ), $this->row( 'outbox' ), $this->row( 'archive' ) ] ) );
		self::assertFalse( $this->erase()['items_removed'], 'a second time there is nothing left' );
	}

	public function test_an_order_under_way_keeps_its_copy_and_says_so(): void {
		$order  = $this->told( [ 'state' => 'accepted' ] );
		$answer = $this->erase();
		self::assertSame( [ false, true ], [ $answer['items_removed'], $answer['items_retained'] ] );
		self::assertStringContainsString( $order->get_order_number(), $answer['messages'][0] );
		self::assertNotNull( $this->subject( $order )?->snapshot );
	}

	public function test_a_finished_order_with_a_change_that_waits_keeps_its_copy_until_the_worker_has_it(): void {
		$order = $this->told( [ 'state' => 'completed', 'open' => false ], 'completed' );
		$order->set_customer_note( 'Please ring twice' );
		$order->save();
		$this->endRequest();
		self::assertTrue( $this->erase()['items_retained'] );
		self::assertNotNull( $this->subject( $order )?->snapshot );
		$served = $this->exchange()->rows;
		self::assertSame( 'Please ring twice', $served[0]->event->data->snapshot->customer_note );
		$this->acknowledgeAll();
		self::assertTrue( $this->erase()['items_removed'] );
		self::assertNull( $this->subject( $order )?->snapshot );
	}

	public function test_personal_data_that_a_system_put_into_a_text_is_erased_from_it(): void {
		$order = $this->told(
			[
				'reason'     => 'Refused: ' . self::EMAIL . ' is blocked', 'timeline' => [ [ 'at' => 1, 'actor' => 'erp', 'text' => 'No account for ' . self::EMAIL, 'level' => 'error' ] ],
				'exceptions' => [ [ 'detail' => self::EMAIL . ' is blocked' ] + self::KLARNA ],
			]
		);
		self::assertTrue( $this->erase()['items_removed'] );
		$answer = $this->get( "/orders/{$order->get_id()}" );
		self::assertStringNotContainsString( self::EMAIL, (string) \json_encode( $answer ) );
		self::assertSame( [ 'Refused: […] is blocked', 'No account for […]' ], [ $answer->reason, $answer->timeline[0]->text ] );
	}

	public function test_the_audit_of_an_order_is_exported_and_what_a_person_wrote_of_the_customer_erased(): void {
		$entry = [ 'at' => 1_800_000_000_000, 'actor' => 'user:7', 'action' => 'order_skipped', 'about' => '', 'before' => 'held', 'after' => 'skipped', 'why' => 'Asked for by ' . self::EMAIL ];
		$order = $this->told( [ 'audit' => [ $entry ] ] );
		$data  = \array_column( $this->export()['data'], 'data', 'item_id' )[ $this->key( $order ) ];
		self::assertSame( '2027-01-15T08:00:00.000Z user:7, order_skipped, held, skipped, Asked for by ' . self::EMAIL, \array_column( $data, 'value', 'name' )['Audit'] );
		self::assertTrue( $this->erase()['items_removed'] );
		self::assertSame( [ [ 'user:7', 'Asked for by […]' ] ], \array_map( static fn ( array $row ): array => [ $row['actor'], $row['why'] ], $this->row( 'audit' ) ) );
	}

	public function test_why_goods_came_back_is_exported_and_once_the_return_is_over_erased(): void {
		$this->plugin()->settings()->write( [ 'return_days' => 10 ] );
		$order   = $this->told( [ 'state' => 'completed', 'open' => false ], 'completed' );
		$request = $this->plugin()->returnDesk()->ask( $order->get_id(), [ 'quantities' => [ (int) \array_key_first( $order->get_items() ) => '1' ], 'reason' => 'My ring finger swells', 'exchange' => false, 'known' => null ], 'customer', 0 );
		$this->endRequest();
		$data = \array_column( $this->export()['data'], 'data', 'item_id' )[ $this->key( $order ) ];
		self::assertStringContainsString( 'My ring finger swells', \array_column( $data, 'value', 'name' )['Returns'] );
		self::assertStringContainsString( "Return {$request->id} is still under way", \implode( $this->erase()['messages'] ) );
		self::assertSame( 'My ring finger swells', $this->plugin()->returns()->find( $request->id )?->reason );

		$this->apply( [ $this->mirror( $request->subject(), [ 'state' => 'closed', 'open' => false, 'reason' => self::EMAIL . ' was paid' ] ) ] );
		self::assertTrue( $this->erase()['items_removed'] );
		self::assertStringNotContainsString( 'finger', (string) \json_encode( [ $this->row( 'return' ), $this->row( 'subject' ) ] ) );
		self::assertStringNotContainsString( self::EMAIL . ' was', (string) \json_encode( $this->row( 'subject' ) ) );
	}

	public function test_orders_come_in_pages(): void {
		for ( $i = 0; $i <= KeptOrders::PER_PAGE; $i++ ) {
			Shop::order();
		}
		$this->endRequest();
		$first = $this->export( 1 );
		$rest  = $this->export( 2 );
		self::assertFalse( $first['done'] );
		$keys = \array_column( [ ...$first['data'], ...$rest['data'] ], 'item_id' );
		self::assertGreaterThan( KeptOrders::PER_PAGE, \count( $keys ) );
		self::assertSame( \array_unique( $keys ), $keys );
	}

	public function test_wordpress_finds_both_and_ours_erases_before_woocommerce_hides_whose_the_orders_are(): void {
		Registration::register();
		self::assertArrayHasKey( Registration::ID, \apply_filters( 'wp_privacy_personal_data_exporters', [] ) );
		self::assertSame( Registration::ID, \array_key_first( \apply_filters( 'wp_privacy_personal_data_erasers', [ 'woocommerce-customer-orders' => [] ] ) ) );
	}

	/** @return array<string, mixed> */
	private function export( int $page = 1 ): array {
		return Registration::exporters( [] )[ Registration::ID ]['callback']( self::EMAIL, $page );
	}

	/** @return array<string, mixed> */
	private function erase(): array {
		return Registration::erasers( [] )[ Registration::ID ]['callback']( self::EMAIL, 1 );
	}
}
