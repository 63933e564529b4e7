<?php
declare(strict_types=1);

namespace Causeway\Capture;

/** Where two snapshots differ, as dotted paths (`status`, `items.0.quantity`). */
final class Difference {

	/**
	 * @param array<array-key, mixed> $before
	 * @param array<array-key, mixed> $after
	 * @return list<string>
	 */
	public static function paths( array $before, array $after, string $under = '' ): array {
		$paths = [];
		foreach ( \array_keys( $before + $after ) as $key ) {
			$old = $before[ $key ] ?? null;
			$new = $after[ $key ] ?? null;
			if ( \is_array( $old ) && \is_array( $new ) ) {
				$paths = [ ...$paths, ...self::paths( $old, $new, "{$under}{$key}." ) ];
			} elseif ( $old !== $new || \array_key_exists( $key, $before ) !== \array_key_exists( $key, $after ) ) {
				$paths[] = $under . $key;
			}
		}
		return $paths;
	}

	/**
	 * @param array<array-key, mixed> $before
	 * @param array<array-key, mixed> $after
	 * @param list<string>            $allowed A path covers everything below it; `*` stands for any place in a list.
	 * @return list<string> Differences that no allowed path covers.
	 */
	public static function outside( array $before, array $after, array $allowed ): array {
		$covered = static function ( string $path ) use ( $allowed ): bool {
			$path = (string) \preg_replace( '/\.\d+(?=\.|$)/', '.*', $path );
			foreach ( $allowed as $prefix ) {
				if ( $path === $prefix || \str_starts_with( $path, $prefix . '.' ) ) {
					return true;
				}
			}
			return false;
		};
		return \array_values( \array_filter( self::paths( $before, $after ), static fn ( string $path ): bool => ! $covered( $path ) ) );
	}
}
