<?php
declare(strict_types=1);

namespace Causeway\Tests\ReadModel;

use Causeway\Audit\Actor;
use Causeway\Audit\AuditTable;
use Causeway\Audit\Entry;
use Causeway\Tests\Shop;

/** Who changed money, goods, or what a customer sees: when, what was before and after, and why. */
final class AuditTest extends ReadModelTestCase {

	private const SKIPPED = [ 'at' => 1_800_000_000_000, 'actor' => 'user:7', 'action' => 'order_skipped', 'about' => 'SO-7', 'before' => 'held', 'after' => 'skipped', 'why' => 'Test order' ];

	protected function setUp(): void {
		parent::setUp();
		$this->paired();
	}

	public function test_what_the_worker_decided_comes_with_the_mirror_and_is_kept_once_however_often_it_is_told(): void {
		$order = $this->told( [ 'audit' => [ self::SKIPPED ] ] );
		$this->apply( [ $this->mirror( $this->key( $order ), [ 'audit' => [ self::SKIPPED, [ 'action' => 'order_reopened' ] + self::SKIPPED ] ] ) ] );
		$entries = $this->get( '/audit', [ 'order' => (string) $order->get_id() ] )->entries;
		self::assertSame( [ 'order_reopened', 'order_skipped' ], \array_column( $entries, 'action' ) );
		$entry = (array) $entries[1];
		unset( $entry['id'] );
		self::assertSame(
			[
				'at' => 1_800_000_000_000, 'actor' => 'user:7', 'actor_name' => Actor::name( 'user:7' ), 'action' => 'order_skipped', 'subject' => $this->key( $order ), 'order_id' => $order->get_id(),
				'number' => $order->get_order_number(), 'about' => 'SO-7', 'before' => 'held', 'after' => 'skipped', 'why' => 'Test order',
			],
			$entry
		);
	}

	public function test_what_effects_did_to_an_order_and_its_customer(): void {
		Shop::real() || self::markTestSkipped( 'The store double has no mails.' );
		$order = $this->told();
		// A new request's listeners are those of the start, before WooCommerce made its e-mails.
		\WC()->mailer()->init();
		$this->apply( [ $this->erpNumber( $order ), $this->note( $order, 'customer' ), $done = $this->toStatus( $order ) ] );
		$lines = $this->lines();
		self::assertContains( [ 'erp_number_written', '', 'SO-1001', '' ], $lines );
		self::assertContains( [ 'note_written', '', 'customer', '' ], $lines );
		self::assertContains( [ 'mail_sent', '', '', 'note_written' ], $lines );
		self::assertContains( [ 'status_written', 'processing', 'completed', 'All parcels left.' ], $lines );
		self::assertContains( 'customer_completed_order', \array_column( $this->row( 'audit' ), 'about' ) );

		// The answer was lost, or the request died before it wrote the number down.
		$this->wpdb()->update( $this->wpdb()->prefix . 'causeway_subject', [ 'n' => 0 ], [ 'subject' => $this->key( $order ) ] );
		self::assertSame( [ 'already' ], $this->results( $this->apply( [ $done ] ) ) );
		self::assertSame( $lines, $this->lines() );
	}

	public function test_a_request_that_died_before_its_line_leaves_it_to_the_next(): void {
		$order = $this->told();
		$this->apply( [ $done = $this->toStatus( $order ) ] );
		$this->wpdb()->query( "DELETE FROM {$this->wpdb()->prefix}causeway_audit" );
		$this->wpdb()->update( $this->wpdb()->prefix . 'causeway_subject', [ 'n' => 0 ], [ 'subject' => $this->key( $order ) ] );
		$this->apply( [ $done ] );
		self::assertSame( [ [ 'status_written', '', 'completed', 'All parcels left.' ] ], $this->lines() );
	}

