<?php
declare(strict_types=1);

namespace Causeway\Exchange;

use Causeway\Capture\OrderSnapshot;
use Causeway\Capture\PastQuery;
use Causeway\Effects\ShownShipments;
use Causeway\Outbox\LookBody;

/**
 * The orders of some time, page by page (`ask.past`): for replay, rehearsal and reconciliation. Read afresh by the same
 * hands as a capture; writes nothing, so that an order which was never captured stays so.
 *
 * @phpstan-import-type Past from Wire
 */
final class PastOrders {

	public function __construct(
		private readonly PastQuery $query,
		private readonly OrderSnapshot $snapshot,
		private readonly ShownShipments $shipments = new ShownShipments()
	) {}

	/**
	 * @param Past             $past
	 * @param int              $bytes Ends before the snapshots exceed this; one is told whatever its size.
	 * @param \Closure(): bool $goOn  False: this request may work no more.
	 * @return array{orders: list<array<string, mixed>>, next: string|null} contracts/src/past.ts `PastAnswer`
	 */
	public function page( object $past, int $bytes, Budget $budget, \Closure $goOn ): array {
		$rows   = $this->query->rows( $past, $past->limit + 1 );
		$orders = [];
		$after  = $past->after;
		foreach ( \array_slice( $rows, 0, $past->limit ) as $row ) {
			if ( $orders && ( $bytes < 0 || $budget->spent() ) || ! $goOn() ) {
				return [ 'orders' => $orders, 'next' => $after ];
			}
			$after = self::place( $row );
			$order = $this->order( $row );
			if ( null !== $order ) {
				$bytes   -= $order['snapshot_bytes'];
				$orders[] = $order;
			}
		}
		return [ 'orders' => $orders, 'next' => \count( $rows ) > $past->limit ? $after : null ];
	}

	/**
	 * @param array<string, string|null> $row Of PastQuery.
	 * @return array{subject: string, created_at: int, snapshot: mixed, snapshot_bytes: int, shipments: list<string>, known: array<string, mixed>|null}|null Null: deleted meanwhile, or another request is just making it.
	 */
	private function order( array $row ): ?array {
		$json  = null;
		$bytes = 0;
		$shown = [];
		try {
			$reading = $this->snapshot->reading( (int) $row['id'], false );
			if ( null === $reading ) {
				return null;
			}
			$json  = $reading->json;
			$bytes = $reading->bytes;
			$order = \wc_get_order( (int) $row['id'] );
			$shown = $order instanceof \WC_Order ? $this->shipments->of( $order ) : [];
		} catch ( \Throwable $error ) {
			\wc_get_logger()->error( "order/{$row['id']} could not be read: " . Trace::of( $error ), [ 'source' => 'causeway' ] );
		}
		return [
			'subject'        => "order/{$row['id']}",
			'created_at'     => (int) $row['created'] * 1000,
			'snapshot'       => LookBody::decoded( $json ),
			'snapshot_bytes' => $bytes,
			'shipments'      => $shown,
			'known'          => null === $row['subject'] ? null : [
				'external_id' => $row['external_id'],
				'erp_number'  => $row['erp_number'],
				'state'       => (string) $row['state'],
				'open'        => '1' === $row['open'],
				'epoch'       => (int) $row['epoch'],
				'n'           => (int) $row['n'],
			],
		];
	}

	/** @param array<string, string|null> $row */
	private static function place( array $row ): string {
		return "{$row['created']}000.{$row['id']}";
	}
}
