<?php
declare(strict_types=1);

namespace Causeway\Privacy;

use Causeway\Outbox\Json;
use Causeway\Outbox\OrderSubject;

/** Gives out what Causeway keeps of a customer's orders: where each is, and the copy that the worker is served. */
final class Exporter {

	public function __construct( private readonly KeptOrders $orders, private readonly KeptReturns $returns ) {}

	/** @return array{data: list<array<string, mixed>>, done: bool} WordPress's own shape. */
	public function page( string $email, int $page ): array {
		$found = $this->orders->of( $email, $page );
		return [
			'data' => \array_map( $this->item( ... ), $found['orders'] ),
			'done' => $found['done'],
		];
	}

	/** @return array<string, mixed> */
	private function item( KeptOrder $order ): array {
		$values = [
			\__( 'Order', 'causeway' )           => $order->number,
			\__( 'State', 'causeway' )           => $order->state,
			\__( 'Reason', 'causeway' )          => $order->reason,
			\__( 'ERP number', 'causeway' )      => $order->erpNumber,
			\__( 'External id', 'causeway' )     => $order->externalId,
			\__( 'Copy of the order', 'causeway' ) => $order->snapshot ? Json::encode( $order->snapshot ) : '',
			\__( 'Returns', 'causeway' )         => $this->returns->text( OrderSubject::id( $order->subject ) ),
			\__( 'Timeline', 'causeway' )        => $order->timeline,
			\__( 'Audit', 'causeway' )           => $order->audit,
		];
		$data   = [];
		foreach ( \array_filter( $values, static fn ( string $value ): bool => '' !== $value ) as $name => $value ) {
			$data[] = [
				'name'  => $name,
				'value' => \esc_html( $value ),
			];
		}
		return [
			'group_id'    => Registration::ID,
			'group_label' => \__( 'Orders on their way to the back office (Causeway)', 'causeway' ),
			'item_id'     => $order->subject,
			'data'        => $data,
		];
	}
}
