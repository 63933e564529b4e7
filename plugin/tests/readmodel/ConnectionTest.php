<?php
declare(strict_types=1);

namespace Causeway\Tests\ReadModel;

/** Pairing, go-live and revocation, as the Connection screen does them. */
final class ConnectionTest extends ReadModelTestCase {

	protected function setUp(): void {
		parent::setUp();
		$this->as( 'administrator' );
	}

	public function test_a_pairing_code_comes_with_its_expiry_and_the_command_to_run(): void {
		$made = $this->good( 'POST', '/pairing-code' );
		self::assertSame( 'causeway pair ' . \home_url() . ' ' . $made->code, $made->command );
		self::assertSame( $this->now + 600_000, $made->expires_at );
		self::assertSame( $made->expires_at, $this->get( '/status' )->code_expires_at );
		self::assertNotSame( '', $this->plugin()->pairing()->pair( $made->code, '0.1.0' ) );
		self::assertNull( $this->get( '/status' )->code_expires_at, 'it works once' );
	}

	public function test_a_shop_that_no_worker_may_speak_to_gives_no_code(): void {
		\add_filter( 'pre_option_home', static fn (): string => 'http://shop.example.org' );
		self::assertFalse( $this->get( '/status' )->secure );
		self::assertSame( 409, $this->call( 'POST', '/pairing-code' )[0] );
		self::assertNull( $this->get( '/status' )->code_expires_at );
	}

	public function test_going_live_is_said_twice_and_done_once(): void {
		self::assertSame( [ 409, 400 ], [ $this->call( 'POST', '/go-live', [ 'confirm' => true ] )[0], $this->call( 'POST', '/go-live' )[0] ], 'not paired; not confirmed' );
		$this->paired( false );
		self::assertSame( 400, $this->call( 'POST', '/go-live', [ 'confirm' => false ] )[0] );
		self::assertNull( $this->get( '/status' )->go_live_at );
		self::assertSame( $this->now, $this->good( 'POST', '/go-live', [ 'confirm' => true ] )->go_live_at );
		$this->now += 5000;
		self::assertSame( 409, $this->call( 'POST', '/go-live', [ 'confirm' => true ] )[0] );
		self::assertSame( $this->now - 5000, $this->get( '/status' )->go_live_at );
	}

	public function test_revoking_refuses_the_worker_at_once(): void {
		$this->paired();
		$this->exchange();
		$this->good( 'DELETE', '/pairing' );
		self::assertFalse( $this->get( '/status' )->paired );
		[ $status, $refusal ] = $this->post( '/exchange', $this->request(), $this->token );
		self::assertSame( [ 409, 'causeway_not_paired' ], [ $status, $refusal->code ] );
	}

	public function test_the_mailboxs_address_is_shown_once_there_is_a_worker_and_renewed_on_purpose(): void {
		$this->plugin()->links()->change( [ 'mailbox_key' => '' ] );
		self::assertNull( $this->get( '/mailbox-key' )->address );
		$this->paired();
		$shown = $this->get( '/mailbox-key' );
		self::assertSame( [ 120, 262_144 ], [ $shown->a_minute_max, $shown->body_bytes_max ] );
		self::assertStringEndsWith( "/causeway/v1/mailbox/{$this->link()->mailboxKey}/", $shown->address );
		self::assertSame( 400, $this->call( 'POST', '/mailbox-key' )[0], 'not confirmed' );
		self::assertSame( $shown->address, $this->get( '/mailbox-key' )->address );
		$renewed = $this->good( 'POST', '/mailbox-key', [ 'confirm' => true ] );
		self::assertNotSame( $shown->address, $renewed->address );
		self::assertSame( $renewed->address, $this->get( '/mailbox-key' )->address );
	}
}
