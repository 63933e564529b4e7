<?php
declare(strict_types=1);

namespace Causeway\Tests\Stock;

/** tests/process/stock-hand.php, waiting for orders. */
final class OtherProcess {

	/** @var resource */
	private mixed $process;

	/** @var array{resource, resource} */
	private array $pipes;

	public function __construct() {
		$process = \proc_open( [ PHP_BINARY, \dirname( __DIR__ ) . '/process/stock-hand.php' ], [ [ 'pipe', 'r' ], [ 'pipe', 'w' ], STDERR ], $pipes );
		\assert( \is_resource( $process ) );
		[ $this->process, $this->pipes ] = [ $process, $pipes ];
	}

	/** Returns once it is done and committed. */
	public function does( string $what ): string {
		\fwrite( $this->pipes[0], $what . "\n" );
		while ( false !== ( $line = \fgets( $this->pipes[1] ) ) ) { // phpcs:ignore Generic.CodeAnalysis.AssignmentInCondition
			if ( \str_starts_with( $line, 'did ' ) ) {
				return \trim( \substr( $line, 4 ) );
			}
		}
		throw new \RuntimeException( "The other process ended before it did: {$what}" );
	}

	public function end(): void {
		\fclose( $this->pipes[0] );
		\fclose( $this->pipes[1] );
		\proc_close( $this->process );
	}
}
