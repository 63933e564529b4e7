<?php
/**
 * A request of its own that applies a refund effect and is killed: refund-and-die.php EFFECT-AS-JSON PAYMENTS-FILE DEATH
 * DEATH is a moment of the RecordingGateway's, or a hook; '' lets it live. Prints the answer.
 */

declare(strict_types=1);

require dirname( __DIR__ ) . '/bootstrap.php';
add_filter( 'pre_wp_mail', '__return_true' );
( new Causeway\Tests\Effects\RecordingGateway( $argv[2], $argv[3] ) )->register();
add_action( '' === $argv[3] ? 'causeway_never' : $argv[3], static fn () => posix_kill( (int) getmypid(), SIGKILL ), PHP_INT_MIN );
$causeway_budget = new Causeway\Exchange\Budget( 60_000 );
$causeway_answer = Causeway\Plugin::instance()->effects()->apply( [ json_decode( $argv[1] ) ], $causeway_budget, static fn (): bool => true );
fwrite( STDOUT, "\nanswer " . json_encode( $causeway_answer[0] ) . "\n" );
