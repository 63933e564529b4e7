<?php
declare(strict_types=1);

namespace Causeway\Tests\Effects;

use Causeway\Exchange\Budget;

/** The rules under which effects change orders. */
final class ApplicationTest extends EffectsTestCase {

	public function test_an_effect_that_was_applied_is_already_when_it_comes_again(): void {
		$order  = $this->knownOrder();
		$effect = $this->note( $order );
		self::assertSame( [ 'applied' ], $this->results( $this->apply( [ $effect ] ) ) );
		self::assertSame( [ 'already' ], $this->results( $this->apply( [ $effect ] ) ) );
		self::assertCount( 1, $this->notesOf( $order ) );
	}

	public function test_numbers_only_rise_by_epoch_then_by_n(): void {
		$order = $this->knownOrder();
		$this->apply( [ $this->note( $order, 'staff', [ 'epoch' => 2, 'n' => 5 ] ) ] );
		self::assertSame( [ 'stale' ], $this->results( $this->apply( [ $this->note( $order, 'staff', [ 'epoch' => 2, 'n' => 4 ] ) ] ) ) );
		self::assertSame( [ 'stale' ], $this->results( $this->apply( [ $this->note( $order, 'staff', [ 'epoch' => 1, 'n' => 99 ] ) ] ) ) );
		self::assertSame( [ 'applied' ], $this->results( $this->apply( [ $this->note( $order, 'staff', [ 'epoch' => 3, 'n' => 1 ] ) ] ) ) );
		self::assertCount( 2, $this->notesOf( $order ) );
	}

	public function test_what_was_stale_is_not_already_when_it_comes_again_after_a_higher_number(): void {
		$order  = $this->knownOrder();
		$number = $this->erpNumber( $order );
		$edited = \wc_get_order( $order->get_id() );
		$edited->set_shipping_city( 'Kiel' );
		$edited->save();
		$mirror = $this->mirror( $this->key( $order ), [], [ 'n' => 90 ] );
		self::assertSame( [ 'stale', 'applied' ], $this->results( $this->apply( [ $number, $mirror ] ) ) );
		// The answer was lost.
		self::assertSame( [ 'stale', 'already' ], $this->results( $this->apply( [ $number, $mirror ] ) ) );
	}

	public function test_own_saves_are_own_revisions_no_look_is_left_and_later_effects_stay_valid(): void {
		$order   = $this->knownOrder();
		$rev     = $this->subject( $order )->rev;
		$effects = [
			$this->erpNumber( $order ),
			$this->toStatus( $order, 'on-hold' ),
			$this->toStatus( $order, 'completed', [ 'accepts' => [ 'on-hold' ] ] ),
			$this->note( $order, 'staff', [ 'accepts' => [ 'completed' ] ] ),
		];
		$answers = $this->apply( $effects );

		self::assertSame( [ 'applied', 'applied', 'applied', 'applied' ], $this->results( $answers ) );
		self::assertNull( $answers[0]->look, 'our meta is outside the snapshot: the revision is the one decided on' );
		self::assertSame( [ $rev + 1, 'on-hold' ], [ $answers[1]->look->rev, $answers[1]->look->snapshot->status ] );
		self::assertSame( [ $rev + 2, 'completed' ], [ $answers[2]->look->rev, $answers[2]->look->snapshot->status ] );
		$this->endRequest();
		self::assertNull( $this->look( $order ), 'our own echo' );
		self::assertSame( [ $rev + 2, $rev ], [ $this->subject( $order )->rev, $this->subject( $order )->foreignRev ] );
	}

	public function test_someones_change_since_the_decision_makes_it_stale_and_the_answer_says_what_is_now(): void {
		$order  = $this->knownOrder();
		$effect = $this->toStatus( $order );
		$edited = \wc_get_order( $order->get_id() );
		$edited->set_shipping_city( 'Kiel' );
		$edited->save();
		// The change's own request has not filled its look yet: the fresh read finds it all the same.
		$answer = $this->apply( [ $effect ] )[0];
		self::assertSame( [ 'stale', 2, 'Kiel' ], [ $answer->result, $answer->look->rev, $answer->look->snapshot->shipping->city ] );
		self::assertSame( 'processing', $this->statusOf( $order ) );
		self::assertSame( '0', $this->subjectRow( $this->key( $order ) )['n'], 'what was not done is not recorded' );
	}

	public function test_another_incarnation_makes_it_stale(): void {
		$order = $this->knownOrder();
		self::assertSame( [ 'stale' ], $this->results( $this->apply( [ $this->note( $order, 'staff', [ 'decided_on' => [ 'incarnation' => 2, 'rev' => 9 ] ] ) ] ) ) );
	}

