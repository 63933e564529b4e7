<?php
declare(strict_types=1);

namespace Causeway\Effects;

use Causeway\Outbox\Clock;
use Causeway\Outbox\Statements;

/**
 * What cannot be repeated is written down before it is done: an intent without a result is unknown, and stays so. It is
 * named by what must happen once: an effect's id, or what several effects may be about.
 */
final class IntentTable {

	private string $table;

	public function __construct( private readonly Statements $db ) {
		$this->table = $db->table( 'intent' );
	}

	/** @return bool False: it was begun before. */
	public function begin( string $intent, string $subject, string $kind ): bool {
		return 1 === $this->db->run(
			"INSERT IGNORE INTO {$this->table} (effect_id, subject, kind, created_at) VALUES (%s, %s, %s, %d)",
			[ $intent, $subject, $kind, Clock::now() ]
		);
	}

	public function finish( string $intent, string $result ): void {
		$this->db->run( "UPDATE {$this->table} SET finished_at = %d, result = %s WHERE effect_id = %s", [ Clock::now(), $result, $intent ] );
	}

	/** It is certain that nothing was done. */
	public function takeBack( string $intent ): void {
		$this->db->run( "DELETE FROM {$this->table} WHERE effect_id = %s AND finished_at IS NULL", [ $intent ] );
	}

	public function isBegun( string $intent ): bool {
		return null !== $this->db->row( "SELECT effect_id FROM {$this->table} WHERE effect_id = %s", [ $intent ] );
	}

	/** Whether one whose name begins so, other than this, has no result. */
	public function isUnknownBeside( string $intent, string $beginning ): bool {
		$sql = "SELECT effect_id FROM {$this->table} WHERE effect_id LIKE %s AND effect_id <> %s AND finished_at IS NULL LIMIT 1";
		return null !== $this->db->row( $sql, [ $this->db->wpdb->esc_like( $beginning ) . '%', $intent ] );
	}

	public function isFinished( string $intent ): bool {
		return null !== $this->db->row( "SELECT effect_id FROM {$this->table} WHERE effect_id = %s AND finished_at IS NOT NULL", [ $intent ] );
	}
}
