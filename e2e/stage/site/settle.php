<?php
/**
 * Runs what the store put off during its installation, so that it doesn't run during somebody's measurement.
 *
 * @package Causeway\Stage
 */

if ( ! class_exists( 'ActionScheduler_QueueRunner' ) ) {
	return 0;
}
$done = 0;
for ( $round = 0; $round < 5; $round++ ) {
	$ran   = ActionScheduler_QueueRunner::instance()->run( 'Causeway stage' );
	$done += $ran;
	if ( 0 === $ran ) {
		break;
	}
}
return $done;
