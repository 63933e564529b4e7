<?php
declare(strict_types=1);

namespace Causeway\Exchange;

use Causeway\Capture\Fill;
use Causeway\Capture\Filled;
use Causeway\Outbox\SubjectLook;
use Causeway\Outbox\SubjectLooks;

/**
 * Subjects read again, as looks. What the reading found changed has its row in the outbox until the worker has
 * acknowledged it: this answer may be lost on its way.
 */
final class FreshLooks {

	public function __construct( private readonly Fill $fill, private readonly SubjectLooks $looks ) {}

	/** @throws \Throwable Whatever WooCommerce and other plugins throw at a reading. */
	public function fill( string $subject ): Filled {
		return $this->fill->subject( $subject );
	}

	/**
	 * @param array<string, Filled|null> $filled By subject; null: as it is stored.
	 * @return array<string, SubjectLook> Subjects that the shop doesn't know are absent.
	 */
	public function of( array $filled ): array {
		$looks = $this->looks->of( \array_keys( $filled ) );
		foreach ( $looks as $subject => $look ) {
			$now = $filled[ $subject ] ?? null;
			if ( $look->isDropped() && null !== $now && $now->rev > 0 ) {
				$looks[ $subject ] = $look->as( $now->incarnation, $now->rev, $now->hash, $now->snapshot, $now->bytes );
			}
		}
		return $looks;
	}
}
