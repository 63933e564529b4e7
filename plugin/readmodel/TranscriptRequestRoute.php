<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

/** `POST /transcripts/{subject}`: asks the worker what was sent and answered; of a stock, what lies where. Only of what Causeway keeps something of. */
final class TranscriptRequestRoute extends TranscriptRoute {

	protected function status(): int {
		return 202;
	}

	protected function answer( array $given ): array {
		$subject = $given['subject'];
		$known   = $this->tables->count( 'SELECT COUNT(*) FROM {subject} WHERE subject = %s', [ $subject ] )
			+ $this->tables->count( 'SELECT COUNT(*) FROM {exception_subject} WHERE subject = %s', [ $subject ] )
			+ $this->tables->count( 'SELECT COUNT(*) FROM {stock} WHERE subject = %s', [ $subject ] );
		if ( 0 === $known ) {
			throw Refused::notFound( \__( 'Causeway keeps nothing of this, so there is nothing to ask for.', 'causeway' ) );
		}
		$this->transcripts->ask( $subject );
		return $this->state( $subject );
	}
}
