<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Outbox\LookBody;
use Causeway\Plugin;

/** One order: what the worker last said of it, what waits, and what needs a person. */
final class OrderDetail {

	public function __construct(
		private readonly Tables $tables,
		private readonly OrderShape $shape,
		private readonly UncapturedOrder $uncaptured,
		private readonly Requested $requested,
		private readonly SubjectExceptions $exceptions,
		private readonly ShopGates $gates,
	) {}

	public static function of( Plugin $plugin ): self {
		$tables    = new Tables( $plugin->statements() );
		$link      = $plugin->links()->read();
		$requested = new Requested( $tables );
		return new self( $tables, new OrderShape( new Unseen( $link ) ), new UncapturedOrder( $link, $plugin->settings() ), $requested, new SubjectExceptions( $tables, $requested ), new ShopGates( $link ) );
	}

	/** @return array<string, mixed>|null Null: the shop has no such order. */
	public function find( int $orderId ): ?array {
		$subject = 'order/' . $orderId;
		$look    = $this->look( $subject );
		$row     = $this->tables->row(
			'SELECT ' . OrderShape::COLUMNS . ', (' . OrderFilter::openExceptions( 'COUNT(*)' ) . ') AS exceptions, s.trace_id, s.stages, s.gates, s.timeline
			FROM {subject} s WHERE s.subject = %s',
			[ $subject ]
		);
		if ( null !== $row ) {
			return $this->captured( $row, $look );
		}
		if ( null !== $look ) {
			$unserved = self::unserved( $look );
			$gates    = $this->gates->unreported( null, $unserved['since'], $unserved );
			return self::bare( $this->shape->ofUnfilled( $orderId, $unserved['since'] ) ) + self::nothing( 'captured', $subject, (string) $look['trace_id'], $gates, $unserved, null );
		}
		$order = $this->uncaptured->find( $orderId );
		if ( null === $order ) {
			return null;
		}
		$reason = $order['row']['reason'];
		$gates  = $this->gates->uncaptured( $order['created_at'], \is_string( $reason ) ? $reason : '' );
		return self::bare( $order['row'] ) + self::nothing( 'uncaptured', $subject, null, $gates, null, $order['created_at'] );
	}

	/**
	 * @param array<string, string|null>      $row
	 * @param array<string, string|null>|null $look
	 * @return array<string, mixed>
	 */
	private function captured( array $row, ?array $look ): array {
		$subject  = (string) $row['subject'];
		$changed  = (int) $row['updated_at'];
		$created  = null === $row['order_created_at'] ? null : (int) $row['order_created_at'];
		$unserved = null === $look ? null : self::unserved( $look );
		return self::bare( $this->shape->of( $row ) ) + [
			'kept'           => 'captured',
			'subject'        => $subject,
			'trace_id'       => (string) $row['trace_id'],
			'stages'         => LookBody::listed( $row['stages'] ),
			'gates'          => '' === $row['state']
				? $this->gates->unreported( $created, (int) $row['state_since'], $unserved )
				: $this->gates->reported( LookBody::listed( $row['gates'] ), $unserved ),
			'timeline'       => LookBody::listed( $row['timeline'] ),
			'exception_list' => $this->exceptions->of( $subject, $changed ),
			'unserved'       => $unserved,
			'requested'      => $this->requested->of( $subject, null, $changed ),
			'created_at'     => $created,
		];
	}

	/** @return array<string, string|null>|null The oldest look that the worker has not acknowledged. */
	private function look( string $subject ): ?array {
		return $this->tables->row( "SELECT first_at, filled_at, served_at, trace_id FROM {outbox} WHERE subject = %s AND kind = 'look' ORDER BY id LIMIT 1", [ $subject ] );
	}

	/**
	 * @param array<string, string|null> $look
	 * @return array{since: int, filled: bool, served: bool}
	 */
	private static function unserved( array $look ): array {
		return [
			'since'  => (int) $look['first_at'],
			'filled' => null !== $look['filled_at'],
			'served' => null !== $look['served_at'],
		];
	}

	/**
	 * @param array<string, mixed> $row
	 * @return array<string, mixed> With the way to the order's own page, if this person may go there.
	 */
	private static function bare( array $row ): array {
		$order = \wc_get_order( $row['order_id'] );
		return $row + [ 'edit_url' => $order instanceof \WC_Order ? (string) $order->get_edit_order_url() : '' ];
	}

	/**
	 * @param list<array<string, mixed>>                         $gates
	 * @param array{since: int, filled: bool, served: bool}|null $unserved
	 * @return array<string, mixed>
	 */
	private static function nothing( string $kept, string $subject, ?string $traceId, array $gates, ?array $unserved, ?int $createdAt ): array {
		return [
			'kept'           => $kept,
			'subject'        => $subject,
			'trace_id'       => $traceId,
			'stages'         => [],
			'gates'          => $gates,
			'timeline'       => [],
			'exception_list' => [],
			'unserved'       => $unserved,
			'requested'      => null,
			'created_at'     => $createdAt,
		];
	}
}
