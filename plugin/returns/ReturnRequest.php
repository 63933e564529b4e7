<?php
declare(strict_types=1);

namespace Causeway\Returns;

use Causeway\Outbox\Json;

/**
 * A return that staff or the customer asked for: a row of `causeway_return`.
 *
 * @phpstan-type Lines non-empty-list<array{item_id: int, quantity: string}>
 */
final class ReturnRequest {

	public const REQUESTED = 'requested';
	public const WITHDRAWN = 'withdrawn';

	/**
	 * @param 'staff'|'customer'      $origin
	 * @param 'requested'|'withdrawn' $status
	 * @param Lines                   $lines     Of the order's items.
	 * @param bool                    $exchange  The goods are to be replaced, not paid back.
	 * @param int                     $createdAt Epoch ms.
	 */
	public function __construct(
		public readonly int $id,
		public readonly int $orderId,
		public readonly string $origin,
		public readonly string $status,
		public readonly array $lines,
		public readonly string $reason,
		public readonly bool $exchange,
		public readonly int $createdAt,
	) {}

	public function subject(): string {
		return ReturnSubject::PREFIX . $this->id;
	}

	public function isWithdrawn(): bool {
		return self::WITHDRAWN === $this->status;
	}

	/** @param array<string, string|null> $row */
	public static function of( array $row ): self {
		/** @var list<object{item_id: int, quantity: string}> $items As ReturnTable wrote them. */
		$items = (array) Json::decode( (string) $row['items'] );
		/** @var Lines $lines */
		$lines = \array_map( static fn ( object $item ): array => [ 'item_id' => $item->item_id, 'quantity' => $item->quantity ], $items );
		return new self(
			(int) $row['id'],
			(int) $row['order_id'],
			'customer' === $row['origin'] ? 'customer' : 'staff',
			self::WITHDRAWN === $row['status'] ? self::WITHDRAWN : self::REQUESTED,
			$lines,
			(string) $row['reason'],
			(bool) (int) $row['exchange'],
			(int) $row['created_at']
		);
	}
}
