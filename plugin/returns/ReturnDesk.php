<?php
declare(strict_types=1);

namespace Causeway\Returns;

use Causeway\Account\TrackedStages;
use Causeway\Audit\Actor;
use Causeway\Audit\AuditTable;
use Causeway\Audit\Entry;
use Causeway\Capture\Capture;
use Causeway\Capture\Decimal;
use Causeway\Capture\FreshOrder;
use Causeway\Capture\OrderSnapshot;
use Causeway\Outbox\Clock;
use Causeway\Outbox\Settings;

/**
 * Takes what staff and customers ask: a return of so much of an order, or that it is not wanted any more. What comes of it,
 * the worker decides and tells. Who may ask for which order is the caller's to check.
 *
 * @phpstan-import-type Lines from ReturnRequest
 *
 * What somebody asks for. `quantities`: order item id → units, as they were typed; empty ones and zeros are left out. `exchange`:
 * the goods are to be replaced, not paid back. `known`: how many returns of the order they were shown; null: none were.
 * @phpstan-type Asked array{quantities: array<int, string>, reason: string, exchange: bool, known: int|null}
 */
final class ReturnDesk {

	/** Nothing of such an order was paid for, or it is over. */
	private const NOT_RETURNABLE = [ ...OrderSnapshot::DRAFTS, 'pending', 'failed', 'cancelled', 'trash' ];

	/** Of one order, withdrawn ones too: each is a document in the ERP, and a customer needs nobody's yes to ask. */
	private const CUSTOMER_MAX = 20;

	public function __construct(
		private readonly ReturnTable $returns,
		private readonly Returnable $returnable,
		private readonly FreshOrder $orders,
		private readonly TrackedStages $stages,
		private readonly Capture $capture,
		private readonly Settings $settings,
		private readonly AuditTable $audit,
	) {}

	/** Whether staff can ask for returns of such an order at all. */
	public function isOpenFor( \WC_Order $order ): bool {
		return null !== $this->settings->returnDays()
			&& \in_array( $order->get_type(), $this->settings->types(), true )
			&& ! \in_array( $order->get_status(), self::NOT_RETURNABLE, true );
	}

	/** Customers: of what has left, within the days since they ordered. */
	public function isOpenForCustomer( \WC_Order $order ): bool {
		$until = ( $order->get_date_created()?->getTimestamp() ?? 0 ) + (int) $this->settings->returnDays() * DAY_IN_SECONDS;
		return $this->isOpenFor( $order )
			&& Clock::now() < $until * 1000
			&& ( 'completed' === $order->get_status() || $this->stages->isDone( 'order/' . $order->get_id(), 'shipped' ) );
	}

	/** @return array<int, float> Order item id → units that can still be asked back. */
	public function left( \WC_Order $order ): array {
		return $this->returnable->of( $order );
	}

	/** @return list<ReturnRequest> By rising id. */
	public function ofOrder( int $orderId ): array {
		return $this->returns->ofOrder( $orderId );
	}

	/**
	 * @param Asked              $asked
	 * @param 'staff'|'customer' $origin
	 * @throws ReturnRefused
	 */
	public function ask( int $orderId, array $asked, string $origin, int $userId ): ReturnRequest {
		$order = $this->orders->order( $orderId );
		if ( ! $order || ! ( 'customer' === $origin ? $this->isOpenForCustomer( $order ) : $this->isOpenFor( $order ) ) ) {
			throw new ReturnRefused( \__( 'No return can be asked for of this order.', 'causeway' ) );
		}
		$lines = self::lines( $asked['quantities'] );
		$this->insist( $order, $lines, $asked['known'], $origin );
		$request = $this->returns->insert( $orderId, $origin, $lines, \trim( $asked['reason'] ), $asked['exchange'], $userId );
		try {
			// Asked again with its own place in the line: of two requests at one moment the later gives way.
			$this->insist( $order, $lines, $asked['known'], $origin, $request->id );
		} catch ( ReturnRefused $refused ) {
			$this->returns->remove( $request->id );
			throw $refused;
		}
		$this->capture->name( $request->subject() );
		$this->audit->write( new Entry( 'return_asked', self::actor( $origin ), $request->subject(), 'order/' . $orderId, became: ReturnRequest::REQUESTED ) );
		return $request;
	}

