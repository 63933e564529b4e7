<?php
declare(strict_types=1);

namespace Causeway\Tests\ReadModel;

use Causeway\Privacy\Registration;
use Causeway\Transcripts\TranscriptTable;

/** "What was sent and answered?": asked in the panel, carried to the worker and back, kept for an hour. */
final class TranscriptsTest extends ReadModelTestCase {

	private string $subject = '';

	protected function setUp(): void {
		parent::setUp();
		$this->paired();
		$this->subject = $this->key( $this->told( [ 'exceptions' => [ self::KLARNA ] ] ) );
	}

	public function test_what_staff_ask_reaches_the_worker_until_it_answers_and_then_the_panel(): void {
		self::assertSame( [ 'none', [] ], [ $this->state(), $this->exchange()->transcripts ] );

		self::assertSame( 'asked', $this->good( 'POST', "/transcripts/{$this->subject}" )->state );
		self::assertSame( [ $this->subject ], $this->exchange()->transcripts );
		self::assertSame( [ $this->subject ], $this->exchange()->transcripts, 'the answer got lost on its way' );
		self::assertSame( 'asked', $this->state() );

		self::assertSame( [], $this->exchange( [ 'transcripts' => [ self::spoken( $this->subject, 'Grüße ⛵' ) ] ] )->transcripts );
		$answered = $this->get( "/transcripts/{$this->subject}" );
		self::assertSame( [ 'answered', 'errors', 'Grüße ⛵' ], [ $answered->state, $answered->answer->keeps, $answered->answer->entries[0]->reply->body ] );
	}

	public function test_asked_again_the_worker_answers_anew(): void {
		$this->good( 'POST', "/transcripts/{$this->subject}" );
		$this->exchange( [ 'transcripts' => [ self::spoken( $this->subject, 'first' ) ] ] );
		self::assertSame( 'asked', $this->good( 'POST', "/transcripts/{$this->subject}" )->state );
		self::assertSame( [ $this->subject ], $this->exchange()->transcripts );
		$this->exchange( [ 'transcripts' => [ self::spoken( $this->subject, 'second' ) ] ] );
		self::assertSame( 'second', $this->get( "/transcripts/{$this->subject}" )->answer->entries[0]->reply->body );
	}

	public function test_an_answer_is_gone_after_an_hour_and_a_question_that_nobody_answers_ends(): void {
		$this->good( 'POST', "/transcripts/{$this->subject}" );
		$this->now += TranscriptTable::ASKED_MS;
		self::assertSame( [ 'unanswered', [] ], [ $this->state(), $this->exchange()->transcripts ] );
		$this->good( 'POST', "/transcripts/{$this->subject}" );
		$this->exchange( [ 'transcripts' => [ self::spoken( $this->subject, 'kept' ) ] ] );
		$this->now += TranscriptTable::KEPT_MS + 1;
		self::assertSame( 'none', $this->state() );
		$this->exchange();
		self::assertSame( [], $this->row( 'transcript' ), 'the exchange clears away' );
	}

	public function test_it_is_bounded_and_what_nobody_asked_for_is_not_kept(): void {
		for ( $i = 0; $i < TranscriptTable::ROWS_MAX + 5; $i++ ) {
			$this->now += 1;
			$this->plugin()->transcripts()->ask( "order/{$i}" );
		}
		self::assertCount( TranscriptTable::ROWS_MAX, $this->row( 'transcript' ) );
		self::assertSame( [ 'order/5', 'order/6', 'order/7' ], $this->exchange()->transcripts, 'three at once' );
		$this->exchange( [ 'transcripts' => [ self::spoken( 'order/999', 'nobody' ) ] ] );
		self::assertCount( TranscriptTable::ROWS_MAX, $this->row( 'transcript' ) );
		self::assertStringNotContainsString( 'nobody', (string) \json_encode( $this->row( 'transcript' ) ) );
	}

	public function test_of_a_stock_that_the_shop_was_told_staff_see_what_lies_where(): void {
		self::assertSame( 404, $this->call( 'POST', '/transcripts/stock/TEA-1' )[0] );
		$this->wpdb()->insert(
			"{$this->wpdb()->prefix}causeway_stock",
			[ 'product_id' => 987654321, 'sku' => 'TEA-1', 'subject' => 'stock/TEA-1', 'version' => 1, 'base' => '3', 'counted' => '0', 'as_of' => 1, 'applied_at' => 1, 'epoch' => 1, 'n' => 1, 'settled' => 1 ]
		);
		self::assertSame( 'asked', $this->good( 'POST', '/transcripts/stock/TEA-1' )->state );
		self::assertSame( [ 'stock/TEA-1' ], $this->exchange()->transcripts );
		$place = [ 'sku' => 'TEA-1', 'node' => 'MAIN', 'onHand' => '3', 'allocated' => null, 'inTransit' => '2', 'damaged' => '0', 'quarantined' => '0', 'asOf' => '2026-11-22T10:00:00Z', 'counts' => 'yes' ];
		$this->exchange( [ 'transcripts' => [ [ 'entries' => [], 'places' => [ $place ] ] + self::spoken( 'stock/TEA-1', '' ) ] ] );
		self::assertEquals( [ (object) $place ], $this->get( '/transcripts/stock/TEA-1' )->answer->places );
	}

	public function test_an_order_that_causeway_keeps_nothing_of_can_not_be_asked_about(): void {
		self::assertSame( 404, $this->call( 'POST', '/transcripts/order/987654321' )[0] );
		self::assertSame( [], $this->row( 'transcript' ) );
	}

	public function test_an_older_worker_says_nothing_of_it_and_all_else_goes_on(): void {
		$this->good( 'POST', "/transcripts/{$this->subject}" );
		$request = $this->request();
		self::assertArrayNotHasKey( 'transcripts', $request );
		self::assertSame( 200, $this->post( '/exchange', $request, $this->token )[0] );
	}

	public function test_an_erased_customers_transcripts_go(): void {
		$this->good( 'POST', "/transcripts/{$this->subject}" );
		self::assertTrue( Registration::erasers( [] )[ Registration::ID ]['callback']( 'ada@example.org', 1 )['items_removed'] );
		self::assertSame( [], $this->row( 'transcript' ) );
	}

	private function state(): string {
		return $this->get( "/transcripts/{$this->subject}" )->state;
	}

	/** @return array<string, mixed> */
	private static function spoken( string $subject, string $body ): array {
		$entry = [
			'at' => 1, 'took_ms' => 12, 'system' => 'erp', 'operation' => 'create_order', 'outcome' => 'validation',
			'request' => [ 'head' => 'POST /orders', 'body' => '{}' ], 'reply' => [ 'head' => '422', 'body' => $body ], 'problem' => null,
		];
		return [ 'subject' => $subject, 'keeps' => 'errors', 'days' => 7, 'entries' => [ $entry ] ];
	}
}
