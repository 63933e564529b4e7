<?php
declare(strict_types=1);

namespace Causeway\Tests\Health;

use Causeway\Tests\CommittedTestCase;

/** Site Health without anyone looking at its page. */
final class WeeklyCheckTest extends CommittedTestCase {

	public function test_the_weekly_check_asks_ours_too(): void {
		[ $code, $names ] = $this->finish( ...$this->start( 'weekly-check.php', [] ) );
		self::assertSame( 0, $code );
		self::assertStringEndsWith( 'causeway_shop causeway_worker causeway_tables causeway_https', $names );
	}
}
