<?php
declare(strict_types=1);

namespace Causeway\Capture;

use Causeway\Outbox\Clock;
use Causeway\Outbox\Settings;
use Causeway\Outbox\Statements;

/** The sweep's questions, each a set-based query by keyset over WooCommerce's order storage and our subjects. */
final class SweepQueries {

	public const STAGES = [ 'changed', 'refunds_made', 'refunds_gone', 'unseen', 'open', 'recent' ];

	private const DAY_MS = 86_400_000;

	/** How far back refunds are compared. */
	private const REFUND_DAYS = 120;

	/** An order changed so lately counts as open whatever its flow says. */
	private const RECENT_DAYS = 30;

	/** Read again when older than this: together with the sweep's rhythm, within 24 hours. */
	private const REHASH_AFTER_MS = 82_800_000;

	/** How long a request may go on writing an order after it dated it. */
	private const WRITING_MS = 60_000;

	private const BATCH = 200;

	/** Numbers a slow-pass step spans; most of them have a row, so few are found. */
	private const WINDOW = 20_000;

	public function __construct(
		private readonly Statements $db,
		private readonly OrderStorage $storage,
		private readonly Settings $settings,
	) {}

	/**
	 * @param int $since  Orders whose date moved after this are compared (epoch ms).
	 * @param int $goLive Orders made before have no row until they change.
	 */
	public function step( SweepCursor $cursor, int $since, int $goLive ): SweepStep {
		return match ( $cursor->stage ) {
			'changed'      => $this->changed( $cursor->after, $since, $goLive ),
			'refunds_made' => $this->refundsMade( $cursor->after ),
			'refunds_gone' => $this->refundsGone( $cursor->after ),
			'unseen'       => $this->unseen( $cursor->unseen, $goLive ),
			'open'         => $this->stale( 'rehashed_at', 'open = 1', $cursor->after ),
			'recent'       => $this->stale( 'updated_at', '1 = 1', \max( $cursor->after, Clock::now() - self::RECENT_DAYS * self::DAY_MS ) ),
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
		$since = self::sqlTime( Clock::now() - self::WRITING_MS );
		return self::subjects(
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
			FROM {$this->orders()} WHERE o.{$c['id']} > %d AND o.{$c['modified']} >= %s AND {$this->placed()} ORDER BY o.{$c['id']} LIMIT %d",
			[ $after, self::sqlTime( $since ), ...$this->placedValues(), self::BATCH ]
		);
		return new SweepStep( self::subjects( \array_filter( $rows, static fn ( array $row ): bool => self::differs( $row, $goLive ) ) ), self::after( $rows ) );
	}

	/** @param array<string, string|null> $row */
	private static function differs( array $row, int $goLive ): bool {
		$modified = self::epochMs( (string) $row['modified'] );
		if ( null === $row['subject'] ) {
			return \max( $modified, self::epochMs( (string) $row['created'] ) ) >= $goLive;
		}
		return (int) $row['seen_modified'] !== $modified || (int) $row['rehashed_at'] < $modified + 1000;
	}

	private function refundsMade( int $after ): SweepStep {
		$c       = $this->storage->columns();
		$subject = $this->db->table( 'subject' );
		$rows    = $this->db->rows(
			"SELECT r.{$c['id']} AS after_id, r.{$c['parent']} AS id
			FROM {$this->storage->table()} r JOIN {$subject} s ON s.subject = CONCAT('order/', r.{$c['parent']})
			WHERE r.{$c['id']} > %d AND r.{$c['type']} = 'shop_order_refund' AND r.{$c['created']} >= %s AND r.{$c['status']} <> 'trash'
				AND CONCAT(',', COALESCE(s.seen_refunds, ''), ',') NOT LIKE CONCAT('%%,', r.{$c['id']}, ',%%')
			ORDER BY r.{$c['id']} LIMIT %d",
			[ $after, self::sqlTime( Clock::now() - self::REFUND_DAYS * self::DAY_MS ), self::BATCH ]
		);
		return new SweepStep( \array_values( \array_unique( self::subjects( $rows ) ) ), self::after( $rows, 'after_id' ) );
	}

	/** Every refund there is has been seen (the stage before), so fewer than seen means that one went. */
	private function refundsGone( int $after ): SweepStep {
		$c    = $this->storage->columns();
		$rows = $this->db->rows(
			"SELECT s.object_id AS id FROM {$this->db->table( 'subject' )} s
			WHERE s.object_id > %d AND s.subject LIKE 'order/%%' AND s.seen_refunds <> '' AND s.snapshot_at >= %d
				AND LENGTH(s.seen_refunds) - LENGTH(REPLACE(s.seen_refunds, ',', '')) + 1 >
					(SELECT COUNT(*) FROM {$this->storage->table()} r WHERE r.{$c['parent']} = s.object_id AND r.{$c['type']} = 'shop_order_refund')
			ORDER BY s.object_id LIMIT %d",
			[ $after, Clock::now() - self::REFUND_DAYS * self::DAY_MS, self::BATCH ]
		);
		return new SweepStep( self::subjects( $rows ), self::after( $rows ) );
	}

	/** The slow pass: one window of numbers a sweep, for orders whose dates were written to lie in the past. */
	private function unseen( int $unseen, int $goLive ): SweepStep {
		$c    = $this->storage->columns();
		$to   = $unseen + self::WINDOW;
		$rows = $this->db->rows(
			"SELECT o.{$c['id']} AS id FROM {$this->orders()} WHERE o.{$c['id']} > %d AND o.{$c['id']} <= %d AND o.{$c['created']} >= %s
				AND s.subject IS NULL AND {$this->placed()} ORDER BY o.{$c['id']} LIMIT %d",
			[ $unseen, $to, self::sqlTime( $goLive ), ...$this->placedValues(), self::BATCH ]
		);
		$more = self::after( $rows );
		if ( null !== $more ) {
			return new SweepStep( self::subjects( $rows ), $more, $more );
		}
		$beyond = $this->db->column( "SELECT {$c['id']} FROM {$this->storage->table()} WHERE {$c['id']} > %d LIMIT 1", [ $to ] );
		return new SweepStep( self::subjects( $rows ), null, $beyond ? $to : 0 );
	}

	/** Subjects not read for almost a day, of one kind, along one index. */
	private function stale( string $key, string $kind, int $after ): SweepStep {
		$rows = $this->db->rows(
			"SELECT object_id AS id, {$key} AS after_id FROM {$this->db->table( 'subject' )}
			WHERE {$key} > %d AND {$kind} AND rev > 0 AND rehashed_at < %d AND subject LIKE 'order/%%' ORDER BY {$key} LIMIT %d",
			[ $after, Clock::now() - self::REHASH_AFTER_MS, self::BATCH ]
		);
		return new SweepStep( self::subjects( $rows ), self::after( $rows, 'after_id' ) );
	}

	private function orders(): string {
		$id = $this->storage->columns()['id'];
		return "{$this->storage->table()} o LEFT JOIN {$this->db->table( 'subject' )} s ON s.subject = CONCAT('order/', o.{$id})";
	}

	private function placed(): string {
		$c = $this->storage->columns();
		return "o.{$c['type']} IN (" . Statements::places( $this->settings->types(), '%s' ) . ") AND o.{$c['status']} NOT IN (" . Statements::places( self::drafts(), '%s' ) . ')';
	}

	/** @return list<string> */
	private function placedValues(): array {
		return [ ...$this->settings->types(), ...self::drafts() ];
	}

	/** @return list<string> As the database has them: with and without WooCommerce's prefix. */
	private static function drafts(): array {
		return [ ...OrderSnapshot::DRAFTS, ...\array_map( static fn ( string $status ): string => 'wc-' . $status, OrderSnapshot::DRAFTS ) ];
	}

	/**
	 * @param array<array<string, string|null>> $rows
	 * @return list<string>
	 */
	private static function subjects( array $rows ): array {
		return \array_values( \array_map( static fn ( array $row ): string => 'order/' . $row['id'], $rows ) );
	}

	/** @param list<array<string, string|null>> $rows */
	private static function after( array $rows, string $key = 'id' ): ?int {
		return \count( $rows ) < self::BATCH ? null : (int) $rows[ \count( $rows ) - 1 ][ $key ];
	}

	private static function sqlTime( int $epochMs ): string {
		return \gmdate( 'Y-m-d H:i:s', \max( 0, \intdiv( $epochMs, 1000 ) ) );
	}

	private static function epochMs( string $sqlTime ): int {
		return (int) \strtotime( $sqlTime . ' UTC' ) * 1000;
	}
}
