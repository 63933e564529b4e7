<?php
declare(strict_types=1);

namespace Causeway\Exchange;

/** Where an error comes from, for log and answer. Not its message: other plugins write customers' data into theirs. */
final class Trace {

	public static function of( \Throwable $error ): string {
		return \sprintf( '%s in %s, line %d', $error::class, \basename( $error->getFile() ), $error->getLine() );
	}
}
