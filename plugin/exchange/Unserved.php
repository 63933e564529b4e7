<?php
declare(strict_types=1);

namespace Causeway\Exchange;

use Causeway\Outbox\Statements;

/** Rows that could be served at once and never were: the worker comes again without waiting. */
final class Unserved {

	public function __construct( private readonly Statements $db ) {}

	public function any(): bool {
		return null !== $this->db->row( "SELECT id FROM {$this->db->table( 'outbox' )} WHERE filled_at IS NOT NULL AND served_at IS NULL LIMIT 1" );
	}
}
