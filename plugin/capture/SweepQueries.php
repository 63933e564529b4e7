<?php
declare(strict_types=1);

namespace Causeway\Capture;

use Causeway\Outbox\Clock;
use Causeway\Outbox\Settings;
use Causeway\Outbox\Statements;

/** The sweep's questions, each a set-based query by keyset over WooCommerce's order storage and our subjects. */
final class SweepQueries {

	public const STAGES = [ 'changed', 'refunds_made', 'refunds_gone', 'newest', 'unseen', 'redated', 'open', 'recent', 'returns' ];

	private const DAY_MS = 86_400_000;

	/** An order changed so lately counts as open whatever its flow says. */
	private const RECENT_DAYS = 30;

	/** Read again when older than this: together with the sweep's rhythm, within 24 hours. */
	private const REHASH_AFTER_MS = 82_800_000;

	/** How long a request may go on writing an order after it dated it. */
	private const WRITING_MS = 60_000;

	private const BATCH = 200;

	/** Of those that are read for their age alone: few, because a step is read to its end. */
	private const BATCH_STALE = 25;

	/** Numbers a slow-pass step spans; most of them have a row, so few are found. */
	private const WINDOW = 20_000;

	/** The highest numbers, looked through at every sweep: more than a shop gives out in five minutes. */
	private const NEWEST = 5_000;

	private readonly PlacedOrders $placed;

	private readonly RefundQueries $refunds;

	public function __construct(
		private readonly Statements $db,
		private readonly OrderStorage $storage,
		Settings $settings,
	) {
		$this->placed  = new PlacedOrders( $storage, $settings );
		$this->refunds = new RefundQueries( $db, $storage, $this->placed );
	}

	/**
	 * @param int $since  Orders whose date moved after this are compared (epoch ms).
	 * @param int $goLive Orders made before have no row until they change.
	 */
	public function step( SweepCursor $cursor, int $since, int $goLive ): SweepStep {
		return match ( $cursor->stage ) {
			'changed'      => $this->changed( $cursor->after, $since, $goLive ),
			'refunds_made' => $this->refunds->made( $cursor->after, $goLive ),
			'refunds_gone' => $this->refunds->gone( $cursor->after ),
			'newest'       => $this->newest( $cursor->after, $goLive ),
			'unseen'       => $this->unseen( $cursor->unseen, $goLive ),
			'redated'      => $this->redated( $cursor->after ),
			'open'         => $this->stale( 'rehashed_at', 'open = 1', $cursor->after ),
			'recent'       => $this->stale( 'updated_at', '1 = 1', \max( $cursor->after, Clock::now() - self::RECENT_DAYS * self::DAY_MS ) ),
			'returns'      => $this->returns( $cursor->after, $since ),
			default        => new SweepStep( [], null ),
		};
	}

	/**
	 * Which of the orders were changed so lately, or had a refund made, that a request may still be writing them:
	 * WooCommerce writes an order piece by piece, and half of one must not pass for the whole.
	 *
	 * @param list<string> $subjects
	 * @return list<string>
	 */
	public function unsettled( array $subjects ): array {
		if ( ! $subjects ) {
			return [];
		}
		$c     = $this->storage->columns();
		$ids   = \array_map( static fn ( string $subject ): int => (int) \substr( $subject, \strlen( 'order/' ) ), $subjects );
		$in    = Statements::places( $ids );
		$since = OrderStorage::sqlTime( Clock::now() - self::WRITING_MS );
		return SweepStep::subjects(
			$this->db->rows(
				"SELECT {$c['id']} AS id FROM {$this->storage->table()} WHERE {$c['id']} IN ({$in}) AND ({$c['modified']} >= %s OR {$c['created']} >= %s)
				UNION SELECT {$c['parent']} AS id FROM {$this->storage->table()} WHERE {$c['parent']} IN ({$in}) AND {$c['type']} = 'shop_order_refund' AND {$c['created']} >= %s",
				[ ...$ids, $since, $since, ...$ids, $since ]
			)
		);
	}

	/** Dates have seconds: a reading made within an order's last second may have missed what came after it. */
	private function changed( int $after, int $since, int $goLive ): SweepStep {
		$c    = $this->storage->columns();
		$rows = $this->db->rows(
			"SELECT o.{$c['id']} AS id, o.{$c['modified']} AS modified, o.{$c['created']} AS created, s.subject, s.seen_modified, s.rehashed_at
			FROM {$this->orders()} WHERE o.{$c['id']} > %d AND o.{$c['modified']} >= %s AND {$this->placed->condition( 'o' )} ORDER BY o.{$c['id']} LIMIT %d",
			[ $after, OrderStorage::sqlTime( $since ), ...$this->placed->values(), self::BATCH ]
		);
		$differ = \array_filter( $rows, static fn ( array $row ): bool => self::differs( $row, $goLive ) );
		return new SweepStep( SweepStep::subjects( $differ ), SweepStep::of( $rows, self::BATCH )->next );
	}

