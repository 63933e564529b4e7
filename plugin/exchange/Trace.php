<?php
declare(strict_types=1);

namespace Causeway\Exchange;

/** Where an error comes from, for log and answer. Not its message: other plugins write customers' data into theirs. */
final class Trace {

	public static function of( \Throwable $error ): string {
		return \sprintf( '%s in %s, line %d', $error::class, \basename( $error->getFile() ), $error->getLine() );
	}

	/** What fails now is tried again by the next exchange; the rows of others must not wait for it. */
	public static function guarded( string $otherwise, \Closure $work ): void {
		try {
			$work();
		} catch ( \Throwable $error ) {
			\wc_get_logger()->error( "{$otherwise}: " . self::of( $error ), [ 'source' => 'causeway' ] );
		}
	}
}
