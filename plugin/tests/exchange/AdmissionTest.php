<?php
declare(strict_types=1);

namespace Causeway\Tests\Exchange;

/** Who is let in, checked in this order: transport, token, pairing, shape, copy, versions. A refusal touches nothing. */
final class AdmissionTest extends ExchangeTestCase {

	protected function setUp(): void {
		parent::setUp();
		$this->paired();
	}

	public function test_each_bad_path_is_named(): void {
		$refusal = $this->refused(
			'causeway_invalid',
			[
				'engine'  => [ 'id' => 'mine', 'commit' => -1 ],
				'effects' => [ [ 'kind' => 'explode' ], [ 'kind' => 'note', 'id' => 'a', 'subject' => 'order', 'epoch' => 1, 'n' => 1, 'accepts' => [], 'decided_on' => [ 'incarnation' => 1, 'rev' => 1 ], 'body' => [ 'audience' => 'all' ] ] ],
				'ask'     => [ 'rows' => '5' ],
			]
		);
		self::assertSame(
			[ 'engine.id', 'engine.commit', 'effects[0].kind', 'effects[1].subject', 'effects[1].accepts', 'effects[1].body.text', 'effects[1].body.audience', 'ask.rows' ],
			$refusal->data->paths
		);
		foreach ( $refusal->data->paths as $path ) {
			self::assertStringContainsString( $path, $refusal->message );
		}
	}

	public function test_what_is_no_object_is_refused(): void {
		foreach ( [ '[]', '"x"', 'null', '{}' ] as $body ) {
			[ $status, $refusal ] = $this->post( '/exchange', $body, $this->token );
			self::assertSame( [ 400, 'causeway_invalid' ], [ $status, $refusal->code ], $body );
		}
	}

	public function test_without_a_token_or_with_a_wrong_one(): void {
		$this->refused( 'causeway_unauthorized', [], '' );
		$this->refused( 'causeway_unauthorized', [], 'cwy_wrong' );
		$this->refused( 'causeway_unauthorized', [], $this->link()->tokenHash );
	}

	public function test_the_authorization_header_opens_nothing(): void {
		$request = new \WP_REST_Request( 'POST', '/causeway/v1/exchange' );
		$request->set_header( 'Content-Type', 'application/json' );
		$request->set_header( 'Authorization', 'Bearer ' . $this->token );
		$request->set_body( (string) \json_encode( $this->request() ) );
		self::assertSame( 401, \rest_get_server()->dispatch( $request )->get_status() );
	}

	public function test_a_shop_on_the_network_is_spoken_to_by_tls_only(): void {
		$home = static fn (): string => 'http://shop.example';
		\add_filter( 'option_home', $home, 99 );
		// The pairing was of that address, so that only the transport is at fault.
		$this->plugin()->links()->change( [ 'home_hash' => $this->plugin()->shopIdentity()->homeHash() ] );
		self::assertStringContainsString( 'https://', $this->refused( 'causeway_insecure' )->message );
		self::assertFalse( $this->plugin()->pairing()->status()['isSecure'] );

		[ $status, $refusal ] = $this->post( '/pair', [ 'protocol' => 1, 'code' => 'x', 'worker' => self::WORKER ] );
		self::assertSame( [ 403, 'causeway_insecure' ], [ $status, $refusal->code ] );

		$_SERVER['HTTPS'] = 'on';
		try {
			$this->exchange();
		} finally {
			unset( $_SERVER['HTTPS'] );
		}
	}

	public function test_names_of_this_machine_need_no_tls(): void {
		foreach ( [ 'http://localhost:8080' => true, 'http://shop.localhost' => true, 'http://[::1]:90' => true, 'http://127.0.0.9' => true, 'http://127.0.0.1.example' => false, 'http://localhost.example' => false, 'http://192.168.1.5' => false ] as $address => $local ) {
			$home = static fn (): string => $address;
			\add_filter( 'option_home', $home, 99 );
			self::assertSame( $local, $this->plugin()->pairing()->status()['isSecure'], $address );
			\remove_filter( 'option_home', $home, 99 );
		}
	}

	public function test_a_copy_at_another_address_refuses_and_says_so(): void {
		\add_filter( 'option_home', static fn (): string => 'http://127.0.0.1:1/staging', 99 );
		self::assertStringContainsString( 'copy', $this->refused( 'causeway_copy', [ 'shop' => [ 'home_hash' => $this->link()->homeHash ] ] )->message );
		self::assertTrue( $this->plugin()->pairing()->status()['isCopy'] );
	}

