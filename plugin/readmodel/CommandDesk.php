<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Effects\OwnExceptions;
use Causeway\Outbox\Clock;
use Causeway\Outbox\OutboxTable;
use Causeway\Plugin;

/**
 * Takes what a person asks and puts it into the outbox. It never acts on an order: what comes of it, the worker decides
 * and tells. Refused here is only what can't be meant any more. What people note about an exception is kept by the
 * ExceptionNotes.
 */
final class CommandDesk {

	/** The subject of a command for all that match its filter (contracts/src/outbox.ts `Command`). */
	public const ALL = 'exception/all';

	/** Commands that a person must give a reason for. */
	private const WITH_REASON = [ 'resolve', 'ignore' ];

	public function __construct( private readonly Tables $tables, private readonly OutboxTable $outbox, private readonly ExceptionNotes $notes ) {}

	public static function of( Plugin $plugin ): self {
		return new self( new Tables( $plugin->statements() ), $plugin->outbox(), new ExceptionNotes( $plugin->statements() ) );
	}

	/**
	 * @param array{epoch: int, n: int}|null $seen The version that the person looked at.
	 * @return string The event id.
	 * @throws Refused
	 */
	public function ofSubject( string $command, string $subject, ?string $cause, ?array $seen, string $reason, \WP_User $by ): string {
		self::insistOnReason( $command, $reason );
		if ( 0 === $this->tables->count( 'SELECT COUNT(*) FROM {subject} WHERE subject = %s', [ $subject ] ) ) {
			throw Refused::notFound( \__( 'Causeway keeps nothing of this order yet, so there is nothing to ask for.', 'causeway' ) );
		}
		if ( null !== $cause && ! \in_array( $subject, $this->subjectsOf( $cause, $subject ), true ) ) {
			throw Refused::outdated( \__( 'This order no longer has that exception. Look again before you decide.', 'causeway' ) );
		}
		$id = $this->outbox->command( $subject, self::body( $command, $by, $reason, $seen, $cause, null ) );
		if ( null !== $cause && 1 === \count( $this->subjectsOf( $cause ) ) ) {
			$this->notes->keep( $command, $cause, $reason, $by );
		}
		return $id;
	}

	/**
	 * One row for all subjects of an exception.
	 *
	 * @param int $count How many the person was shown.
	 * @throws Refused
	 */
	public function ofAll( string $command, string $cause, int $count, string $reason, \WP_User $by ): string {
		self::insistOnReason( $command, $reason );
		if ( OwnExceptions::SHOP_RESTORED === $cause ) {
			throw Refused::outdated( \__( 'This is decided by an administrator on the Connection tab, with one of the two choices there.', 'causeway' ) );
		}
		$now = \count( $this->subjectsOf( $cause ) );
		if ( 0 === $now ) {
			throw Refused::outdated( \__( 'This exception is no longer open. Look again before you decide.', 'causeway' ) );
		}
		if ( $now > $count ) {
			/* translators: 1: number of orders now, 2: number of orders the person saw */
			throw Refused::outdated( \sprintf( \__( 'It now has %1$d orders; you were shown %2$d. Look again before you decide.', 'causeway' ), $now, $count ) );
		}
		$filter = [ 'cause' => $cause, 'count' => $count ];
		$id     = $this->outbox->command( self::ALL, self::body( $command, $by, $reason, null, $cause, $filter ) );
		$this->notes->keep( $command, $cause, $reason, $by );
		return $id;
	}

	private static function insistOnReason( string $command, string $reason ): void {
		if ( '' === $reason && \in_array( $command, self::WITH_REASON, true ) ) {
			throw Refused::invalid( \__( 'Say why: the reason is kept with the exception.', 'causeway' ) );
		}
	}

	/** @return list<string> Subjects of an open exception. */
	private function subjectsOf( string $cause, string $only = '' ): array {
		$rows = $this->tables->rows(
			"SELECT x.subject FROM {exception_subject} x JOIN {exception} e ON e.cause = x.cause
			WHERE x.cause = %s AND (x.subject = %s OR %s = '') AND e.status IN ('open', 'acknowledged')",
			[ $cause, $only, $only ]
		);
		return \array_map( static fn ( array $row ): string => (string) $row['subject'], $rows );
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