	/**
	 * @param 'staff'|'customer' $by
	 * @throws ReturnRefused
	 */
	public function withdraw( ReturnRequest $request, string $by ): void {
		if ( ! $this->isWithdrawable( $request ) || ! $this->returns->withdraw( $request->id ) ) {
			throw new ReturnRefused( \__( 'This return can\'t be withdrawn any more.', 'causeway' ) );
		}
		$this->capture->name( $request->subject() );
		$this->audit->write( new Entry( 'return_withdrawn', self::actor( $by ), $request->subject(), 'order/' . $request->orderId, ReturnRequest::REQUESTED, ReturnRequest::WITHDRAWN ) );
	}

	/** As long as the goods are not back. */
	public function isWithdrawable( ReturnRequest $request ): bool {
		return ! $request->isWithdrawn() && ! $this->stages->isDone( $request->subject(), 'goods_received' ) && ! $this->stages->isDone( $request->subject(), 'closed' );
	}

	/** Who a customer is, the order says: the audit holds ids of staff only. */
	private static function actor( string $origin ): string {
		return 'customer' === $origin ? 'customer' : Actor::current();
	}

	/**
	 * @param array<int, string> $quantities
	 * @return Lines
	 * @throws ReturnRefused
	 */
	private static function lines( array $quantities ): array {
		$lines = [];
		foreach ( $quantities as $item => $typed ) {
			$quantity = Decimal::of( \trim( $typed ) );
			if ( '' !== \trim( $typed ) && ! \is_numeric( \trim( $typed ) ) || (float) $quantity < 0 ) {
				throw new ReturnRefused( \__( 'A quantity must be a number.', 'causeway' ) );
			}
			if ( (float) $quantity > 0 ) {
				$lines[] = [ 'item_id' => (int) $item, 'quantity' => $quantity ];
			}
		}
		return $lines ?: throw new ReturnRefused( \__( 'Say what is to come back: at least one unit of one item.', 'causeway' ) );
	}

	/**
	 * @param Lines $lines
	 * @param int   $before Only returns that were asked for before this one count.
	 * @throws ReturnRefused
	 */
	private function insist( \WC_Order $order, array $lines, ?int $known, string $origin, int $before = PHP_INT_MAX ): void {
		$others = \count( \array_filter( $this->ofOrder( $order->get_id() ), static fn ( ReturnRequest $other ): bool => $other->id < $before ) );
		if ( null !== $known && $known !== $others ) {
			throw new ReturnRefused( \__( 'Another return of this order was asked for meanwhile. Look at it, and ask again if more is to come back.', 'causeway' ) );
		}
		if ( 'customer' === $origin && $others >= self::CUSTOMER_MAX ) {
			throw new ReturnRefused( \__( 'This order has many returns already: please write to us instead.', 'causeway' ) );
		}
		$left = $this->returnable->of( $order, $before );
		foreach ( $lines as [ 'item_id' => $item, 'quantity' => $quantity ] ) {
			self::insistOnUnits( $order, $item, (float) $quantity, $left[ $item ] ?? 0.0 );
		}
	}

	/** @throws ReturnRefused */
	private static function insistOnUnits( \WC_Order $order, int $item, float $units, float $left ): void {
		$sold = $order->get_item( $item );
		$name = $sold ? $sold->get_name() : '#' . $item;
		if ( $units > $left ) {
			/* translators: 1: number of units, 2: a product's name */
			throw new ReturnRefused( \sprintf( \__( 'Only %1$s of "%2$s" can still be returned.', 'causeway' ), (string) $left, $name ) );
		}
		if ( \floor( $left ) === $left && \floor( $units ) !== $units ) {
			/* translators: %s: a product's name */
			throw new ReturnRefused( \sprintf( \__( '"%s" is returned in whole units.', 'causeway' ), $name ) );
		}
	}
}
