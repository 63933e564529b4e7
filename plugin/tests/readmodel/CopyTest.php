<?php
declare(strict_types=1);

namespace Causeway\Tests\ReadModel;

use Causeway\Capture\SweepSchedule;

/** A copy of the shop that was paired, and the two ways out: it is a shop of its own, or it is the shop, moved. */
final class CopyTest extends ReadModelTestCase {

	private const COPY = 'http://127.0.0.1:9999/copy';

	protected function setUp(): void {
		parent::setUp();
		$this->as( 'administrator' );
		$this->paired();
	}

	public function test_the_panel_is_told_what_makes_it_a_copy(): void {
		self::assertSame( [ false, null ], [ $this->get( '/status' )->copy, $this->get( '/status' )->copied ] );
		$there = $this->elsewhere();
		self::assertEquals( (object) [ 'address' => true, 'environment' => null ], $this->get( '/status' )->copied );
		\remove_filter( 'option_home', $there, 99 );
		$this->plugin()->links()->change( [ 'environment' => 'staging' ] );
		self::assertEquals( (object) [ 'address' => false, 'environment' => 'staging' ], $this->get( '/status' )->copied );
	}

	public function test_a_copy_stays_one_when_its_pairing_is_revoked(): void {
		$this->elsewhere();
		$this->good( 'DELETE', '/pairing' );
		self::assertTrue( $this->get( '/status' )->copy, 'its tables still are those of the other shop' );
	}

	public function test_only_a_copy_can_be_declared_a_new_shop_and_only_under_its_own_address(): void {
		self::assertSame( 409, $this->call( 'POST', '/new-shop', [ 'confirm' => \home_url() ] )[0] );
		$original = \home_url();
		$this->elsewhere();
		$before = $this->everything();
		foreach ( [ [], [ 'confirm' => '' ], [ 'confirm' => $original ], [ 'confirm' => 'yes' ] ] as $given ) {
			self::assertSame( 400, $this->call( 'POST', '/new-shop', $given )[0] );
		}
		self::assertSame( $before, $this->everything() );
	}

	public function test_a_new_shop_knows_nothing_of_the_one_it_was_copied_from(): void {
		$order = $this->told( [ 'exceptions' => [ self::KLARNA ] ] );
		$this->plugin()->outbox()->mark( $this->key( $order ) );
		$this->plugin()->returns()->insert( $order->get_id(), 'staff', [ [ 'item_id' => 1, 'quantity' => '1' ] ], '', false, 0 );
		$this->exchange( [ 'doorbell' => 'http://127.0.0.1:9/', 'returns' => [ 'customer_days' => 30 ] ] );
		$old = $this->link();
		$this->elsewhere();

		$answer = $this->good( 'POST', '/new-shop', [ 'confirm' => self::COPY . '/' ] );

		$new = $this->link();
		self::assertSame( $answer->shop_id, $new->shopId );
		self::assertNotSame( $old->shopId, $new->shopId );
		$this->assertBlank();
		$status = $this->get( '/status' );
		self::assertSame( [ false, false, null, 0, 0 ], [ $status->paired, $status->copy, $status->go_live_at, $status->backlog->rows, $status->exceptions_open ] );
		[ $refused, $refusal ] = $this->post( '/exchange', $this->request(), $this->token );
		self::assertSame( [ 409, 'causeway_not_paired' ], [ $refused, $refusal->code ], 'the credential of the other shop is void here' );
		self::assertSame( 409, $this->call( 'POST', '/new-shop', [ 'confirm' => self::COPY ] )[0], 'once' );

		$this->epoch = 0;
		$this->now  += 60_000;
		$this->paired();
		self::assertTrue( $this->plugin()->settings()->capturing() );
		self::assertSame( [ 1, 1, [] ], [ $this->exchange()->lease->epoch, $this->exchange()->shop->incarnation, $this->exchange()->rows ] );
		self::assertSame( 'before_go_live', $this->get( "/orders/{$order->get_id()}" )->state );
	}

