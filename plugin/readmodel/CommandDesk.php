<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Audit\Actor;
use Causeway\Audit\AuditTable;
use Causeway\Audit\Entry;
use Causeway\Effects\OwnExceptions;
use Causeway\Outbox\Clock;
use Causeway\Outbox\OutboxTable;
use Causeway\Plugin;

/**
 * Takes what a person asks and puts it into the outbox. It never acts on an order: what comes of it, the worker decides
 * and tells. Refused here is only what can't be meant any more. What people note about an exception is kept by the
 * ExceptionNotes. The audit is written first: a request that dies in between leaves a line too many, never one too few.
 *
 * @phpstan-import-type Chosen from Selection
 */
final class CommandDesk {

	/** Subjects of commands that are about more than one (contracts/src/outbox.ts `Command`, `ServedCommand`). */
	public const ALL      = 'exception/all';
	public const SELECTED = 'exception/selected';

	/** Commands that a person must give a reason for. */
	private const WITH_REASON = [ 'resolve', 'ignore', 'skip', 'backfill', 'reject' ];

	/** Yes or no to what waits for it: one by one, each was shown what it is about; stocks that differ alike go together. */
	private const DECISIONS = [ 'approve', 'reject' ];

	/** What can't be undone by the next exchange: only for an order of which nothing was told since they looked. */
	private const EXACT = [ 'skip' ];

	public function __construct(
		private readonly Tables $tables,
		private readonly OutboxTable $outbox,
		private readonly ExceptionNotes $notes,
		private readonly Selection $selection,
		private readonly AuditTable $audit,
	) {}

	public static function of( Plugin $plugin ): self {
		$tables = new Tables( $plugin->statements() );
		return new self( $tables, $plugin->outbox(), new ExceptionNotes( $plugin->statements() ), new Selection( $tables ), $plugin->audit() );
	}

	/**
	 * @param array{epoch: int, n: int}|null $seen The version that the person looked at.
	 * @return string The event id.
	 * @throws Refused
	 */
	public function ofSubject( string $command, string $subject, ?string $cause, ?array $seen, string $reason, \WP_User $by ): string {
		self::insistOnReason( $command, $reason );
		if ( 0 === $this->tables->count( 'SELECT COUNT(*) FROM {subject} WHERE subject = %s', [ $subject ] ) ) {
			throw Refused::notFound( \__( 'Causeway keeps nothing of this, so there is nothing to ask for.', 'causeway' ) );
		}
		$chosen = [ [ 'subject' => $subject, 'seen' => $seen ] ];
		if ( ! $this->selection->still( $chosen, $cause, \in_array( $command, self::EXACT, true ) ) ) {
			throw Refused::outdated(
				null === $cause
					? \__( 'It has changed since you looked. Look again before you decide.', 'causeway' )
					: \__( 'It no longer has that exception. Look again before you decide.', 'causeway' )
			);
		}
		if ( \in_array( $command, self::DECISIONS, true ) ) {
			$this->insistThatItWaits( $subject );
		}
		$alone = null !== $cause && 1 === $this->countOf( $cause );
		if ( null !== $cause && ! $alone && \in_array( $command, ExceptionNotes::AT_ONCE, true ) ) {
			throw Refused::invalid( \__( 'Others have this exception, too: acknowledge or ignore it as a whole, or leave this one out.', 'causeway' ) );
		}
		$this->audited( $command, $by, $reason, [ [ 'subject' => $subject, 'about' => (string) $cause, 'became' => '' ] ] );
		$id = $this->outbox->command( $subject, self::body( $command, $by, $reason, $seen, $cause, null ) );
		if ( $alone ) {
			$this->notes->keep( $command, (string) $cause, $reason, $by );
		}
		return $id;
	}

	/**
	 * One row for all subjects of an exception.
	 *
	 * @param int $count How many the person was shown.
	 * @return array{id: string, asked: int}
	 * @throws Refused
	 */
	public function ofAll( string $command, string $cause, int $count, string $reason, \WP_User $by ): array {
		self::insistOnReason( $command, $reason );
		self::insistOnStocks( $command, $this->tables->count( "SELECT COUNT(*) FROM {exception_subject} WHERE cause = %s AND subject NOT LIKE 'stock/%%'", [ $cause ] ) );
		if ( OwnExceptions::SHOP_RESTORED === $cause ) {
			throw Refused::outdated( \__( 'This is decided by an administrator on the Connection tab, with one of the two choices there.', 'causeway' ) );
		}
		$now = $this->countOf( $cause );
		if ( 0 === $now ) {
			throw Refused::outdated( \__( 'This exception is no longer open. Look again before you decide.', 'causeway' ) );
		}
		if ( $now > $count ) {
			/* translators: 1: how many orders, returns or SKUs it has now, 2: how many the person saw */
			throw Refused::outdated( \sprintf( \__( 'It is of %1$d now; you were shown %2$d. Look again before you decide.', 'causeway' ), $now, $count ) );
		}
		$this->audited( $command, $by, $reason, [ [ 'subject' => '', 'about' => $cause, 'became' => "{$now} orders" ] ] );
		$id = $this->outbox->command( self::ALL, self::body( $command, $by, $reason, null, $cause, [ 'cause' => $cause, 'count' => $count ] ) );
		$this->notes->keep( $command, $cause, $reason, $by );
		return [ 'id' => $id, 'asked' => $now ];
	}

