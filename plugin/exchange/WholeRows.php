<?php
declare(strict_types=1);

namespace Causeway\Exchange;

use Causeway\Outbox\OutboxTable;
use Causeway\Outbox\ServedRow;
use Causeway\Outbox\SubjectLook;

/** The rows that are served. A command brings its subject whole, so that an engine that doesn't hold it can obey. */
final class WholeRows {

	public function __construct( private readonly OutboxTable $outbox, private readonly FreshLooks $fresh ) {}

	/**
	 * @param int $bytes Ends before the snapshots exceed this; one is served whatever its size.
	 * @return list<ServedRow>
	 */
	public function serve( int $count, int $bytes ): array {
		$rows = $this->outbox->serve( $count, $bytes );
		foreach ( $rows as $place => $row ) {
			if ( \array_filter( $row->about, static fn ( SubjectLook $look ): bool => $look->isDropped() ) ) {
				$rows[ $place ] = $row->about( \array_values( \array_filter( \array_map( $this->whole( ... ), $row->about ) ) ) );
			}
		}
		return \array_values( $rows );
	}

	/** Read again where its snapshot has gone; null: it could not be read. */
	private function whole( SubjectLook $look ): ?SubjectLook {
		$whole = $look->isDropped() ? null : $look;
		if ( null === $whole ) {
			Trace::guarded(
				"{$look->subject()} could not be read",
				function () use ( &$whole, $look ): void {
					$whole = $this->fresh->of( [ $look->subject() => $this->fresh->fill( $look->subject() ) ] )[ $look->subject() ] ?? null;
				}
			);
		}
		return $whole;
	}
}
