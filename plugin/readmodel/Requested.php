<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Outbox\Clock;
use Causeway\Outbox\OutboxTable;

/**
 * What people asked of orders and the worker hasn't done yet: commands in the outbox, and those that it fetched so lately that
 * their outcome may still be on its way (nothing has changed since, and not for longer than a while).
 *
 * @phpstan-type Request array{command: string, by: string, at: int}
 */
final class Requested {

	/** So long a fetched command may take to show its outcome before the panel stops saying "requested". */
	public const OUTCOME_MS = 120_000;

	private const MAX = 500;

	/** @var list<array{subjects: list<string>, cause: string|null, fetched: int|null, request: Request}>|null Newest first. */
	private ?array $commands = null;

	public function __construct( private readonly Tables $tables ) {}

	/**
	 * @param string|null $cause Null: about the subject as a whole.
	 * @param int         $changedAt What the worker fetched before it has been answered, epoch ms.
	 * @return Request|null
	 */
	public function of( string $subject, ?string $cause, int $changedAt ): ?array {
		foreach ( $this->commands() as $command ) {
			$about = \in_array( $subject, $command['subjects'], true ) || ( null !== $cause && [ CommandDesk::ALL ] === $command['subjects'] );
			if ( $about && $command['cause'] === $cause && ! self::answered( $command, $changedAt ) ) {
				return $command['request'];
			}
		}
		return null;
	}

	/**
	 * About all subjects of a cause.
	 *
	 * @param string|null $only The one subject that it has; null: several.
	 * @return Request|null
	 */
	public function ofCause( string $cause, ?string $only, int $changedAt ): ?array {
		foreach ( $this->commands() as $command ) {
			if ( $command['cause'] === $cause && \in_array( $command['subjects'], [ [ CommandDesk::ALL ], [ $only ] ], true ) && ! self::answered( $command, $changedAt ) ) {
				return $command['request'];
			}
		}
		return null;
	}

	/** @param array{fetched: int|null} $command */
	private static function answered( array $command, int $changedAt ): bool {
		return null !== $command['fetched'] && $changedAt > $command['fetched'];
	}

	/** @return list<array{subjects: list<string>, cause: string|null, fetched: int|null, request: Request}> */
	private function commands(): array {
		return $this->commands ??= \array_values(
			\array_filter( \array_map( self::command( ... ), $this->read() ), static fn ( array $command ): bool => ! \in_array( $command['request']['command'], ExceptionNotes::AT_ONCE, true ) )
		);
	}

	/** @return list<array<string, string|null>> */
	private function read(): array {
		return [
			...$this->tables->rows( 'SELECT subject, body, NULL AS fetched FROM {outbox} WHERE priority = %d ORDER BY id DESC LIMIT %d', [ OutboxTable::COMMAND_FIRST, self::MAX ] ),
			...$this->tables->rows(
				"SELECT subject, body, acked_at AS fetched FROM {archive} WHERE acked_at > %d AND kind = 'command' ORDER BY id DESC LIMIT %d",
				[ Clock::now() - self::OUTCOME_MS, self::MAX ]
			),
		];
	}

	/**
	 * @param array<string, string|null> $row
	 * @return array{subjects: list<string>, cause: string|null, fetched: int|null, request: Request}
	 */
	private static function command( array $row ): array {
		/** @var array{command: string, by: array{name: string}, asked_at: int, cause: string|null, filter: array{cause: string}|null, selected?: list<array{subject: string}>} $body What CommandDesk wrote. */
		$body = \json_decode( (string) $row['body'], true, 16, JSON_THROW_ON_ERROR );
		return [
			'subjects' => isset( $body['selected'] ) ? \array_column( $body['selected'], 'subject' ) : [ (string) $row['subject'] ],
			'cause'    => $body['filter']['cause'] ?? $body['cause'],
			'fetched'  => null === $row['fetched'] ? null : (int) $row['fetched'],
			'request'  => [
				'command' => $body['command'],
				'by'      => $body['by']['name'],
				'at'      => $body['asked_at'],
			],
		];
	}
}
