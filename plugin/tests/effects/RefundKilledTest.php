<?php
declare(strict_types=1);

namespace Causeway\Tests\Effects;

use Causeway\Plugin;
use Causeway\Tests\CommittedTestCase;
use Causeway\Tests\Shop;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Group;

/** PHP killed by SIGKILL while a refund is made, by a gateway that really pays; then the worker tells it again, and once more. */
#[Group( 'one-shop' )]
final class RefundKilledTest extends CommittedTestCase {

	use RefundEffects;

	protected function setUp(): void {
		parent::setUp();
		self::insistOnGateways();
	}

	protected function tearDown(): void {
		$this->endPayments();
		$wpdb = Plugin::instance()->wpdb;
		$wpdb->query( "DELETE FROM {$wpdb->prefix}causeway_intent" );
		parent::tearDown();
	}

	/** @return array<string, array{0: string, 1: int, 2: string}> Where it dies, payments by then, and what the worker is told afterwards. */
	public static function deaths(): array {
		return [
			'before WooCommerce saved the refund whole' => [ 'woocommerce_create_refund', 0, 'unknown' ],
			'asked to pay, before it paid'              => [ 'before', 0, 'unknown' ],
			'after it paid, before anyone wrote it down' => [ 'after', 1, 'unknown' ],
			'after WooCommerce had the refund whole'    => [ 'woocommerce_order_partially_refunded', 1, 'already' ],
		];
	}

	#[DataProvider( 'deaths' )]
	public function test_one_payment_at_most_and_no_certainty_where_there_is_none( string $death, int $paid, string $result ): void {
		$order          = Shop::order();
		$this->orders[] = $order->get_id();
		$this->payBy( $order );
		Plugin::instance()->fill()->subject( "order/{$order->get_id()}" );
		self::assertSame( -SIGKILL, $this->refundBy( self::refundOf( $order ), $death )[0] );
		self::assertCount( $paid, $this->payments() );

		foreach ( [ 1, 2 ] as $n ) {
			self::assertSame( $result, $this->refundBy( self::refundOf( $order, $n ) )[1]->result ?? null, "told again as effect {$n}" );
		}
		self::assertCount( $paid, $this->payments(), 'nothing more was paid' );
	}

	/**
	 * @param array<string, mixed> $effect
	 * @return array{0: int, 1: \stdClass|null} Exit code, or minus the signal; and the answer.
	 */
	private function refundBy( array $effect, string $death = '' ): array {
		[ $code, $output ] = $this->finish( ...$this->start( 'refund-and-die.php', [ (string) \json_encode( $effect ), $this->payments, $death ] ) );
		\preg_match( '/^answer (.*)$/m', $output, $found );
		return [ $code, isset( $found[1] ) ? \json_decode( $found[1] ) : null ];
	}
}
