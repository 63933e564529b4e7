<?php
declare(strict_types=1);

namespace Causeway\Tests\Effects;

/** How often an effect reads the whole order: what an exchange spends most of its time on. */
final class ReadingsTest extends EffectsTestCase {

	public function test_an_effect_reads_the_order_before_and_after_and_not_a_third_time(): void {
		$order  = $this->knownOrder();
		$before = \did_filter( 'causeway_snapshot' );

		$answers = $this->apply( [ $this->effect( $order, 'erp_number', [ 'number' => 'SO-000001', 'external_id' => 'DEMO-1-abcd' ] ) ] );

		self::assertSame( [ 'applied' ], $this->results( $answers ) );
		self::assertSame( 2, \did_filter( 'causeway_snapshot' ) - $before );
	}
}
