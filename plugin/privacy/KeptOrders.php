<?php
declare(strict_types=1);

namespace Causeway\Privacy;

use Causeway\Outbox\Clock;
use Causeway\Outbox\Json;
use Causeway\Outbox\Statements;

/** Finds what Causeway keeps of a customer's orders, by the e-mail address that WooCommerce knows them under. */
final class KeptOrders {

	public const PER_PAGE = 20;

	/** Lines of the audit for a page of orders: the newest. */
	private const AUDIT_MAX = 1000;

	public function __construct( private readonly Statements $db ) {}

	/**
	 * @param int $page From 1.
	 * @return array{orders: list<KeptOrder>, done: bool} `done`: there is no further page.
	 */
	public function of( string $email, int $page ): array {
		$ids = $this->orderIds( $email, $page );
		return [
			'orders' => $ids ? $this->kept( $ids ) : [],
			'done'   => \count( $ids ) < self::PER_PAGE,
		];
	}

	/** @return list<int> Orders with the address, and those of the account that has it. */
	private function orderIds( string $email, int $page ): array {
		$user     = \get_user_by( 'email', $email );
		$customer = $user instanceof \WP_User ? [ $email, $user->ID ] : [ $email ];
		$found    = \wc_get_orders(
			[
				'customer' => $customer,
				'limit'    => self::PER_PAGE,
				'paged'    => $page,
				'orderby'  => 'ID',
				'order'    => 'ASC',
				'return'   => 'ids',
				'type'     => 'shop_order',
			]
		);
		/** @var list<int|string> $found With `return` => ids there are no objects and no pages. */
		return \array_map( 'intval', $found );
	}

	/**
	 * @param list<int> $ids
	 * @return list<KeptOrder>
	 */
	private function kept( array $ids ): array {
		$subjects = \array_map( static fn ( int $id ): string => 'order/' . $id, $ids );
		$audits   = $this->audits( $subjects );
		return \array_map(
			static fn ( array $row ): KeptOrder => self::keptOrder( $row, $audits[ (string) $row['subject'] ] ?? '' ),
			$this->db->rows(
				"SELECT s.*, (SELECT COUNT(*) FROM {$this->db->table( 'outbox' )} o WHERE o.subject = s.subject AND o.kind = 'look') AS waiting
				FROM {$this->db->table( 'subject' )} s WHERE s.subject IN (" . Statements::places( $subjects, '%s' ) . ') ORDER BY s.object_id',
				$subjects
			)
		);
	}

	/**
	 * @param list<string> $subjects
	 * @return array<string, string> By subject: a line each, the newest first.
	 */
	private function audits( array $subjects ): array {
		$rows   = $this->db->rows(
			"SELECT subject, at, actor, action, about, was, became, why FROM {$this->db->table( 'audit' )} WHERE subject IN (" . Statements::places( $subjects, '%s' ) . ') ORDER BY id DESC LIMIT %d',
			[ ...$subjects, self::AUDIT_MAX ]
		);
		$audits = [];
		foreach ( $rows as $row ) {
			$words = \array_filter( [ $row['actor'], $row['action'], $row['about'], $row['was'], $row['became'], $row['why'] ], static fn ( ?string $word ): bool => '' !== (string) $word );
			$line  = Clock::instant( (int) $row['at'] ) . ' ' . \implode( ', ', $words );

			$audits[ (string) $row['subject'] ] = \ltrim( ( $audits[ (string) $row['subject'] ] ?? '' ) . "\n" . $line );
		}
		return $audits;
	}

	/** @param array<string, string|null> $row */
	private static function keptOrder( array $row, string $audit ): KeptOrder {
		$snapshot = null === $row['snapshot'] ? null : Json::decode( $row['snapshot'] );
		return new KeptOrder(
			(string) $row['subject'],
			(string) $row['order_number'],
			(string) $row['state'],
			(string) $row['reason'],
			(string) $row['erp_number'],
			(string) $row['external_id'],
			(bool) (int) $row['open'],
			(int) $row['waiting'] > 0,
			$snapshot instanceof \stdClass ? $snapshot : null,
			(string) $row['timeline'],
			$audit
		);
	}
}
