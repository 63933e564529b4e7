<?php
declare(strict_types=1);

namespace Causeway\Tests;

/** Spoils good JSON by chance. What it was made from is its text: `CAUSEWAY_SEED` gives the same again. */
final class HostileJson {

	private const CHANGES_MAX = 3;

	/** A number that PHP can read and not write. */
	private const BEYOND = '1e999';

	public readonly int $seed;

	public function __construct() {
		$given      = \getenv( 'CAUSEWAY_SEED' );
		$this->seed = false === $given || '' === $given ? \random_int( 1, 1_000_000_000 ) : (int) $given;
		\mt_srand( $this->seed );
	}

	public function __toString(): string {
		return "CAUSEWAY_SEED={$this->seed}";
	}

	/**
	 * @param array<mixed> $good
	 * @return string JSON; a few of its parts replaced, left out, doubled or renamed.
	 */
	public function spoil( array $good ): string {
		$tree = \json_decode( (string) \json_encode( $good ) );
		for ( $left = \mt_rand( 1, self::CHANGES_MAX ); $left > 0; $left-- ) {
			$this->change( $tree );
		}
		// What PHP can't encode is cut instead.
		return \str_replace( '"' . self::BEYOND . '"', self::BEYOND, \json_encode( $tree ) ?: '' ) ?: \substr( (string) \json_encode( $good ), 0, \mt_rand( 0, 200 ) );
	}

	/** Anything at all, from harmless to hostile. */
	public function anything(): mixed {
		$all = [
			null, true, '', 0, -1, 1.5, PHP_INT_MAX, 1e300, self::BEYOND, [], new \stdClass(), [ [ [] ] ],
			"' OR 1=1; DROP TABLE wp_posts; -- ", '<script>alert(1)</script>', '../../../wp-config.php', '%s %1$s %d', '{$x}${y}', 'O:8:"stdClass":0:{}',
			"\u{0}\u{1}\u{7F}", "a\u{0}b", "\u{202E}\u{FEFF}\u{1F6F3}", 'javascript:alert(1)', 'order/../../1', "order/1\n", '1e5', '0x1A', 'NaN', '__proto__',
			\str_repeat( 'ä', \mt_rand( 1, 5_000 ) ), \str_repeat( '9', 400 ), \range( 1, \mt_rand( 2, 3_000 ) ),
		];
		return $all[ \mt_rand( 0, \count( $all ) - 1 ) ];
	}

	private function change( mixed &$tree ): void {
		$at = &$this->somewhere( $tree );
		if ( $at instanceof \stdClass && \get_object_vars( $at ) ) {
			$name = \array_rand( \get_object_vars( $at ) );
			match ( \mt_rand( 0, 2 ) ) {
				0 => $at->{$name} = $this->anything(),
				1 => $this->leaveOut( $at, (string) $name ),
				2 => $at->{'_' . $name} = $this->anything(),
			};
		} elseif ( \is_array( $at ) && $at ) {
			$at[] = \mt_rand( 0, 1 ) ? $at[0] : $this->anything();
		} else {
			$at = $this->anything();
		}
	}

	private function leaveOut( \stdClass $at, string $name ): void {
		unset( $at->{$name} );
	}

	private function &somewhere( mixed &$tree ): mixed {
		$at = &$tree;
		while ( \mt_rand( 0, 3 ) > 0 ) {
			if ( $at instanceof \stdClass && \get_object_vars( $at ) ) {
				$at = &$at->{\array_rand( \get_object_vars( $at ) )};
			} elseif ( \is_array( $at ) && $at ) {
				$at = &$at[ \array_rand( $at ) ];
			} else {
				break;
			}
		}
		return $at;
	}
}