	public function test_a_status_that_it_does_not_accept_makes_it_stale(): void {
		$order = $this->knownOrder( 'on-hold' );
		self::assertSame( [ 'stale' ], $this->results( $this->apply( [ $this->note( $order ) ] ) ) );
		self::assertSame( [], $this->notesOf( $order ) );
	}

	public function test_a_deleted_order_is_stale_and_the_look_says_deleted(): void {
		$order  = $this->knownOrder();
		$effect = $this->toStatus( $order );
		\wc_get_order( $order->get_id() )->delete( true );
		$answer = $this->apply( [ $effect ] )[0];
		self::assertSame( [ 'stale', true ], [ $answer->result, $answer->look->snapshot->deleted ] );
	}

	public function test_what_the_shop_never_had_fails(): void {
		$order   = $this->knownOrder();
		$answers = $this->apply( [ $this->note( $order, 'staff', [ 'subject' => 'order/999999999' ] ), $this->note( $order, 'staff', [ 'subject' => 'product/7' ] ) ] );
		self::assertSame( [ 'failed', 'failed' ], $this->results( $answers ) );
	}

	public function test_an_admins_cancel_is_never_turned_into_completed(): void {
		$order  = $this->knownOrder();
		$effect = $this->toStatus( $order );
		$admins = \wc_get_order( $order->get_id() );
		$admins->update_status( 'cancelled' );
		self::assertSame( [ 'stale' ], $this->results( $this->apply( [ $effect ] ) ) );
		self::assertSame( 'cancelled', $this->statusOf( $order ) );
	}

	public function test_an_admins_cancel_between_our_read_and_our_save_is_never_turned_into_completed(): void {
		$order = $this->knownOrder();
		$mails = 0;
		\add_action( 'woocommerce_order_status_completed', static function () use ( &$mails ): void {
			++$mails;
		} );
		\add_action(
			'woocommerce_before_order_object_save',
			function () use ( $order ): void {
				$this->someoneElseWritesStatus( $order, 'cancelled' );
				$this->someoneElseNames( $order, 'cancelled' );
			}
		);
		$answer = $this->apply( [ $this->toStatus( $order ) ] )[0];
		self::assertSame( [ 'stale', 'cancelled' ], [ $answer->result, $answer->look->snapshot->status ] );
		self::assertSame( 'cancelled', $this->statusOf( $order ) );
		self::assertSame( 0, $mails, 'nobody is told that it was completed' );
		self::assertNotNull( $this->look( $order ), 'the cancel crosses' );
	}

	public function test_what_other_plugins_save_at_the_new_status_is_no_cancel(): void {
		$order = $this->knownOrder();
		\add_action( 'woocommerce_order_status_completed', static fn ( int $id, \WC_Order $same ) => $same->save(), 10, 2 );
		self::assertSame( [ 'applied' ], $this->results( $this->apply( [ $this->toStatus( $order ) ] ) ) );
	}

	public function test_another_requests_mark_after_the_save_makes_it_stale(): void {
		$order = $this->knownOrder();
		\add_action( 'woocommerce_after_order_object_save', fn () => $this->someoneElseNames( $order ), 1 );
		$effect = $this->toStatus( $order );
		$answer = $this->apply( [ $effect ] )[0];
		self::assertSame( [ 'stale', 'completed' ], [ $answer->result, $answer->look->snapshot->status ] );
		self::assertNotNull( $this->look( $order ) );
		self::assertSame( [ 'already' ], $this->results( $this->apply( [ $effect ] ) ), 'it was done, and is not done again' );
	}

	public function test_another_requests_mark_during_an_effect_without_a_save_makes_it_stale(): void {
		$order = $this->knownOrder();
		\add_action( 'woocommerce_order_note_added', fn () => $this->someoneElseNames( $order ) );
		self::assertSame( [ 'stale' ], $this->results( $this->apply( [ $this->note( $order ) ] ) ) );
	}

	public function test_a_look_that_waited_before_is_not_taken_for_anothers_mark(): void {
		$order  = $this->knownOrder();
		$edited = \wc_get_order( $order->get_id() );
		$edited->set_shipping_city( 'Kiel' );
		$edited->save();
		$this->endRequest();
		self::assertNotNull( $this->look( $order ) );
		// Decided on that change, which the worker learned from an answer: its look still waits to be served.
		self::assertSame( [ 'applied' ], $this->results( $this->apply( [ $this->toStatus( $order ) ] ) ) );
		self::assertNotNull( $this->look( $order )->filledAt, 'and it still crosses' );
	}

