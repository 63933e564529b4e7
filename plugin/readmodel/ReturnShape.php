<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Capture\Decimal;
use Causeway\Effects\RefundInShop;
use Causeway\Outbox\LookBody;
use Causeway\Plugin;
use Causeway\Returns\ReturnDesk;
use Causeway\Returns\ReturnRequest;
use Causeway\Returns\ReturnSubject;
use Causeway\Returns\ReturnTable;

/** A return as the panel gets it: what was asked for, its order, and what the worker says of it. Nothing of the customer. */
final class ReturnShape {

	public function __construct( private readonly ReturnTable $returns, private readonly ReturnDesk $desk ) {}

	public static function of( Plugin $plugin ): self {
		return new self( $plugin->returns(), $plugin->returnDesk() );
	}

	/**
	 * @param array<string, string|null> $row OrderShape::COLUMNS, `stages` and `exceptions`.
	 * @return array<string, mixed> As the schema says.
	 */
	public function shaped( array $row ): array {
		$subject = (string) $row['subject'];
		$id      = ReturnSubject::id( $subject );
		$request = $id ? $this->returns->find( $id ) : null;
		$order   = self::order( $subject, (int) $row['object_id'] );
		$refund  = $order ? self::refund( $order, $subject ) : null;
		return [
			'subject'      => $subject,
			'key'          => \substr( $subject, \strlen( ReturnSubject::PREFIX ) ),
			'order'        => $order ? [ 'id' => $order->get_id(), 'number' => (string) $order->get_order_number(), 'edit_url' => (string) $order->get_edit_order_url() ] : null,
			'origin'       => $request->origin ?? self::origin( $subject ),
			'exchange'     => $request->exchange ?? false,
			'asked_reason' => $request->reason ?? '',
			'withdrawable' => $request && $this->desk->isWithdrawable( $request ),
			'lines'        => $request && $order ? self::lines( $order, $request ) : [],
			'state'        => '' === $row['state'] ? Unseen::CAPTURED : (string) $row['state'],
			'reason'       => (string) $row['reason'],
			'waiting_for'  => (string) $row['waiting_for'],
			'since'        => null === $row['state_since'] ? null : (int) $row['state_since'],
			'open'         => (bool) (int) $row['open'],
			'exceptions'   => (int) $row['exceptions'],
			'external_id'  => $row['external_id'],
			'erp_number'   => $row['erp_number'],
			'currency'     => $order ? $order->get_currency() : '',
			'refunded'     => $refund ? Decimal::positive( $refund->get_amount( 'edit' ) ) : null,
			'stages'       => LookBody::listed( $row['stages'] ),
			'updated_at'   => (int) $row['updated_at'],
			'seen'         => [ 'epoch' => (int) $row['epoch'], 'n' => (int) $row['n'] ],
		];
	}

	private static function order( string $subject, int $orderId ): ?\WC_Order {
		$refund = ReturnSubject::refundId( $subject );
		$found  = $refund ? \wc_get_order( $refund ) : null;
		$order  = \wc_get_order( $found instanceof \WC_Order_Refund ? $found->get_parent_id() : $orderId );
		return $order instanceof \WC_Order ? $order : null;
	}

	/** The refund that it is about, or that was made for it. */
	private static function refund( \WC_Order $order, string $subject ): ?\WC_Order_Refund {
		foreach ( $order->get_refunds() as $refund ) {
			if ( $refund->get_id() === ReturnSubject::refundId( $subject ) || $refund->get_meta( RefundInShop::SUBJECT ) === $subject ) {
				return $refund;
			}
		}
		return null;
	}

	/** @return 'refund'|'erp'|'warehouse' */
	private static function origin( string $subject ): string {
		return match ( true ) {
			ReturnSubject::refundId( $subject ) > 0     => 'refund',
			\str_starts_with( $subject, 'return/w-' ) => 'warehouse',
			default                                   => 'erp',
		};
	}

	/** @return list<array{name: string, sku: string, quantity: string}> */
	private static function lines( \WC_Order $order, ReturnRequest $request ): array {
		return \array_map(
			static function ( array $line ) use ( $order ): array {
				$item    = $order->get_item( $line['item_id'] );
				$product = $item instanceof \WC_Order_Item_Product ? $item->get_product() : null;
				return [
					'name'     => $item ? $item->get_name() : '#' . $line['item_id'],
					'sku'      => $product instanceof \WC_Product ? (string) $product->get_sku() : '',
					'quantity' => $line['quantity'],
				];
			},
			$request->lines
		);
	}

	/** @return array{type: string, properties: array<string, array<string, mixed>>} JSON schema. */
	public static function schema(): array {
		$text    = [ 'type' => 'string' ];
		$whole   = [ 'type' => 'integer' ];
		$perhaps = [ 'type' => [ 'string', 'null' ] ];
		return [
			'type'       => 'object',
			'properties' => [
				'subject'      => $text,
				'key'          => $text + [ 'description' => 'What follows `return/` in the subject.' ],
				'order'        => [ 'type' => [ 'object', 'null' ], 'properties' => [ 'id' => $whole, 'number' => $text, 'edit_url' => $text ] ],
				'origin'       => [ 'type' => 'string', 'enum' => [ 'staff', 'customer', 'refund', 'erp', 'warehouse' ] ],
				'exchange'     => [ 'type' => 'boolean' ],
				'asked_reason' => $text,
				'withdrawable' => [ 'type' => 'boolean' ],
				'lines'        => [ 'type' => 'array', 'items' => [ 'type' => 'object', 'properties' => [ 'name' => $text, 'sku' => $text, 'quantity' => $text ] ] ],
				'state'        => $text,
				'reason'       => $text,
				'waiting_for'  => $text,
				'since'        => [ 'type' => [ 'integer', 'null' ] ],
				'open'         => [ 'type' => 'boolean' ],
				'exceptions'   => $whole,
				'external_id'  => $perhaps,
				'erp_number'   => $perhaps,
				'currency'     => $text,
				'refunded'     => $perhaps + [ 'description' => 'The refund in the shop; null: there is none yet.' ],
				'stages'       => [ 'type' => 'array', 'items' => [ 'type' => 'object' ] ],
				'updated_at'   => $whole,
				'seen'         => [ 'type' => 'object', 'properties' => [ 'epoch' => $whole, 'n' => $whole ] ],
			],
		];
	}
}
