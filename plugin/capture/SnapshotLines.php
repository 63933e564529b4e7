<?php
declare(strict_types=1);

namespace Causeway\Capture;

use Causeway\Stock\StockedProducts;

/** The lines of an order and of its refunds, each list by rising item id. */
final class SnapshotLines {

	/** As `RefundInShop` signs what it makes; that class is not loaded for it. */
	private const RETURN = '_causeway_return';

	public function __construct( private readonly MetaSelection $meta ) {}

	/** @return list<array<string, mixed>> */
	public function items( \WC_Order $order ): array {
		return self::each(
			$order,
			'line_item',
			\WC_Order_Item_Product::class,
			$this->item( ... )
		);
	}

	/** @return array<string, mixed> */
	private function item( \WC_Order_Item_Product $item ): array {
		$found   = $item->get_product();
		$product = $found instanceof \WC_Product ? $found : null;
		return [
			'id'           => $item->get_id(),
			'product_id'   => (int) $item->get_product_id( 'edit' ),
			'variation_id' => (int) $item->get_variation_id( 'edit' ),
			'sku'          => $product ? (string) $product->get_sku( 'edit' ) : '',
			'name'         => (string) $item->get_name( 'edit' ),
			'quantity'     => Decimal::of( $item->get_quantity( 'edit' ) ),
			'tax_class'    => (string) $item->get_tax_class( 'edit' ),
			'subtotal'     => Decimal::of( $item->get_subtotal( 'edit' ) ),
			'subtotal_tax' => Decimal::of( $item->get_subtotal_tax( 'edit' ) ),
			'total'        => Decimal::of( $item->get_total( 'edit' ) ),
			'total_tax'    => Decimal::of( $item->get_total_tax( 'edit' ) ),
			'taxes'        => self::lineTaxes( $item->get_taxes( 'edit' ) ),
			'meta'         => (object) $this->meta->of( $item->get_meta_data() ),
			'stock'        => self::stock( $item, $product ),
		];
	}

	/** @return list<array<string, mixed>> */
	public function shipping( \WC_Order $order ): array {
		return self::each(
			$order,
			'shipping',
			\WC_Order_Item_Shipping::class,
			static fn ( \WC_Order_Item_Shipping $item ): array => [
				'id'          => $item->get_id(),
				'method_id'   => (string) $item->get_method_id( 'edit' ),
				'instance_id' => (string) $item->get_instance_id( 'edit' ),
				'title'       => (string) $item->get_method_title( 'edit' ),
				'total'       => Decimal::of( $item->get_total( 'edit' ) ),
				'total_tax'   => Decimal::of( $item->get_total_tax( 'edit' ) ),
				'taxes'       => self::lineTaxes( $item->get_taxes( 'edit' ) ),
			]
		);
	}

	/** @return list<array<string, mixed>> */
	public function fees( \WC_Order $order ): array {
		return self::each(
			$order,
			'fee',
			\WC_Order_Item_Fee::class,
			static fn ( \WC_Order_Item_Fee $item ): array => [
				'id'        => $item->get_id(),
				'name'      => (string) $item->get_name( 'edit' ),
				'tax_class' => (string) $item->get_tax_class( 'edit' ),
				'total'     => Decimal::of( $item->get_total( 'edit' ) ),
				'total_tax' => Decimal::of( $item->get_total_tax( 'edit' ) ),
				'taxes'     => self::lineTaxes( $item->get_taxes( 'edit' ) ),
			]
		);
	}

	/** @return list<array<string, mixed>> */
	public function coupons( \WC_Order $order ): array {
		return self::each(
			$order,
			'coupon',
			\WC_Order_Item_Coupon::class,
			static fn ( \WC_Order_Item_Coupon $item ): array => [
				'id'           => $item->get_id(),
				'code'         => (string) $item->get_code( 'edit' ),
				'discount'     => Decimal::of( $item->get_discount( 'edit' ) ),
				'discount_tax' => Decimal::of( $item->get_discount_tax( 'edit' ) ),
			]
		);
	}

