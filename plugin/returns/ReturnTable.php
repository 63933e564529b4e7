<?php
declare(strict_types=1);

namespace Causeway\Returns;

use Causeway\Outbox\Clock;
use Causeway\Outbox\Json;
use Causeway\Outbox\Statements;

/**
 * The returns that were asked for in the shop. What becomes of each, the worker tells: it is in the subject's row.
 *
 * @phpstan-import-type Lines from ReturnRequest
 */
final class ReturnTable {

	public const REASON_MAX = 500;

	public function __construct( private readonly Statements $db ) {}

	/**
	 * @param 'staff'|'customer' $origin
	 * @param Lines              $lines
	 */
	public function insert( int $orderId, string $origin, array $lines, string $reason, bool $exchange, int $userId ): ReturnRequest {
		$now    = Clock::now();
		$reason = \mb_substr( $reason, 0, self::REASON_MAX );
		$this->db->run(
			"INSERT INTO {$this->db->table( 'return' )} (order_id, origin, status, items, exchange, reason, user_id, created_at, changed_at) VALUES (%d, %s, %s, %s, %d, %s, %d, %d, %d)",
			[ $orderId, $origin, ReturnRequest::REQUESTED, Json::encode( $lines ), (int) $exchange, $reason, $userId, $now, $now ]
		);
		return new ReturnRequest( (int) $this->db->wpdb->insert_id, $orderId, $origin, ReturnRequest::REQUESTED, $lines, $reason, $exchange, $now );
	}

	public function find( int $id ): ?ReturnRequest {
		$row = $this->db->row( "SELECT * FROM {$this->db->table( 'return' )} WHERE id = %d", [ $id ] );
		return $row ? ReturnRequest::of( $row ) : null;
	}

	/** @return list<ReturnRequest> By rising id. */
	public function ofOrder( int $orderId ): array {
		return \array_map( ReturnRequest::of( ... ), $this->db->rows( "SELECT * FROM {$this->db->table( 'return' )} WHERE order_id = %d ORDER BY id", [ $orderId ] ) );
	}

	/**
	 * Those of an order that are neither withdrawn nor closed.
	 *
	 * @return list<ReturnRequest> By rising id.
	 */
	public function underWay( int $orderId ): array {
		$rows = $this->db->rows(
			"SELECT r.* FROM {$this->db->table( 'return' )} r LEFT JOIN {$this->db->table( 'subject' )} s ON s.subject = CONCAT('return/', r.id)
			WHERE r.order_id = %d AND r.status = %s AND COALESCE(s.open, 1) = 1 ORDER BY r.id",
			[ $orderId, ReturnRequest::REQUESTED ]
		);
		return \array_map( ReturnRequest::of( ... ), $rows );
	}

	/** @return bool False: it was withdrawn before, or there is none. */
	public function withdraw( int $id ): bool {
		return 1 === $this->db->run(
			"UPDATE {$this->db->table( 'return' )} SET status = %s, changed_at = %d WHERE id = %d AND status = %s",
			[ ReturnRequest::WITHDRAWN, Clock::now(), $id, ReturnRequest::REQUESTED ]
		);
	}

	/** One that nobody was told of. */
	public function remove( int $id ): void {
		$this->db->run( "DELETE FROM {$this->db->table( 'return' )} WHERE id = %d", [ $id ] );
	}

	/** @return bool Whether there was a reason to forget. */
	public function forgetReason( int $id ): bool {
		return $this->db->run( "UPDATE {$this->db->table( 'return' )} SET reason = '' WHERE id = %d AND reason <> ''", [ $id ] ) > 0;
	}
}
