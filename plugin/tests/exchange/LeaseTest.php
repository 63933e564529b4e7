<?php
declare(strict_types=1);

namespace Causeway\Tests\Exchange;

use Causeway\Exchange\Turn;

/** One engine at a time, each new holder under a higher epoch; one exchange at a time. */
final class LeaseTest extends ExchangeTestCase {

	private const LEASE     = 180_000;
	private const SUCCESSOR = 240_000;

	protected function setUp(): void {
		parent::setUp();
		$this->paired();
	}

	public function test_the_first_engine_gets_epoch_1_for_180_seconds(): void {
		$answer = $this->exchange();
		self::assertSame( [ 1, self::LEASE ], [ $answer->lease->epoch, $answer->lease->expires_in_ms ] );
		self::assertSame( [ self::ENGINE, 1 ], [ $answer->engine->id, $answer->engine->commit ] );
	}

	public function test_each_exchange_renews_it_under_the_same_epoch(): void {
		$this->exchange();
		$this->now += 100_000;
		$answer     = $this->exchange( [ 'engine' => [ 'commit' => 7 ] ] );
		self::assertSame( [ 1, self::LEASE, 7 ], [ $answer->lease->epoch, $answer->lease->expires_in_ms, $answer->engine->commit ] );
	}

	public function test_a_plain_restart_asks_with_epoch_0_and_keeps_its_epoch(): void {
		$this->exchange( [ 'engine' => [ 'commit' => 5 ] ] );
		self::assertSame( 1, $this->exchange( [ 'lease' => [ 'epoch' => 0 ], 'engine' => [ 'commit' => 5 ] ] )->lease->epoch );
	}

	public function test_a_lease_that_ran_out_but_was_taken_by_nobody_goes_on(): void {
		$this->exchange();
		$this->now += 86_400_000;
		self::assertSame( 1, $this->exchange()->lease->epoch );
	}

	public function test_another_engine_waits_for_the_lease_and_the_longest_call(): void {
		$this->exchange();
		$this->now += 1000;
		$held       = $this->refused( 'causeway_lease_held', [ 'engine' => [ 'id' => self::OTHER_ENGINE ], 'lease' => [ 'epoch' => 0 ] ] );
		self::assertSame( self::SUCCESSOR - 1000, $held->data->retry_after_ms );

		$this->now += $held->data->retry_after_ms - 1;
		$this->refused( 'causeway_lease_held', [ 'engine' => [ 'id' => self::OTHER_ENGINE ], 'lease' => [ 'epoch' => 0 ] ] );

		$this->now += 1;
		self::assertSame( 2, $this->exchange( [ 'engine' => [ 'id' => self::OTHER_ENGINE ], 'lease' => [ 'epoch' => 0 ] ] )->lease->epoch );
	}

	public function test_the_engine_that_lost_it_is_told_and_changes_nothing(): void {
		$this->placed();
		$served     = $this->exchange()->rows[0]->row;
		$this->now += self::SUCCESSOR;
		$this->exchange( [ 'engine' => [ 'id' => self::OTHER_ENGINE ], 'lease' => [ 'epoch' => 0 ] ] );
		$this->refused( 'causeway_lease_lost', [ 'lease' => [ 'epoch' => 1 ], 'ack' => [ 'rows' => [ $served ] ] ] );
		$this->refused( 'causeway_lease_lost', [ 'lease' => [ 'epoch' => 2 ] ] );
		$this->refused( 'causeway_lease_lost', [ 'engine' => [ 'id' => self::OTHER_ENGINE ], 'lease' => [ 'epoch' => 3 ] ] );
	}

	public function test_an_epoch_that_was_never_given_is_lost(): void {
		$this->refused( 'causeway_lease_lost', [ 'lease' => [ 'epoch' => 1 ] ] );
	}