	public function test_an_effect_that_changed_nothing_leaves_no_line(): void {
		$order = $this->told();
		$this->apply( [ $this->toStatus( $order, 'completed', [ 'accepts' => [ 'on-hold' ] ] ), $this->toStatus( $order, 'processing' ) ] );
		self::assertSame( [], $this->lines() );
	}

	public function test_the_life_of_an_exception(): void {
		$order = $this->told( [ 'exceptions' => [ self::KLARNA ] ] );
		$about = [ 'subject' => $this->key( $order ), 'cause' => self::KLARNA['cause'] ];
		$this->good( 'POST', '/commands', $about + [ 'command' => 'acknowledge' ] );
		$this->now += 1000;
		$this->apply( [ $this->mirror( $this->key( $order ) ) ] );
		$this->now += 1000;
		$this->apply( [ $this->mirror( $this->key( $order ), [ 'exceptions' => [ self::KLARNA ] ] ) ] );
		$this->good( 'POST', '/commands', $about + [ 'command' => 'resolve', 'reason' => 'Booked by hand' ] );
		$this->now += 1000;
		$this->apply( [ $this->mirror( $this->key( $order ) ) ] );
		$me = 'user:' . \get_current_user_id();
		self::assertSame(
			[
				[ 'exception_acknowledged', $me, '', '', '' ],
				[ 'exception_closed', 'causeway', 'acknowledged', 'resolved', 'The last order has left it' ],
				[ 'exception_reopened', 'causeway', 'resolved', 'open', 'It happened again' ],
				[ 'resolve_asked', $me, '', '', 'Booked by hand' ],
				[ 'exception_closed', $me, 'open', 'resolved', 'Booked by hand' ],
			],
			\array_map( static fn ( array $row ): array => [ $row['action'], $row['actor'], $row['was'], $row['became'], $row['why'] ], $this->row( 'audit' ) )
		);
	}

	public function test_what_administrators_decide_of_the_shop(): void {
		$this->as( 'administrator' );
		$this->good( 'POST', '/pairing-code' );
		$this->good( 'POST', '/mailbox-key', [ 'confirm' => true ] );
		$this->good( 'DELETE', '/pairing' );
		$code = $this->plugin()->pairing()->issueCode()['code'];
		self::assertSame( 200, $this->call( 'POST', '/pair', [ 'protocol' => 1, 'code' => $code, 'worker' => self::WORKER ] )[0] );
		$this->plugin()->links()->change( [ 'go_live_at' => null ] );
		$this->good( 'POST', '/go-live', [ 'confirm' => true ] );
		$me = 'user:' . \get_current_user_id();
		self::assertSame(
			[ [ 'pairing_code_made', $me ], [ 'mailbox_renewed', $me ], [ 'pairing_revoked', $me ], [ 'paired', 'operator' ], [ 'go_live', $me ] ],
			\array_map( static fn ( array $row ): array => [ $row['action'], $row['actor'] ], $this->row( 'audit' ) )
		);
		self::assertSame( 409, $this->call( 'POST', '/go-live', [ 'confirm' => true ] )[0] );
		self::assertCount( 5, $this->row( 'audit' ), 'what was refused did not happen' );
	}

