<?php
/** WordPress's weekly look at the site's health, in a request of cron: prints which of our tests take part. */

declare(strict_types=1);

define( 'DOING_CRON', true );
require getenv( 'CAUSEWAY_WP_LOAD' );

// WordPress's own tests ask the world; here it is enough to know who would be asked.
remove_all_actions( 'wp_site_health_scheduled_check', 10 );
do_action( 'wp_site_health_scheduled_check' );
$tests = apply_filters( 'site_status_tests', [ 'direct' => [], 'async' => [] ] );
echo implode( ' ', array_keys( $tests['direct'] ) );