	public function test_an_old_copy_of_the_engines_file_is_another_engine(): void {
		$this->exchange( [ 'engine' => [ 'commit' => 50 ] ] );
		$this->refused( 'causeway_lease_lost', [ 'engine' => [ 'commit' => 49 ] ] );
		$this->refused( 'causeway_lease_held', [ 'engine' => [ 'commit' => 49 ], 'lease' => [ 'epoch' => 0 ] ] );
		$this->now += self::SUCCESSOR;
		$answer     = $this->exchange( [ 'engine' => [ 'commit' => 49 ], 'lease' => [ 'epoch' => 0 ] ] );
		self::assertSame( [ 2, 49 ], [ $answer->lease->epoch, $answer->engine->commit ] );
	}

	public function test_given_back_it_is_free_at_once(): void {
		$this->exchange();
		self::assertSame( 0, $this->exchange( [ 'lease' => [ 'release' => true ] ] )->lease->expires_in_ms );
		self::assertSame( 2, $this->exchange( [ 'engine' => [ 'id' => self::OTHER_ENGINE ], 'lease' => [ 'epoch' => 0 ] ] )->lease->epoch );
	}

	public function test_a_second_exchange_meanwhile_is_busy_and_touches_nothing(): void {
		$this->exchange();
		$turn    = Turn::take( $this->plugin()->links(), $this->plugin()->rewind(), self::decoded( $this->request() ) );
		$refusal = $this->refused( 'causeway_busy' );
		self::assertSame( Turn::BUSY_MS, $refusal->data->retry_after_ms );
		$turn->end( false );
		$this->exchange();
	}

	public function test_a_turn_whose_process_died_ends_by_itself(): void {
		$this->exchange();
		Turn::take( $this->plugin()->links(), $this->plugin()->rewind(), self::decoded( $this->request() ) );
		$this->now += Turn::BUSY_MS;
		$this->exchange();
	}

	public function test_a_turn_that_works_on_is_not_taken_for_dead(): void {
		$this->exchange();
		$turn = Turn::take( $this->plugin()->links(), $this->plugin()->rewind(), self::decoded( $this->request() ) );
		for ( $second = 0; $second < 60; $second++ ) {
			$this->now += 1000;
			self::assertTrue( $turn->goOn() );
		}
		$this->refused( 'causeway_busy' );
	}

	public function test_a_process_that_slept_through_its_turn_may_write_no_more(): void {
		$this->exchange();
		$slept      = Turn::take( $this->plugin()->links(), $this->plugin()->rewind(), self::decoded( $this->request() ) );
		$this->now += Turn::BUSY_MS;
		$next       = Turn::take( $this->plugin()->links(), $this->plugin()->rewind(), self::decoded( $this->request() ) );
		self::assertFalse( $slept->goOn() );
		$slept->end( true );
		self::assertSame( $next->lease->until, $this->link()->leaseUntil, 'it does not end the turn of another, nor its lease' );
		self::assertTrue( $next->goOn() );
	}

	public function test_of_two_at_the_same_instant_one_is_let_in(): void {
		$this->exchange();
		// The other one takes its turn between our read and our write.
		$meanwhile = null;
		$intrude   = function ( string $sql ) use ( &$meanwhile ): string {
			if ( null === $meanwhile && \str_contains( $sql, 'UPDATE' ) && \str_contains( $sql, 'busy_until' ) ) {
				$meanwhile = false;
				$meanwhile = Turn::take( $this->plugin()->links(), $this->plugin()->rewind(), self::decoded( $this->request() ) );
			}
			return $sql;
		};
		\add_filter( 'query', $intrude );
		[ $status, $refusal ] = $this->post( '/exchange', $this->request(), $this->token );
		\remove_filter( 'query', $intrude );
		self::assertInstanceOf( Turn::class, $meanwhile );
		self::assertSame( [ 423, 'causeway_busy' ], [ $status, $refusal->code ] );
	}

	private static function decoded( array $request ): \stdClass {
		return \json_decode( (string) \json_encode( $request ) );
	}
}
