<?php
/**
 * A request of its own that exchanges and is killed, or not: exchange-and-die.php REQUEST-AS-JSON [HOOK [ORDER]]
 * With an order, another plugin ends PHP at the hook of that order, as `exit` does. Prints the answer.
 */

declare(strict_types=1);

require dirname( __DIR__ ) . '/bootstrap.php';

add_filter( 'pre_wp_mail', '__return_true' );
if ( isset( $argv[3] ) ) {
	add_action( $argv[2], static fn ( $order ) => (int) $argv[3] === $order->get_id() && exit( 3 ) );
} elseif ( isset( $argv[2] ) ) {
	add_action( $argv[2], static fn () => posix_kill( (int) getmypid(), SIGKILL ), PHP_INT_MIN );
}
$causeway_body = json_decode( $argv[1] );
try {
	$causeway_answer = Causeway\Plugin::instance()->exchange()->run( $causeway_body );
} catch ( Causeway\Exchange\Refusal $causeway_refusal ) {
	$causeway_answer = [ 'code' => $causeway_refusal->kind ] + $causeway_refusal->data;
}
fwrite( STDOUT, "\nanswer " . json_encode( $causeway_answer ) . "\n" );
