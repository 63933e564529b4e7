<?php
/**
 * Prepended to the served shop: writes each order hook of a request into the file that CAUSEWAY_HOOK_LOG names,
 * with the status that the hook's object says and the one that the database says.
 */

declare(strict_types=1);

$GLOBALS['wp_filter'] = array();
foreach ( array( 'woocommerce_new_order' => 1, 'woocommerce_update_order' => 1, 'woocommerce_order_status_changed' => 3, 'woocommerce_checkout_order_processed' => 2 ) as $causeway_hook => $causeway_place ) {
	$GLOBALS['wp_filter'][ $causeway_hook ][1]['causeway_hook_log'] = array(
		'function'      => static function ( ...$said ) use ( $causeway_hook, $causeway_place ): void {
			$line = array( 'hook' => $causeway_hook, 'said' => $said[ $causeway_place ]->get_status(), 'stored' => wc_get_order( $said[0] )->get_status() );
			file_put_contents( (string) getenv( 'CAUSEWAY_HOOK_LOG' ), json_encode( $line ) . "\n", FILE_APPEND | LOCK_EX );
		},
		'accepted_args' => 4,
	);
}