	/** @return list<array<string, mixed>> */
	public function taxes( \WC_Order $order ): array {
		return self::each(
			$order,
			'tax',
			\WC_Order_Item_Tax::class,
			static fn ( \WC_Order_Item_Tax $item ): array => [
				'id'                 => $item->get_id(),
				'rate_id'            => (int) $item->get_rate_id( 'edit' ),
				'rate_code'          => (string) $item->get_rate_code( 'edit' ),
				'label'              => (string) $item->get_label( 'edit' ),
				'rate_percent'       => Decimal::of( $item->get_rate_percent( 'edit' ) ),
				'compound'           => (bool) $item->get_compound( 'edit' ),
				'tax_total'          => Decimal::of( $item->get_tax_total( 'edit' ) ),
				'shipping_tax_total' => Decimal::of( $item->get_shipping_tax_total( 'edit' ) ),
			]
		);
	}

	/** @return array<string, mixed> */
	public function refund( \WC_Order_Refund $refund ): array {
		$lines = [];
		foreach ( [ 'line_item', 'shipping', 'fee' ] as $type ) {
			$lines = [ ...$lines, ...self::each( $refund, $type, \WC_Order_Item::class, self::refundLine( ... ) ) ];
		}
		$return = $refund->get_meta( self::RETURN, true, 'edit' );
		return [
			'id'               => $refund->get_id(),
			'created_at'       => OrderSnapshot::instant( $refund->get_date_created( 'edit' ) ) ?? '1970-01-01T00:00:00Z',
			'amount'           => Decimal::positive( $refund->get_amount( 'edit' ) ),
			'reason'           => (string) $refund->get_reason( 'edit' ),
			'payment_refunded' => (bool) $refund->get_refunded_payment( 'edit' ),
			'lines'            => $lines,
		] + ( \is_string( $return ) && '' !== $return ? [ 'return_id' => $return ] : [] );
	}

	/** @return array<string, mixed> */
	private static function refundLine( \WC_Order_Item $item ): array {
		$amounts = $item instanceof \WC_Order_Item_Product || $item instanceof \WC_Order_Item_Shipping || $item instanceof \WC_Order_Item_Fee;
		$of      = $item->get_meta( '_refunded_item_id', true, 'edit' );
		return [
			'item_id'   => \is_numeric( $of ) ? (int) $of : 0,
			'quantity'  => Decimal::positive( $item->get_quantity() ),
			'total'     => Decimal::positive( $amounts ? $item->get_total( 'edit' ) : 0 ),
			'total_tax' => Decimal::positive( $amounts ? $item->get_total_tax( 'edit' ) : 0 ),
		];
	}

	/** @return array{sku: string, reduced: string}|null Null: the shop keeps no stock of it, or the product is gone. */
	private static function stock( \WC_Order_Item_Product $item, ?\WC_Product $product ): ?array {
		$stocked = $product ? StockedProducts::stocked( $product ) : null;
		return $product && $stocked ? [
			'sku'     => StockedProducts::sku( $product, $stocked ),
			'reduced' => Decimal::of( $item->get_meta( '_reduced_stock', true, 'edit' ) ),
		] : null;
	}

	/**
	 * @param array<array-key, mixed> $taxes WooCommerce's `total` and, for products, `subtotal`: rate id → amount.
	 * @return list<array{rate_id: int, total: string, subtotal: string}>
	 */
	private static function lineTaxes( array $taxes ): array {
		$total    = (array) ( $taxes['total'] ?? [] );
		$subtotal = (array) ( $taxes['subtotal'] ?? $total );
		$lines    = [];
		foreach ( $total + $subtotal as $rate => $amount ) {
			$lines[] = [
				'rate_id'  => (int) $rate,
				'total'    => Decimal::of( $total[ $rate ] ?? '0' ),
				'subtotal' => Decimal::of( $subtotal[ $rate ] ?? '0' ),
			];
		}
		return $lines;
	}

	/**
	 * @template T of \WC_Order_Item
	 * @param class-string<T>                  $kind
	 * @param \Closure(T): array<string, mixed> $line
	 * @return list<array<string, mixed>>
	 */
	private static function each( \WC_Abstract_Order $order, string $type, string $kind, \Closure $line ): array {
		$items = \array_filter( $order->get_items( $type ), static fn ( mixed $item ): bool => $item instanceof $kind );
		\usort( $items, static fn ( \WC_Order_Item $a, \WC_Order_Item $b ): int => $a->get_id() <=> $b->get_id() );
		return \array_map( $line, $items );
	}
}
