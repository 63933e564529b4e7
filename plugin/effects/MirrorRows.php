<?php
declare(strict_types=1);

namespace Causeway\Effects;

use Causeway\Outbox\Clock;
use Causeway\Outbox\Identifiers;
use Causeway\Outbox\Json;
use Causeway\Outbox\OrderSubject;
use Causeway\Outbox\Statements;
use Causeway\Returns\ReturnSubject;

/**
 * The mirror's columns of `causeway_subject`, many rows a statement.
 *
 * @phpstan-import-type Mirror from Wire
 */
final class MirrorRows {

	/** Below every server's max_allowed_packet. */
	private const ROWS_AT_ONCE = 50;

	private const MIRRORED = [
		'state', 'reason', 'waiting_for', 'state_since', 'attempt', 'attempts_max', 'next_at', 'external_id', 'erp_number',
		'open', 'stages', 'gates', 'timeline', 'checkpoint', 'epoch', 'n', 'updated_at',
	];

	public function __construct( private readonly Statements $db ) {}

	/** @param list<Mirror> $effects One a subject. */
	public function write( array $effects ): void {
		$incarnation = (int) ( $this->db->row( "SELECT incarnation FROM {$this->db->table( 'link' )} WHERE id = 1" )['incarnation'] ?? 1 );
		$columns     = \implode( ', ', [ 'subject', 'object_id', 'incarnation', 'trace_id', 'rev', 'hash', ...self::MIRRORED ] );
		$updates     = 'object_id = COALESCE(NULLIF(VALUES(object_id), 0), object_id), ' . \implode( ', ', \array_map( static fn ( string $column ): string => "{$column} = VALUES({$column})", self::MIRRORED ) );
		foreach ( \array_chunk( $effects, self::ROWS_AT_ONCE ) as $chunk ) {
			$places = [];
			$values = [];
			foreach ( $chunk as $effect ) {
				$row      = [ $effect->subject, $effect->body->order_id ?? OrderSubject::id( $effect->subject ), $incarnation, $effect->body->trace_id ?? Identifiers::trace(), ...self::told( $effect ), ...self::mirrored( $effect ) ];
				$places[] = '(' . \implode( ', ', \array_map( self::place( ... ), $row ) ) . ')';
				$values   = [ ...$values, ...\array_values( \array_filter( $row, static fn ( mixed $value ): bool => null !== $value ) ) ];
			}
			$this->db->run(
				"INSERT INTO {$this->db->table( 'subject' )} ({$columns}) VALUES " . \implode( ', ', $places ) . " ON DUPLICATE KEY UPDATE {$updates}",
				$values
			);
		}
	}

	/**
	 * Of a return that began elsewhere the shop has nothing to say; it keeps the worker's memory of it, and gives that back
	 * as a first revision without content.
	 *
	 * @param Mirror $effect
	 * @return array{int, string} Revision and hash of a new row.
	 */
	private static function told( \stdClass $effect ): array {
		$elsewhere = \str_starts_with( $effect->subject, ReturnSubject::PREFIX ) && 0 === ReturnSubject::id( $effect->subject );
		return $elsewhere ? [ 1, \hash( 'sha256', '' ) ] : [ 0, '' ];
	}

	/**
	 * @param Mirror $effect
	 * @return list<int|string|null> In the order of MIRRORED.
	 */
	private static function mirrored( \stdClass $effect ): array {
		$mirror = $effect->body;
		return [
			$mirror->state,
			$mirror->reason,
			$mirror->waiting_for,
			$mirror->since,
			$mirror->attempt->n ?? null,
			$mirror->attempt->of ?? null,
			$mirror->attempt->next_at ?? null,
			$mirror->external_id,
			$mirror->erp_number,
			(int) $mirror->open,
			Json::encode( $mirror->stages ),
			Json::encode( $mirror->gates ),
			Json::encode( $mirror->timeline ),
			null === $mirror->checkpoint ? null : Json::encode( $mirror->checkpoint ),
			$effect->epoch,
			$effect->n,
			Clock::now(),
		];
	}

	private static function place( int|string|null $value ): string {
		return null === $value ? 'NULL' : ( \is_int( $value ) ? '%d' : '%s' );
	}
}
