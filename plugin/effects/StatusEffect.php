<?php
declare(strict_types=1);

namespace Causeway\Effects;

use Causeway\Capture\OrderStorage;

/** The order's status, with a note; never over a status that the effect does not accept. */
final class StatusEffect implements ShopEffect {

	/** The id of the last status effect: written with the status, so that a second try knows the first. */
	private const MARK = '_causeway_status_effect';

	public function __construct( private readonly \wpdb $wpdb, private readonly OrderStorage $storage ) {}

	public function writes(): array {
		// WooCommerce takes the goods from stock, or puts them back, with the status.
		return [ 'status', 'paid_at', 'completed_at', 'items.*.stock' ];
	}

	public function isDone( \stdClass $effect, \WC_Order $order ): bool {
		return $order->get_meta( self::MARK ) === $effect->id;
	}

	public function audited( \stdClass $effect, \WC_Order $order ): array {
		return [ 'action' => 'status_written', 'was' => $order->get_status(), 'became' => self::body( $effect )->to, 'why' => self::body( $effect )->note ];
	}

	public function apply( \stdClass $effect, \WC_Order $order ): void {
		$to = self::body( $effect )->to;
		if ( ! \wc_is_order_status( 'wc-' . $to ) ) {
			throw new EffectFailed( "This shop has no order status \"{$to}\"." );
		}
		if ( $order->get_status() === $to ) {
			return;
		}
		$order->update_meta_data( self::MARK, $effect->id );
		$order->set_status( $to, self::body( $effect )->note );
		OrderSave::of(
			$order,
			fn () => $this->insistOnStatus( $order->get_id(), $effect->accepts ),
			fn (): bool => $this->stored( $order->get_id() ) === $to
		);
	}

	/** @param list<string> $accepts */
	private function insistOnStatus( int $orderId, array $accepts ): void {
		if ( ! \in_array( $this->stored( $orderId ), $accepts, true ) ) {
			throw new Overtaken( 'The status was changed meanwhile.' );
		}
	}

	/** The status as the database has it. */
	private function stored( int $orderId ): string {
		[ 'id' => $id, 'status' => $status ] = $this->storage->columns();
		$stored = (string) $this->wpdb->get_var( $this->wpdb->prepare( "SELECT {$status} FROM {$this->storage->table()} WHERE {$id} = %d", $orderId ) ); // @phpstan-ignore argument.type (table and columns are OrderStorage's)
		return (string) \preg_replace( '/^wc-/', '', $stored );
	}

	/** @return object{to: string, note: string} */
	private static function body( \stdClass $effect ): object {
		/** @var object{to: string, note: string} */
		return $effect->body;
	}
}
