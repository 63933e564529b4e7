<?php
declare(strict_types=1);

namespace Causeway\Privacy;

use Causeway\Outbox\Json;
use Causeway\Outbox\Statements;

/** Finds what Causeway keeps of a customer's orders, by the e-mail address that WooCommerce knows them under. */
final class KeptOrders {

	public const PER_PAGE = 20;

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
		return \array_map(
			self::keptOrder( ... ),
			$this->db->rows(
				"SELECT s.*, (SELECT COUNT(*) FROM {$this->db->table( 'outbox' )} o WHERE o.subject = s.subject AND o.kind = 'look') AS waiting
				FROM {$this->db->table( 'subject' )} s WHERE s.subject IN (" . Statements::places( $subjects, '%s' ) . ') ORDER BY s.object_id',
				$subjects
			)
		);
	}

	/** @param array<string, string|null> $row */
	private static function keptOrder( array $row ): KeptOrder {
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
			(string) $row['timeline']
		);
	}
}
