<?php
declare(strict_types=1);

namespace Causeway\Outbox;

/** A statement of ours failed; the message is the database's. */
final class DatabaseError extends \RuntimeException {}
