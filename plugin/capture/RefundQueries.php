<?php
declare(strict_types=1);

namespace Causeway\Capture;

use Causeway\Outbox\Clock;
use Causeway\Outbox\Statements;

/** The sweep's questions about refunds: WooCommerce moves no date of an order for them, and for some has no hook. */
final class RefundQueries {

	/** How far back they are compared. */
	private const DAYS = 120;

	private const BATCH = 200;

	public function __construct(
		private readonly Statements $db,
		private readonly OrderStorage $storage,
		private readonly PlacedOrders $placed,
	) {}

	/** Refunds that their order's last reading didn't find; of an order without a row those made since go-live. */
	public function made( int $after, int $goLive ): SweepStep {
		$c = $this->storage->columns();
		return SweepStep::of(
			$this->db->rows(
				"SELECT r.{$c['id']} AS after_id, r.{$c['parent']} AS id
				FROM {$this->storage->table()} r JOIN {$this->storage->table()} o ON o.{$c['id']} = r.{$c['parent']}
					LEFT JOIN {$this->db->table( 'subject' )} s ON s.subject = CONCAT('order/', r.{$c['parent']})
				WHERE r.{$c['id']} > %d AND r.{$c['type']} = 'shop_order_refund' AND r.{$c['created']} >= %s AND r.{$c['status']} <> 'trash'
					AND CONCAT(',', COALESCE(s.seen_refunds, ''), ',') NOT LIKE CONCAT('%%,', r.{$c['id']}, ',%%')
					AND (s.subject IS NOT NULL OR r.{$c['created']} >= %s) AND {$this->placed->condition( 'o' )}
				ORDER BY r.{$c['id']} LIMIT %d",
				[ $after, OrderStorage::sqlTime( self::since() ), OrderStorage::sqlTime( $goLive ), ...$this->placed->values(), self::BATCH ]
			),
			self::BATCH,
			'after_id'
		);
	}

	/** Every refund there is has been seen (the stage before), so fewer than seen means that one went. */
	public function gone( int $after ): SweepStep {
		$c = $this->storage->columns();
		return SweepStep::of(
			$this->db->rows(
				"SELECT s.object_id AS id FROM {$this->db->table( 'subject' )} s
				WHERE s.object_id > %d AND s.subject LIKE 'order/%%' AND s.seen_refunds <> '' AND s.snapshot_at >= %d
					AND LENGTH(s.seen_refunds) - LENGTH(REPLACE(s.seen_refunds, ',', '')) + 1 >
						(SELECT COUNT(*) FROM {$this->storage->table()} r WHERE r.{$c['parent']} = s.object_id AND r.{$c['type']} = 'shop_order_refund' AND r.{$c['status']} <> 'trash')
				ORDER BY s.object_id LIMIT %d",
				[ $after, self::since(), self::BATCH ]
			),
			self::BATCH
		);
	}

	/** Epoch ms. */
	private static function since(): int {
		return Clock::now() - self::DAYS * DAY_IN_SECONDS * 1000;
	}
}
