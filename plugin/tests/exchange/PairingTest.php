<?php
declare(strict_types=1);

namespace Causeway\Tests\Exchange;

/** From a code on a screen to a credential. */
final class PairingTest extends ExchangeTestCase {

	private function pair( string $code, array $worker = self::WORKER, int $protocol = 1 ): array {
		return $this->post( '/pair', [ 'protocol' => $protocol, 'code' => $code, 'worker' => $worker ] );
	}

	public function test_a_code_becomes_a_credential_and_the_shop_keeps_neither(): void {
		[ 'code' => $code, 'expiresAt' => $expires ] = $this->plugin()->pairing()->issueCode();
		self::assertMatchesRegularExpression( '/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/', $code );
		self::assertSame( $this->now + 600_000, $expires );

		[ $status, $paired ] = $this->pair( $code );

		self::assertSame( 200, $status );
		$this->assertShape( 'pair-response', $paired );
		$kept = (string) \json_encode( $this->row( 'link' ) );
		self::assertStringNotContainsString( $paired->token, $kept );
		self::assertStringNotContainsString( $code, $kept );
		self::assertSame( \hash( 'sha256', $paired->token ), $this->link()->tokenHash );
		$this->token = $paired->token;
		$this->exchange( [ 'shop' => (array) $paired->shop ] );
	}

	public function test_it_may_be_typed_as_people_type(): void {
		$code = $this->plugin()->pairing()->issueCode()['code'];
		self::assertSame( 200, $this->pair( \strtolower( \strtr( $code, [ '-' => ' ', '0' => 'O', '1' => 'l' ] ) ) )[0] );
	}

	public function test_a_code_works_once(): void {
		$code = $this->plugin()->pairing()->issueCode()['code'];
		self::assertSame( 200, $this->pair( $code )[0] );
		$this->assertRefused( $this->pair( $code ) );
	}

	public function test_a_code_ends_after_ten_minutes(): void {
		$code       = $this->plugin()->pairing()->issueCode()['code'];
		$this->now += 600_000;
		$this->assertRefused( $this->pair( $code ) );
		self::assertNull( $this->plugin()->pairing()->status()['codeExpiresAt'] );
	}

	public function test_five_wrong_tries_void_it(): void {
		$code = $this->plugin()->pairing()->issueCode()['code'];
		for ( $try = 0; $try < 5; $try++ ) {
			self::assertNotNull( $this->plugin()->pairing()->status()['codeExpiresAt'] );
			$this->assertRefused( $this->pair( 'WRNG-WRNG-WRNG-WRNG' ) );
		}
		self::assertNull( $this->plugin()->pairing()->status()['codeExpiresAt'] );
		$this->assertRefused( $this->pair( $code ) );
		self::assertFalse( $this->link()->paired() );
	}

	public function test_the_fifth_try_may_be_the_right_one(): void {
		$code = $this->plugin()->pairing()->issueCode()['code'];
		for ( $try = 0; $try < 4; $try++ ) {
			$this->assertRefused( $this->pair( 'WRNG-WRNG-WRNG-WRNG' ) );
		}
		self::assertSame( 200, $this->pair( $code )[0] );
	}

	public function test_without_a_code_nothing_matches_not_even_an_empty_one(): void {
		$this->assertRefused( $this->pair( '' ) );
		$this->assertRefused( $this->pair( '----' ) );
	}

	public function test_a_worker_that_does_not_fit_leaves_the_code_as_it_was(): void {
		$code   = $this->plugin()->pairing()->issueCode()['code'];
		$before = $this->row( 'link' );
		[ $status, $refusal ] = $this->pair( $code, [ 'version' => '9.0.0' ] + self::WORKER );
		self::assertSame( [ 409, 'causeway_version' ], [ $status, $refusal->code ] );
		self::assertStringContainsString( '9.0.0', $refusal->message );
		self::assertStringContainsString( \Causeway\VERSION, $refusal->message );
		self::assertSame( $before, $this->row( 'link' ) );
		self::assertSame( 200, $this->pair( $code )[0] );
	}

	public function test_pairing_begins_capture_and_sends_nothing(): void {
		$this->plugin()->settings()->write( [ 'capturing' => false ] );
		$this->paired( false );
		self::assertTrue( $this->plugin()->settings()->capturing() );
		self::assertNull( $this->link()->goLiveAt );
	}

	public function test_pairing_again_voids_the_credential_before(): void {
		$this->paired();
		$old = $this->token;
		$this->paired( false );
		$this->refused( 'causeway_unauthorized', [], $old );
		$this->exchange();
	}

	public function test_revoking_shuts_the_worker_out_at_once_and_says_so(): void {
		$this->paired();
		$this->exchange();
		$this->plugin()->pairing()->revoke();
		self::assertStringContainsString( 'revoked', $this->refused( 'causeway_not_paired' )->message );
		self::assertTrue( $this->plugin()->settings()->capturing(), 'orders go on being captured for the next worker' );
	}

	private function assertRefused( array $answer ): void {
		[ $status, $refusal ] = $answer;
		self::assertSame( [ 403, 'causeway_pairing_code' ], [ $status, $refusal->code ] );
		$this->assertShape( 'refusal', $refusal );
	}
}