	public function test_after_a_failure_the_subjects_further_effects_wait_and_other_subjects_go_on(): void {
		$bad     = $this->knownOrder();
		$good    = $this->knownOrder();
		$answers = $this->apply(
			[
				$this->mirror( $this->key( $bad ) ),
				$this->toStatus( $bad, 'no-such-status' ),
				$this->note( $good ),
				$this->note( $bad ),
				$this->mirror( $this->key( $bad ) ),
				$this->mirror( $this->key( $good ) ),
			]
		);
		self::assertSame( [ 'applied', 'failed', 'applied', 'later', 'later', 'applied' ], $this->results( $answers ) );
		self::assertStringContainsString( 'no-such-status', $answers[1]->message );
		self::assertSame( [], $this->notesOf( $bad ) );
	}

	public function test_one_that_throws_blocks_no_other_subject_and_tells_nothing_personal(): void {
		$bad  = $this->knownOrder();
		$good = $this->knownOrder();
		\add_action(
			'woocommerce_order_status_completed',
			static function ( int $id ) use ( $bad ): void {
				if ( $id === $bad->get_id() ) {
					throw new \Error( 'no such customer: ada@example.org' );
				}
			}
		);
		$answers = $this->apply( [ $this->toStatus( $bad ), $this->note( $bad, 'staff', [ 'accepts' => [ 'completed' ] ] ), $this->toStatus( $good ) ] );
		self::assertSame( [ 'failed', 'later', 'applied' ], $this->results( $answers ) );
		self::assertStringNotContainsString( 'ada', $answers[0]->message );
		self::assertStringContainsString( 'ApplicationTest.php', $answers[0]->message );
	}

	public function test_a_save_that_another_plugin_breaks_is_not_called_applied(): void {
		$order = $this->knownOrder();
		\add_action( 'woocommerce_before_order_object_save', static fn () => throw new \RuntimeException( 'another plugin' ) );
		self::assertSame( [ 'failed' ], $this->results( $this->apply( [ $this->erpNumber( $order ) ] ) ) );
	}

	public function test_two_hundred_slow_effects_are_split_by_the_time_budget(): void {
		$orders = [];
		for ( $count = 0; $count < 4; $count++ ) {
			$orders[] = $this->knownOrder();
		}
		$effects = [];
		for ( $count = 0; $count < 200; $count++ ) {
			$effects[] = $this->note( $orders[ $count % 4 ] );
		}
		// Each takes a second, of the ten that an exchange has.
		$clock = 0;
		\add_action( 'woocommerce_order_note_added', static function () use ( &$clock ): void {
			$clock += 1000;
		} );
		$answers = $this->apply( $effects, new Budget( 10_000, static function () use ( &$clock ): int {
			return $clock;
		} ) );
		self::assertSame( [ 'applied' => 10, 'later' => 190 ], \array_count_values( $this->results( $answers ) ) );
		self::assertSame( \array_fill( 0, 10, 'applied' ), \array_slice( $this->results( $answers ), 0, 10 ) );

		// Sent again, as the worker would: the first ten are known, the next ten are done.
		$answers = $this->apply( $effects, new Budget( 10_000, static function () use ( &$clock ): int {
			return $clock;
		} ) );
		self::assertSame( [ 'already' => 10, 'applied' => 10, 'later' => 180 ], \array_count_values( $this->results( $answers ) ) );
	}

	public function test_mirrors_go_first_but_the_answers_keep_the_order_of_the_effects(): void {
		$order = $this->knownOrder();
		self::assertSame( [ 'failed', 'applied' ], $this->results( $this->apply( [ $this->toStatus( $order, 'no-such-status' ), $this->mirror( 'system/erp' ) ] ) ) );
	}

	public function test_a_turn_that_was_lost_writes_no_more(): void {
		$order   = $this->knownOrder();
		$other   = $this->knownOrder();
		$left    = 1;
		$answers = $this->apply( [ $this->note( $order ), $this->note( $other ) ], null, static function () use ( &$left ): bool {
			return $left-- > 0;
		} );
		self::assertSame( [ 'applied', 'later' ], $this->results( $answers ) );
		self::assertSame( [], $this->notesOf( $other ) );
	}

	public function test_effects_come_through_the_exchange_and_their_answers_go_back(): void {
		$this->paired();
		$order   = $this->knownOrder();
		$answers = $this->exchange( [ 'effects' => [ $this->erpNumber( $order ), $this->toStatus( $order ) ] ] )->answers;
		self::assertSame( [ 'applied', 'applied' ], $this->results( $answers ) );
		self::assertSame( 'completed', $this->statusOf( $order ) );
	}
}
