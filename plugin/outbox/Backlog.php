<?php
declare(strict_types=1);

namespace Causeway\Outbox;

/** What waits for the worker: unacknowledged rows, and when the oldest began (epoch ms; null: none). */
final class Backlog {

	public function __construct( public readonly int $rows, public readonly ?int $oldestAt ) {}
}
