<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Outbox\Backlog;

/** How the shop stands with its worker: what the panel's banners and its Connection screen are made from. */
final class ShopStatus {

	public function __construct( private readonly Tables $tables ) {}

	/** @return array<string, int> State → orders under way in it; `captured` where the worker has said nothing. */
	public function counts(): array {
		$counts = [];
		foreach ( $this->tables->rows( "SELECT state, COUNT(*) AS orders FROM {subject} WHERE open = 1 AND subject LIKE 'order/%' GROUP BY state" ) as $row ) {
			$state            = '' === $row['state'] ? Unseen::CAPTURED : (string) $row['state'];
			$counts[ $state ] = ( $counts[ $state ] ?? 0 ) + (int) $row['orders'];
		}
		return $counts;
	}

	public function openExceptions(): int {
		return $this->tables->count( "SELECT COUNT(*) FROM {exception} WHERE status = 'open'" );
	}

	/** @return array{rows: int, oldest_at: int|null} */
	public static function backlog( Backlog $backlog ): array {
		return [
			'rows'      => $backlog->rows,
			'oldest_at' => $backlog->oldestAt,
		];
	}
}
