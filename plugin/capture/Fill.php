<?php
declare(strict_types=1);

namespace Causeway\Capture;

use Causeway\Outbox\Look;
use Causeway\Outbox\OutboxTable;
use Causeway\Outbox\Reading;
use Causeway\Outbox\Subject;
use Causeway\Outbox\SubjectTable;

/**
 * Turns "look at this subject" into a revision: read the revision, read the subject afresh, raise the revision only
 * if it is still the one that was read, else begin again. No lock, no transaction around WooCommerce.
 */
final class Fill {

	/** Each miss means that another process moved on; so many in a row mean that something is wrong. */
	private const TRIES_MAX = 20;

	/**
	 * @param array<string, \Closure(int, bool): ?Reading> $readers What reads a subject, by its kind: of its number, and whether it is known.
	 * @param \Closure(int): list<string>                  $returns The returns of an order that are under way.
	 */
	public function __construct(
		private readonly SubjectTable $subjects,
		private readonly OutboxTable $outbox,
		private readonly Named $named,
		private readonly array $readers,
		private readonly \Closure $returns,
	) {}

	/**
	 * Brings the subject's row up to what the database says now. A change is served by the look; without one the
	 * look goes, unless somebody touched it meanwhile or it has an earlier revision still to carry.
	 *
	 * @throws \RuntimeException When other processes kept being first.
	 */
	public function subject( string $subject ): Filled {
		return $this->fresh( $subject, true );
	}

	/**
	 * As `subject`, where an effect is going to change the order: that nothing was new is not noted, as the reading after
	 * the change says more.
	 *
	 * @throws \RuntimeException When other processes kept being first.
	 */
	public function before( string $subject ): Filled {
		return $this->fresh( $subject, false );
	}

	private function fresh( string $subject, bool $noted ): Filled {
		$this->named->settle( $subject );
		for ( $try = 0; $try < self::TRIES_MAX; $try++ ) {
			[ $known, $look, $incarnation ] = $this->subjects->withLook( $subject );

			$reading = $this->read( $subject, $known );
			$filled  = $reading
				? $this->foreign( $subject, $known, $look, $reading, $incarnation, $noted )
				: $this->nothing( $subject, $look );
			if ( $filled ) {
				return $filled;
			}
		}
		throw new \RuntimeException( "Causeway could not fill {$subject}: it kept changing." );
	}

	/**
	 * After a save made by an effect. Where all that differs lies in what the effect wrote and nobody else named the
	 * subject, the new revision is *own*: it is not served, and effects decided on the one before stay valid.
	 *
	 * @param array<string, mixed> $before       The snapshot that the effect began with.
	 * @param list<string>         $allowedPaths Dotted, as `status` or `meta._tracking`; a path covers what is below it.
	 * @param int                  $ownTouches   What the look's touches are if nobody but this effect touched it: those
	 *                                           it had before the save (0 without a look) + 1.
	 */
	public function own( string $subject, array $before, array $allowedPaths, int $ownTouches ): Filled {
		$this->named->settle( $subject );
		[ $known, $look, $incarnation ] = $this->subjects->withLook( $subject );

		$reading = $this->read( $subject, $known );
		$touched = $look && $look->touches !== $ownTouches;
		if ( $known && $reading && ! $touched && $known->hash !== $reading->hash && null !== $reading->json
			&& ! Difference::outside( $before, (array) \json_decode( $reading->json, true ), $allowedPaths )
			&& $this->subjects->raise( $subject, $known->rev, $reading, true )
		) {
			$this->dismiss( $subject, $look );
			return self::filled( $subject, $known->incarnation, $known->rev + 1, $known->foreignRev, $reading, true );
		}
		// What was read is as fresh as a second reading would be; only where another process was first it is not.
		return ( $reading ? $this->foreign( $subject, $known, $look, $reading, $incarnation, true ) : null ) ?? $this->subject( $subject );
	}

	/**
	 * An order that was read last before snapshots told of its stock has another hash, though nobody changed it. While it is
	 * open the worker must learn what it holds: it is told once, and what was decided on it stays valid. Closed, it is no news.
	 *
	 * @param bool $noted Whether a reading that found nothing new is written down, for the sweep.
	 * @return Filled|null Null: another process was first.
	 */
	private function foreign( string $subject, ?Subject $known, ?Look $look, Reading $reading, int $incarnation, bool $noted ): ?Filled {
		$upgraded = $known && $known->hash !== $reading->hash && $known->hash === $reading->hashWithoutStock();
		if ( $known && ( $known->hash === $reading->hash || ( $upgraded && ! $known->open ) ) ) {
			if ( $noted ) {
				$this->subjects->seen( $subject, $known->rev, $reading );
			}
			$this->dismiss( $subject, $look );
			return self::filled( $subject, $known->incarnation, $known->rev, $known->foreignRev, $reading, false );
		}
		$rev   = ( $known->rev ?? 0 ) + 1;
		$trace = $known->traceId ?? $look->traceId ?? \Causeway\Outbox\Identifiers::trace();
		$this->outbox->promise( $subject, $rev, $trace );
		$first = $known
			? $this->subjects->raise( $subject, $known->rev, $reading, $upgraded )
			: $this->subjects->insertFirst( $subject, $incarnation, $reading, $trace );
		if ( ! $first ) {
			return null;
		}
		$this->outbox->markFilled( $subject, $look->touches ?? 0 );
		$this->followReturns( $subject, $known, $reading );
		return self::filled( $subject, $known->incarnation ?? $incarnation, $rev, $upgraded ? $known->foreignRev : $rev, $reading, true );
	}

	/** A return's snapshot says what of its order was refunded; orders without refunds, nearly all, pay nothing for it. */
	private function followReturns( string $subject, ?Subject $known, Reading $reading ): void {
		if ( \str_starts_with( $subject, 'order/' ) && ( $reading->refunds || $known?->hasRefunds ) ) {
			foreach ( ( $this->returns )( $reading->objectId ) as $return ) {
				$this->subject( $return );
			}
		}
	}

	/** There is no such order and there never was one that crossed: a draft, or deleted before anyone looked. */
	private function nothing( string $subject, ?Look $look ): Filled {
		if ( $look ) {
			$this->outbox->dropLook( $subject, $look->touches );
		}
		return new Filled( $subject, 0, 0, 0, '', null, 0, false );
	}

	/**
	 * A look that found nothing new goes; one that has an earlier revision to carry is ready to. Not that of a request
	 * which is still at work: it has named the subject, and what it writes comes after our reading.
	 */
	private function dismiss( string $subject, ?Look $look ): void {
		if ( ! $look || $look->isSomeonesWork() ) {
			return;
		}
		if ( null === $look->rev ) {
			$this->outbox->dropLook( $subject, $look->touches );
		} else {
			$this->outbox->markFilled( $subject, $look->touches );
		}
	}

	private function read( string $subject, ?Subject $known ): ?Reading {
		[ $kind, $id ] = \explode( '/', $subject, 2 ) + [ '', '' ];
		if ( ! isset( $this->readers[ $kind ] ) ) {
			throw new \DomainException( "Causeway cannot read {$subject}." );
		}
		// Without a revision the row is the worker's word alone: an order that a restore took away, a return that began elsewhere.
		return \ctype_digit( $id ) ? ( $this->readers[ $kind ] )( (int) $id, null !== $known && $known->rev > 0 ) : null;
	}

	private static function filled( string $subject, int $incarnation, int $rev, int $foreignRev, Reading $reading, bool $changed ): Filled {
		return new Filled( $subject, $incarnation, $rev, $foreignRev, $reading->hash, $reading->json, $reading->bytes, $changed );
	}
}
