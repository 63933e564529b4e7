<?php
declare(strict_types=1);

namespace Causeway\Exchange;

use Causeway\Outbox\SubjectLooks;

/** The shop's open subjects, page by page (`ask.open_after`): for an engine that doesn't hold them. */
final class OpenPages {

	public const SUBJECTS_MAX = 200;

	public function __construct( private readonly SubjectLooks $looks ) {}

	/**
	 * @param string $after The page before's `next`; '' begins.
	 * @param int    $bytes Ends before the snapshots exceed this; one is told whatever its size.
	 * @return array{events: list<array<string, mixed>>, next: string|null} `next` null: this was the last page.
	 */
	public function page( string $after, int $bytes, string $source ): array {
		$weights = $this->looks->weightsOfOpen( $after, self::SUBJECTS_MAX + 1 );
		$chosen  = [];
		foreach ( $weights as $subject => $weight ) {
			$bytes -= $weight;
			if ( \count( $chosen ) === self::SUBJECTS_MAX || ( $bytes < 0 && $chosen ) ) {
				break;
			}
			$chosen[] = $subject;
		}
		$events = [];
		foreach ( $this->looks->of( $chosen ) as $look ) {
			$events[] = $look->wire( $source );
		}
		return [
			'events' => $events,
			'next'   => $chosen && \count( $chosen ) < \count( $weights ) ? $chosen[ \count( $chosen ) - 1 ] : null,
		];
	}
}
