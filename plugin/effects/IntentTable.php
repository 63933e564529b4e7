<?php
declare(strict_types=1);

namespace Causeway\Effects;

use Causeway\Outbox\Clock;
use Causeway\Outbox\Statements;

/**
 * What cannot be repeated is written down before it is done: an intent without a result is unknown, and stays so.
 *
 * @phpstan-import-type Effect from Wire
 */
final class IntentTable {

	public function __construct( private readonly Statements $db ) {}

	/**
	 * @param Effect $effect
	 * @return bool False: it was begun before.
	 */
	public function begin( \stdClass $effect ): bool {
		return 1 === $this->db->run(
			"INSERT IGNORE INTO {$this->db->table( 'intent' )} (effect_id, subject, kind, created_at) VALUES (%s, %s, %s, %d)",
			[ $effect->id, $effect->subject, $effect->kind, Clock::now() ]
		);
	}

	public function finish( string $effectId, string $result ): void {
		$this->db->run( "UPDATE {$this->db->table( 'intent' )} SET finished_at = %d, result = %s WHERE effect_id = %s", [ Clock::now(), $result, $effectId ] );
	}

	public function isFinished( string $effectId ): bool {
		return null !== $this->db->row( "SELECT effect_id FROM {$this->db->table( 'intent' )} WHERE effect_id = %s AND finished_at IS NOT NULL", [ $effectId ] );
	}
}