	/** @param array<string, string|null> $row */
	private static function differs( array $row, int $goLive ): bool {
		$modified = self::epochMs( (string) $row['modified'] );
		if ( null === $row['subject'] ) {
			return \max( $modified, self::epochMs( (string) $row['created'] ) ) >= $goLive;
		}
		return (int) $row['seen_modified'] !== $modified || (int) $row['rehashed_at'] < $modified + 1000;
	}

	/**
	 * Orders without a row whose dates were written to lie in the past: the newest of them at once, whatever the slow pass
	 * has still before it in a shop with many orders.
	 */
	private function newest( int $after, int $goLive ): SweepStep {
		$id   = $this->storage->columns()['id'];
		$from = \max( $after, (int) ( $this->db->column( "SELECT MAX({$id}) FROM {$this->storage->table()}" )[0] ?? 0 ) - self::NEWEST );
		return SweepStep::of( $this->withoutRow( $from, PHP_INT_MAX, $goLive ), self::BATCH );
	}

	/** The slow pass: one window of numbers a sweep, for orders whose dates were written to lie in the past. */
	private function unseen( int $unseen, int $goLive ): SweepStep {
		$id   = $this->storage->columns()['id'];
		$to   = $unseen + self::WINDOW;
		$step = SweepStep::of( $this->withoutRow( $unseen, $to, $goLive ), self::BATCH );
		if ( null !== $step->next ) {
			return new SweepStep( $step->subjects, $step->next, $step->next );
		}
		$beyond = $this->db->column( "SELECT {$id} FROM {$this->storage->table()} WHERE {$id} > %d LIMIT 1", [ $to ] );
		return new SweepStep( $step->subjects, null, $beyond ? $to : 0 );
	}

	/** @return list<array<string, string|null>> */
	private function withoutRow( int $after, int $to, int $goLive ): array {
		$c = $this->storage->columns();
		return $this->db->rows(
			"SELECT o.{$c['id']} AS id FROM {$this->orders()} WHERE o.{$c['id']} > %d AND o.{$c['id']} <= %d AND o.{$c['created']} >= %s
				AND s.subject IS NULL AND {$this->placed->condition( 'o' )} ORDER BY o.{$c['id']} LIMIT %d",
			[ $after, $to, OrderStorage::sqlTime( $goLive ), ...$this->placed->values(), self::BATCH ]
		);
	}

	/** Open orders whose date is another than when they were read, also one that lies before the last sweep. */
	private function redated( int $after ): SweepStep {
		$c = $this->storage->columns();
		return SweepStep::of(
			$this->db->rows(
				"SELECT s.object_id AS id FROM {$this->db->table( 'subject' )} s JOIN {$this->storage->table()} o ON o.{$c['id']} = s.object_id
				WHERE s.open = 1 AND s.rev > 0 AND s.object_id > %d AND s.subject LIKE 'order/%%'
					AND o.{$c['modified']} <> DATE_ADD('1970-01-01 00:00:00', INTERVAL FLOOR(s.seen_modified / 1000) SECOND)
				ORDER BY s.object_id LIMIT %d",
				[ $after, self::BATCH ]
			),
			self::BATCH
		);
	}

	/**
	 * Subjects not read for almost a day, of one kind, along one index. One whose look still waits comes when that was
	 * served: after days without a worker thousands wait, and reading them all again would only keep them from being served.
	 */
	private function stale( string $key, string $kind, int $after ): SweepStep {
		$rows = $this->db->rows(
			"SELECT s.object_id AS id, s.{$key} AS after_id FROM {$this->db->table( 'subject' )} s
			WHERE s.{$key} > %d AND {$kind} AND s.rev > 0 AND s.rehashed_at < %d AND s.subject LIKE 'order/%%'
				AND NOT EXISTS (SELECT 1 FROM {$this->db->table( 'outbox' )} w WHERE w.slot = s.subject) ORDER BY s.{$key} LIMIT %d",
			[ $after, Clock::now() - self::REHASH_AFTER_MS, self::BATCH_STALE ]
		);
		$step = SweepStep::of( $rows, self::BATCH_STALE, 'after_id' );
		return new SweepStep( $step->subjects, $step->next, null, true );
	}

	/** Returns of which the request died between its row and its look. */
	private function returns( int $after, int $since ): SweepStep {
		return SweepStep::of(
			$this->db->rows(
				"SELECT r.id FROM {$this->db->table( 'return' )} r LEFT JOIN {$this->db->table( 'subject' )} s ON s.subject = CONCAT('return/', r.id)
				WHERE r.id > %d AND r.changed_at >= %d AND COALESCE(s.rehashed_at, 0) < r.changed_at ORDER BY r.id LIMIT %d",
				[ $after, $since, self::BATCH ]
			),
			self::BATCH,
			'id',
			'return'
		);
	}

	private function orders(): string {
		$id = $this->storage->columns()['id'];
		return "{$this->storage->table()} o LEFT JOIN {$this->db->table( 'subject' )} s ON s.subject = CONCAT('order/', o.{$id})";
	}

	private static function epochMs( string $sqlTime ): int {
		return (int) \strtotime( $sqlTime . ' UTC' ) * 1000;
	}
}
