<?php declare(strict_types=1);
/** Writes lines into uploads/wc-logs, one file for each source and day; every level is a method: error(), info() and so on. */
class WC_Logger {
	private const LEVELS = array( 'emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'info', 'debug' );
	/** Writes one line. */
	public function log( string $level, string $message, array $context = array() ): void {
		$message = apply_filters( 'woocommerce_logger_log_message', $message, $level, $context, null );
		if ( null === $message || ! in_array( $level, self::LEVELS, true ) ) { return; }
		$folder = wp_upload_dir()['basedir'] . '/wc-logs';
		wp_mkdir_p( $folder );
		$cause = ( $context['error'] ?? null ) instanceof Throwable ? ' ' . $context['error']->getMessage() : '';
		$file  = sanitize_file_name( ( $context['source'] ?? 'log' ) . '-' . gmdate( 'Y-m-d' ) . '.log' );
		file_put_contents( "$folder/$file", gmdate( 'c' ) . ' ' . strtoupper( $level ) . " $message$cause" . PHP_EOL, FILE_APPEND | LOCK_EX );
	}
	/** One method for each level. */
	public function __call( string $level, array $arguments ): void { $this->log( $level, ...$arguments ); }
}

/** The shop's logger. */
function wc_get_logger(): WC_Logger {
	static $logger = null;
	return $logger ??= new WC_Logger();
}