	public function test_becoming_a_new_shop_may_be_cut_off_anywhere_and_repeated(): void {
		$this->elsewhere();
		for ( $cut = 1; $cut < 20; $cut++ ) {
			$die = static function ( string $sql ) use ( &$cut, &$left ): string {
				if ( \str_contains( $sql, 'causeway' ) && ! \str_starts_with( $sql, 'SELECT' ) && 0 === --$left ) {
					throw new \Error( 'killed' );
				}
				return $sql;
			};
			$left = $cut;
			\add_filter( 'query', $die );
			try {
				$this->call( 'POST', '/new-shop', [ 'confirm' => self::COPY ] );
				$whole = true;
			} catch ( \Error ) {
				$whole = false;
			} finally {
				\remove_filter( 'query', $die );
			}
			if ( $whole ) {
				self::assertGreaterThan( 6, $cut );
				$this->assertBlank();
				return;
			}
			$this->refused( 'causeway_copy' );
			self::assertTrue( $this->get( '/status' )->copy, "cut {$cut}: still a copy, still silent" );
		}
		self::fail( 'it never ended' );
	}

	public function test_the_shop_that_moved_is_paired_again_and_keeps_what_it_knows(): void {
		$order = $this->told();
		$this->exchange();
		$this->elsewhere();
		$this->refused( 'causeway_copy' );
		$old = $this->link();

		$this->paired( false );

		self::assertFalse( $this->get( '/status' )->copy );
		self::assertSame( [ $old->shopId, $old->goLiveAt, 1 ], [ $this->link()->shopId, $this->link()->goLiveAt, $this->exchange()->lease->epoch ] );
		self::assertSame( 'accepted', $this->get( "/orders/{$order->get_id()}" )->state );
	}

	public function test_a_copy_sweeps_nothing_by_action_scheduler_either(): void {
		$this->plugin()->links()->change( [ 'swept_at' => 0, 'worker_seen_at' => 1 ] );
		$this->elsewhere();
		\do_action( SweepSchedule::HOOK );
		self::assertSame( [ 0, 0 ], [ $this->plugin()->sweepSchedule()->run(), $this->link()->sweptAt ] );
	}

	/** From here on, for this request: the database is at another address than it was paired at. */
	private function elsewhere(): \Closure {
		$there = static fn (): string => self::COPY;
		\add_filter( 'option_home', $there, 99 );
		return $there;
	}

	private function assertBlank(): void {
		foreach ( [ 'outbox', 'archive', 'subject', 'exception', 'exception_subject', 'intent', 'transcript', 'stock', 'return' ] as $table ) {
			self::assertSame( [], $this->row( $table ), $table );
		}
		self::assertSame( [ 'new_shop' ], \array_column( $this->row( 'audit' ), 'action' ), 'who made it one is all that is known' );
		$as_made = \array_change_key_case( $this->defaultsOf( 'link' ) );
		self::assertSame(
			\array_diff_key( $as_made, [ 'id' => 1, 'shop_id' => 1, 'panel_until' => 1 ] ),
			\array_diff_key( $this->row( 'link' )[0], [ 'id' => 1, 'shop_id' => 1, 'panel_until' => 1 ] ),
			'every column is as the migration makes it'
		);
		self::assertSame( [ false, '', null ], [ $this->plugin()->settings()->capturing(), $this->plugin()->settings()->doorbell(), $this->plugin()->settings()->returnDays() ] );
	}

	/** @return array<string, string|null> What the table's columns are in a new row. */
	private function defaultsOf( string $table ): array {
		$columns = (array) $this->wpdb()->get_results( "DESCRIBE {$this->wpdb()->prefix}causeway_{$table}", ARRAY_A );
		return \array_map( static fn ( ?string $value ): ?string => null === $value ? null : \trim( $value, "'" ), \array_column( $columns, 'Default', 'Field' ) );
	}

	private function everything(): array {
		return [ $this->row( 'link' ), $this->row( 'outbox' ), $this->row( 'subject' ), \get_option( 'causeway' ) ];
	}
}