	public function test_moving_to_https_makes_no_copy(): void {
		$home = \get_option( 'home' );
		\add_filter( 'option_home', static fn (): string => \str_replace( 'http:', 'https:', $home ), 99 );
		$this->exchange();
	}

	public function test_a_copy_in_another_environment_refuses(): void {
		$this->plugin()->links()->change( [ 'environment' => 'staging' ] );
		$this->refused( 'causeway_copy', [ 'shop' => [ 'environment' => 'staging' ] ] );
	}

	public function test_a_worker_of_another_shop_is_refused(): void {
		$this->refused( 'causeway_copy', [ 'shop' => [ 'id' => self::OTHER_ENGINE ] ] );
		$this->refused( 'causeway_copy', [ 'shop' => [ 'home_hash' => \str_repeat( 'a', 64 ) ] ] );
	}

	public function test_versions_must_fit_both_ways_and_both_are_named(): void {
		foreach (
			[
				[ 'protocol' => 2 ],
				[ 'worker' => [ 'version' => '0.2.0' ] ],
				[ 'worker' => [ 'version' => '0.0.9' ] ],
				[ 'worker' => [ 'plugin' => [ 'min' => '0.1.1' ] ] ],
				[ 'worker' => [ 'plugin' => [ 'below' => '0.1.0' ] ] ],
			] as $fields
		) {
			$message = $this->refused( 'causeway_version', $fields )->message;
			self::assertStringContainsString( \Causeway\VERSION, $message );
			self::assertStringContainsString( $fields['worker']['version'] ?? '0.1.0', $message );
		}
		$this->exchange( [ 'worker' => [ 'version' => '0.1.9' ] ] );
	}

	/** `causeway doctor` looks so, beside a worker that has the lease: worker/src/shop/knock.ts. */
	public function test_a_knock_is_refused_for_its_versions_alone_and_touches_nothing(): void {
		$this->exchange();
		$knock = [ 'worker' => [ 'plugin' => [ 'min' => '0.0.0', 'below' => '0.0.0' ] ], 'lease' => [ 'epoch' => 0 ], 'ack' => [ 'number' => 0 ] ];
		$said  = $this->refused( 'causeway_version', $knock );
		self::assertStringContainsString( 'from 0.0.0 to below 0.0.0', $said->message );
		self::assertSame( \Causeway\VERSION, $said->data->plugin );
	}

	public function test_the_order_of_the_checks(): void {
		// Wrong in every way: each mended fault uncovers the next.
		$wrong = [ 'protocol' => 9, 'shop' => [ 'id' => self::OTHER_ENGINE ], 'lease' => [ 'epoch' => 7 ] ];
		$this->refused( 'causeway_unauthorized', $wrong + [ 'ask' => [ 'rows' => -1 ] ], 'wrong' );
		$this->refused( 'causeway_invalid', $wrong + [ 'ask' => [ 'rows' => -1 ] ] );
		$this->refused( 'causeway_copy', $wrong );
		unset( $wrong['shop'] );
		$this->refused( 'causeway_version', $wrong );
		unset( $wrong['protocol'] );
		$this->refused( 'causeway_lease_lost', $wrong );
	}

	public function test_the_doorbell_is_kept_when_it_changes_and_only_for_a_worker_that_was_let_in(): void {
		$this->refused( 'causeway_unauthorized', [ 'doorbell' => 'http://evil.example/' ], 'wrong' );
		foreach ( [ 'javascript:alert(1)', 'file:///etc/passwd', 'gopher://127.0.0.1:70/x', 'http:///x', 'http://' . \str_repeat( 'a', 300 ) ] as $url ) {
			self::assertSame( [ 'doorbell' ], $this->refused( 'causeway_invalid', [ 'doorbell' => $url ] )->data->paths, $url );
		}
		$this->exchange( [ 'doorbell' => 'http://127.0.0.1:9000/poke' ] );
		self::assertSame( 'http://127.0.0.1:9000/poke', $this->plugin()->settings()->doorbell() );
		$this->exchange( [ 'doorbell' => null ] );
		self::assertSame( '', $this->plugin()->settings()->doorbell() );
	}
}
