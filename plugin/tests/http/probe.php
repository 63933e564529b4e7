<?php
/**
 * Plugin Name: Causeway test probe
 * Description: Put into a laid shop by tests/http/Server.php. Writes one line of JSON a request: what it cost; leaves Causeway out when asked.
 */

declare(strict_types=1);

if ( ! getenv( 'CAUSEWAY_PROBE' ) ) {
	return;
}

if ( isset( $_SERVER['HTTP_X_CAUSEWAY_OFF'] ) ) {
	add_filter( 'option_active_plugins', static fn ( $plugins ) => array_values( array_filter( (array) $plugins, static fn ( $plugin ) => ! str_contains( (string) $plugin, 'causeway.php' ) ) ) );
}

$causeway_probe = (object) [ 'statements' => [], 'queries' => 0, 'phases' => [] ];

add_filter(
	'query',
	static function ( $sql ) use ( $causeway_probe ) {
		++$causeway_probe->queries;
		if ( str_contains( (string) $sql, 'causeway_' ) ) {
			$causeway_probe->statements[] = [ did_action( 'shutdown' ) ? 'end' : 'hook', strtok( trim( (string) $sql ), ' ' ), (string) $sql ];
		}
		return $sql;
	}
);

// Holds a fill back until the test lets it go: so no clock decides whether the answer came first.
if ( isset( $_SERVER['HTTP_X_CAUSEWAY_GATE'] ) ) {
	add_filter(
		'causeway_snapshot',
		static function ( $meta ) {
			$gate = getenv( 'CAUSEWAY_PROBE' ) . '.gate';
			touch( $gate . '.reached' );
			for ( $i = 0; $i < 2000 && ! is_file( $gate . '.open' ); $i++ ) {
				usleep( 10_000 );
				clearstatcache();
			}
			return $meta;
		}
	);
}

register_shutdown_function(
	static function () use ( $causeway_probe ): void {
		$memory = memory_get_usage();
		$hooks  = 0;
		foreach ( $GLOBALS['wp_filter'] as $hook ) {
			foreach ( $hook->callbacks as $callbacks ) {
				$hooks += count( $callbacks );
			}
		}
		$files = count( get_included_files() );
		// After capture's own end, which registers itself later than this.
		register_shutdown_function(
			static function () use ( $causeway_probe, $memory, $hooks, $files ): void {
				$line = [
					'uri'        => $_SERVER['REQUEST_METHOD'] . ' ' . $_SERVER['REQUEST_URI'],
					'off'        => isset( $_SERVER['HTTP_X_CAUSEWAY_OFF'] ),
					'queries'    => $causeway_probe->queries,
					'statements' => $causeway_probe->statements,
					'hooks'      => $hooks,
					'files'      => $files,
					'memory'     => $memory,
					'peak'       => memory_get_peak_usage(),
				];
				file_put_contents( (string) getenv( 'CAUSEWAY_PROBE' ), json_encode( $line ) . "\n", FILE_APPEND | LOCK_EX );
			}
		);
	}
);
