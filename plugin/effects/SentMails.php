<?php
declare(strict_types=1);

namespace Causeway\Effects;

/** Which of WooCommerce's e-mails went out while something was done, by their ids: `customer_completed_order`. */
final class SentMails {

	/**
	 * @param \Closure(): mixed $work
	 * @return list<string> Each once. Mails that WooCommerce sends later, in a queue of its own, are not seen.
	 */
	public static function during( \Closure $work ): array {
		$sent   = [];
		$listen = static function ( mixed $done, mixed $id = '' ) use ( &$sent ): void {
			if ( true === $done && \is_string( $id ) ) {
				$sent[ $id ] = $id;
			}
		};
		\add_action( 'woocommerce_email_sent', $listen, 10, 2 );
		try {
			$work();
		} finally {
			\remove_action( 'woocommerce_email_sent', $listen, 10 );
		}
		return \array_values( $sent );
	}
}