	/**
	 * One row for those that were chosen. What has changed since they looked is left out, and counted.
	 *
	 * @param non-empty-list<Chosen> $chosen
	 * @param string|null            $cause The exception they were chosen of; null: of the list of orders.
	 * @return array{id: string, asked: int, changed: int}
	 * @throws Refused
	 */
	public function ofSelected( string $command, array $chosen, ?string $cause, string $reason, \WP_User $by ): array {
		self::insistOnReason( $command, $reason );
		self::insistOnStocks( $command, null === $cause ? 1 : \count( \array_filter( $chosen, static fn ( array $one ): bool => ! \str_starts_with( $one['subject'], 'stock/' ) ) ) );
		if ( \in_array( $command, ExceptionNotes::AT_ONCE, true ) || ( 'resolve' === $command && null === $cause ) ) {
			throw Refused::invalid( \__( 'This can be asked for one alone, or for an exception as a whole.', 'causeway' ) );
		}
		$chosen  = \array_values( \array_column( $chosen, null, 'subject' ) );
		$asked   = $this->selection->still( $chosen, $cause, \in_array( $command, self::EXACT, true ) );
		$changed = \count( $chosen ) - \count( $asked );
		if ( ! $asked ) {
			throw Refused::outdated( \__( 'All of them have changed since you looked. Look again before you decide.', 'causeway' ) );
		}
		$this->selection->insistThatTheyTravel( $asked );
		$about = [ 'about' => (string) $cause, 'became' => '' ];
		$this->audited( $command, $by, $reason, \array_map( static fn ( array $one ): array => [ 'subject' => $one['subject'] ] + $about, $asked ) );
		$body = self::body( $command, $by, $reason, null, $cause, null ) + [ 'selected' => $asked ];
		return [ 'id' => $this->outbox->command( self::SELECTED, $body ), 'asked' => \count( $asked ), 'changed' => $changed ];
	}

	private static function insistOnReason( string $command, string $reason ): void {
		if ( '' === $reason && \in_array( $command, self::WITH_REASON, true ) ) {
			throw Refused::invalid( \__( 'Say why: the reason is kept with the exception.', 'causeway' ) );
		}
	}

	/** Which of its exceptions is to be decided is the worker's to know; where it waits for nothing, none is. */
	private function insistThatItWaits( string $subject ): void {
		if ( ! \preg_match( '~^(?:inventory|stock|return)/~', $subject ) ) {
			throw Refused::invalid( \__( 'Only stock and returns are approved or rejected.', 'causeway' ) );
		}
		if ( 0 === $this->tables->count( 'SELECT COUNT(*) FROM {subject} s WHERE s.subject = %s AND (s.waiting_for <> %s OR EXISTS (' . OrderFilter::openExceptions( 'x.cause' ) . '))', [ $subject, '' ] ) ) {
			throw Refused::outdated( \__( 'Nothing of it waits for a person any more. Look again before you decide.', 'causeway' ) );
		}
	}

	/** @param int $others Subjects of another kind. */
	private static function insistOnStocks( string $command, int $others ): void {
		if ( $others > 0 && \in_array( $command, self::DECISIONS, true ) ) {
			throw Refused::invalid( \__( 'This is decided one by one.', 'causeway' ) );
		}
	}

	/** Subjects of an open exception; 0: there is none. */
	private function countOf( string $cause ): int {
		return $this->tables->count(
			"SELECT COUNT(*) FROM {exception_subject} x JOIN {exception} e ON e.cause = x.cause WHERE x.cause = %s AND e.status IN ('open', 'acknowledged')",
			[ $cause ]
		);
	}

	/** @param list<array{subject: string, about: string, became: string}> $of */
	private function audited( string $command, \WP_User $by, string $reason, array $of ): void {
		$action = match ( $command ) {
			'acknowledge' => 'exception_acknowledged',
			'ignore'      => 'exception_ignored',
			default       => $command . '_asked',
		};
		$this->audit->write( ...\array_map( static fn ( array $one ): Entry => new Entry( $action, Actor::of( $by ), ...$one, why: $reason ), $of ) );
	}

	/**
	 * @param array{epoch: int, n: int}|null        $seen
	 * @param array{cause: string, count: int}|null $filter
	 * @return array<string, mixed> contracts/src/outbox.ts `Command`
	 */
	private static function body( string $command, \WP_User $by, string $reason, ?array $seen, ?string $cause, ?array $filter ): array {
		return [
			'command'  => $command,
			'by'       => [
				'user_id' => $by->ID,
				'name'    => $by->display_name,
			],
			'asked_at' => Clock::now(),
			'seen'     => $seen,
			'cause'    => $cause,
			'reason'   => $reason,
			'filter'   => $filter,
		];
	}
}
