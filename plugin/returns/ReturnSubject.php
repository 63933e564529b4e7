<?php
declare(strict_types=1);

namespace Causeway\Returns;

/** Subject keys of returns: `return/12` was asked for in the shop, `return/r57` is a refund made in WooCommerce, others began elsewhere. */
final class ReturnSubject {

	public const PREFIX = 'return/';

	/** @return int The row of `causeway_return`; 0: the subject is no return that was asked for in the shop. */
	public static function id( string $subject ): int {
		return \preg_match( '~^return/([1-9][0-9]{0,17})$~D', $subject, $found ) ? (int) $found[1] : 0;
	}

	/** @return int The refund that it is about; 0: it did not begin with one. */
	public static function refundId( string $subject ): int {
		return \preg_match( '~^return/r([1-9][0-9]{0,17})$~D', $subject, $found ) ? (int) $found[1] : 0;
	}
}