	public function test_it_is_filtered_and_read_page_by_page(): void {
		$order = $this->told();
		$audit = $this->plugin()->audit();
		foreach ( [ 'user:1', 'user:2', 'causeway' ] as $i => $actor ) {
			$audit->write( new Entry( 'order_skipped', $actor, $this->key( $order ), at: 1000 + $i ), new Entry( 'go_live', $actor, at: 1000 + $i ) );
		}
		$actors = fn ( array $query ): array => \array_column( $this->get( '/audit', $query )->entries, 'actor' );
		self::assertSame( [ 'causeway', 'user:2', 'user:1' ], $actors( [ 'order' => " #{$order->get_order_number()} " ] ) );
		self::assertSame( [], $actors( [ 'order' => '99999999' ] ) );
		self::assertSame( [ 'user:2', 'user:2' ], $actors( [ 'actor' => 'user:2' ] ) );
		self::assertSame( [ 'user:2' ], $actors( [ 'action' => 'go_live', 'from' => 1001, 'until' => 1002 ] ) );

		$first = $this->get( '/audit', [ 'per_page' => 4 ] );
		$rest  = $this->get( '/audit', [ 'per_page' => 4, 'before' => $first->next ] );
		self::assertSame( [ 4, 2, null ], [ \count( $first->entries ), \count( $rest->entries ), $rest->next ] );
		$ids = \array_column( [ ...$first->entries, ...$rest->entries ], 'id' );
		\rsort( $ids );
		self::assertSame( \array_unique( $ids ), \array_column( [ ...$first->entries, ...$rest->entries ], 'id' ) );
		foreach ( [ [ 'actor' => "' OR 1" ], [ 'per_page' => 501 ], [ 'before' => 0 ] ] as $query ) {
			self::assertSame( 400, $this->call( 'GET', '/audit', $query )[0] );
		}
	}

	public function test_it_is_bounded_by_age_and_number(): void {
		$audit = $this->plugin()->audit();
		$day   = 86_400_000;
		$this->plugin()->settings()->write( [ 'audit_days' => 30 ] );
		$audit->write( new Entry( 'go_live', at: $this->now - 31 * $day ), new Entry( 'go_live', at: $this->now - 29 * $day ) );
		$this->fill( $audit );
		self::assertSame( [ $this->now - 29 * $day ], $this->oldest() );

		$this->plugin()->settings()->write( [ 'audit_days' => 400 ] );
		$this->wpdb()->query( "UPDATE {$this->wpdb()->prefix}causeway_audit SET id = id - " . AuditTable::ROWS_MAX . " WHERE at = {$this->oldest()[0]} AND id > " . AuditTable::ROWS_MAX );
		$this->wpdb()->query( "INSERT INTO {$this->wpdb()->prefix}causeway_audit (id, at, actor, action) VALUES (" . ( 3 * AuditTable::ROWS_MAX ) . ", {$this->now}, 'causeway', 'go_live')" );
		$this->fill( $audit );
		self::assertSame( [ $this->now ], $this->oldest(), 'what is a million lines older goes' );
	}

	public function test_a_persons_refused_wish_does_not_stand_under_what_closes_later(): void {
		$order = $this->told( [ 'exceptions' => [ self::KLARNA ] ] );
		$this->good( 'POST', '/commands', [ 'command' => 'resolve', 'reason' => 'Too late', 'subject' => $this->key( $order ), 'cause' => self::KLARNA['cause'] ] );
		$me      = 'user:' . \get_current_user_id();
		$refused = [ 'at' => 1, 'actor' => $me, 'action' => 'command_refused', 'about' => self::KLARNA['cause'], 'before' => 'resolve', 'after' => '', 'why' => 'Not done' ];
		$this->apply( [ $this->mirror( $this->key( $order ), [ 'exceptions' => [ self::KLARNA ], 'audit' => [ $refused ] ] ) ] );
		$this->apply( [ $this->mirror( $this->key( $order ) ) ] );
		$closed = $this->get( '/exceptions' )->exceptions[0];
		self::assertSame( [ 'resolved', 'Causeway', '' ], [ $closed->status, $closed->closed_by, $closed->closed_reason ] );
	}

	private function fill( AuditTable $audit ): void {
		$audit->write( ...\array_fill( 0, 200, new Entry( 'order_completed' ) ) );
	}

	/** @return list<int> */
	private function oldest(): array {
		return [ \min( \array_map( 'intval', \array_column( $this->row( 'audit' ), 'at' ) ) ) ];
	}

	/** @return list<array{0: string, 1: string, 2: string, 3: string}> What the audit says of effects. */
	private function lines(): array {
		return \array_map( static fn ( array $row ): array => [ (string) $row['action'], (string) $row['was'], (string) $row['became'], (string) $row['why'] ], $this->row( 'audit' ) );
	}
}
