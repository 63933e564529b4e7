<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Exchange\Link;
use Causeway\Outbox\Settings;

/** An order that WooCommerce has and Causeway has nothing of: it can still say why. */
final class UncapturedOrder {

	private const DRAFTS = [ 'checkout-draft', 'auto-draft', 'draft' ];

	public function __construct( private readonly Link $link, private readonly Settings $settings ) {}

	/** @return array{row: array<string, mixed>, created_at: int|null}|null Null: there is no such order (of a type that is captured). */
	public function find( int $orderId ): ?array {
		$order = \wc_get_order( $orderId );
		return $order instanceof \WC_Order && \in_array( $order->get_type(), $this->settings->types(), true ) ? $this->of( $order ) : null;
	}

	/**
	 * Of an order that is read already: a list of orders reads none a second time.
	 *
	 * @return array{row: array<string, mixed>, created_at: int|null}
	 */
	public function of( \WC_Order $order ): array {
		$created   = $order->get_date_created();
		$createdAt = $created ? $created->getTimestamp() * 1000 : null;
		return [
			'created_at' => $createdAt,
			'row'        => [
				'order_id'    => $order->get_id(),
				'number'      => (string) $order->get_order_number(),
				'state'       => $this->isBeforeGoLive( $createdAt ) ? Unseen::BEFORE_GO_LIVE : Unseen::NOT_CAPTURED,
				'reason'      => $this->reason( $order->get_status(), $createdAt ),
				'waiting_for' => '',
				'since'       => null,
				'attempt'     => null,
				'erp_number'  => null,
				'external_id' => null,
				'open'        => false,
				'exceptions'  => 0,
				'updated_at'  => 0,
				'seen'        => [ 'epoch' => 0, 'n' => 0 ],
			],
		];
	}

	private function isBeforeGoLive( ?int $createdAt ): bool {
		return null !== $createdAt && null !== $this->link->goLiveAt && $createdAt < $this->link->goLiveAt;
	}

	private function reason( string $status, ?int $createdAt ): string {
		if ( \in_array( $status, self::DRAFTS, true ) ) {
			return \__( 'Not captured: a draft. It is captured when it is placed.', 'causeway' );
		}
		if ( ! $this->settings->capturing() ) {
			return \__( 'Not captured: no worker has been paired with this shop yet.', 'causeway' );
		}
		if ( $this->isBeforeGoLive( $createdAt ) ) {
			return \__( 'Not captured: placed before go-live. It is never sent by itself.', 'causeway' );
		}
		if ( null !== $createdAt && null !== $this->link->pairedAt && $createdAt < $this->link->pairedAt ) {
			return \__( 'Not captured: placed before a worker was paired.', 'causeway' );
		}
		return \__( 'Not captured yet: the shop looks for such orders every five minutes while a worker comes.', 'causeway' );
	}
}
