<?php
declare(strict_types=1);

namespace Causeway\Tests\Exchange;

use Causeway\Exchange\Budget;
use PHPUnit\Framework\TestCase;

final class BudgetTest extends TestCase {

	public function test_a_sweep_takes_little_of_an_exchange_and_less_while_rows_wait(): void {
		$clock  = 0;
		$budget = new Budget(
			10_000,
			static function () use ( &$clock ): int {
				return $clock;
			}
		);
		self::assertSame( [ 2_000, 500 ], [ $budget->sweepMs( false ), $budget->sweepMs( true ) ] );
		$clock = 9_700;
		self::assertSame( [ 300, 300 ], [ $budget->sweepMs( false ), $budget->sweepMs( true ) ] );
		$clock = 11_000;
		self::assertSame( 0, $budget->sweepMs( true ) );
	}
}
