<?php
declare(strict_types=1);

namespace Causeway\Outbox;

/** The subject keys of orders: `order/1042`. */
final class OrderSubject {

	/** @return int 0: the subject is no order. */
	public static function id( string $subject ): int {
		return \preg_match( '~^order/([1-9][0-9]{0,17})$~D', $subject, $found ) ? (int) $found[1] : 0;
	}
}
