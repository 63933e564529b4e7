<?php
declare(strict_types=1);

namespace Causeway\Effects;

/** The ERP's number of the order, and the external id it can be found by, in order meta. */
final class ErpNumberEffect implements ShopEffect {

	public const NUMBER      = '_causeway_erp_number';
	public const EXTERNAL_ID = '_causeway_external_id';

	/** Nothing: Causeway's own keys are outside the snapshot. */
	public function writes(): array {
		return [];
	}

	public function isDone( \stdClass $effect, \WC_Order $order ): bool {
		return $order->get_meta( self::NUMBER ) === self::body( $effect )->number
			&& $order->get_meta( self::EXTERNAL_ID ) === self::body( $effect )->external_id;
	}

	public function audited( \stdClass $effect, \WC_Order $order ): array {
		$was = $order->get_meta( self::NUMBER );
		return [ 'action' => 'erp_number_written', 'was' => \is_string( $was ) ? $was : '', 'became' => self::body( $effect )->number ];
	}

	public function apply( \stdClass $effect, \WC_Order $order ): void {
		$order->update_meta_data( self::NUMBER, self::body( $effect )->number );
		$order->update_meta_data( self::EXTERNAL_ID, self::body( $effect )->external_id );
		OrderSave::of( $order );
	}

	/** @return object{number: string, external_id: string} */
	private static function body( \stdClass $effect ): object {
		/** @var object{number: string, external_id: string} */
		return $effect->body;
	}
}
