<?php
declare(strict_types=1);

namespace Causeway\Tests\Admin;

use Causeway\Admin\StateWords;
use PHPUnit\Framework\TestCase;

/** An order is called the same on WooCommerce's screens as in the panel. */
final class StateWordsTest extends TestCase {

	public function test_the_panel_and_these_screens_have_the_same_words_and_tones(): void {
		$panel = (string) \file_get_contents( \dirname( __DIR__, 3 ) . '/admin-ui/src/words/order-state.ts' );
		\preg_match_all( "/^    ([a-z_]+): \\{ label: __\\('([^']+)', 'causeway'\\), tone: '([a-z]+)' \\},$/m", $panel, $found, PREG_SET_ORDER );
		$words = [];
		foreach ( $found as [ , $state, $label, $tone ] ) {
			$words[ $state ] = [ $label, $tone ];
		}
		self::assertGreaterThan( 20, \count( $words ) );
		self::assertSame( $words, StateWords::known() );
	}

	public function test_a_badge_says_in_words_what_its_colour_says_and_hides_its_glyph_from_readers(): void {
		self::assertMatchesRegularExpression( '~^<mark class="order-status status-on-hold"[^>]*><span><span aria-hidden="true">!</span> Held by a check</span></mark>$~', StateWords::badge( 'held' ) );
	}

	public function test_a_state_that_this_version_does_not_know_is_shown_by_its_key_and_escaped(): void {
		self::assertSame( 'Awaiting credit', StateWords::label( 'awaiting_credit' ) );
		self::assertStringContainsString( '&lt;b&gt;', StateWords::badge( '<b>' ) );
	}
}
