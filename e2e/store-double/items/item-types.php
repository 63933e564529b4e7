<?php declare(strict_types=1);
/** The five kinds of line. */

/** The one tax rate of the double. */
const CAUSEWAY_DOUBLE_TAX = array( 'rate_id' => 1, 'rate_code' => 'DE-VAT-1', 'label' => 'VAT', 'rate_percent' => 19.0 );

/** Pieces of a product. */
class WC_Order_Item_Product extends WC_Order_Item {
	public const TYPE   = 'line_item';
	public const FIELDS = array(
		'int'     => array( 'product_id' => '_product_id', 'variation_id' => '_variation_id' ),
		'pieces'  => array( 'quantity' => '_qty' ),
		'text'    => array( 'tax_class' => '_tax_class' ),
		'decimal' => array( 'subtotal' => '_line_subtotal', 'subtotal_tax' => '_line_subtotal_tax', 'total' => '_line_total', 'total_tax' => '_line_tax' ),
		'list'    => array( 'taxes' => '_line_tax_data' ),
	);
	protected array $data = array( 'order_id' => 0, 'name' => '', 'quantity' => 1 );
	/** Takes name, id and tax class from a product. */
	public function set_product( WC_Product $product ): void {
		$this->set_props( array( 'product_id' => $product->get_id(), 'name' => $product->get_name(), 'tax_class' => $product->get_tax_class() ) );
	}
}

/** A way of shipping; its name is the method's title. */
class WC_Order_Item_Shipping extends WC_Order_Item {
	public const TYPE   = 'shipping';
	public const ALIAS  = 'method_title';
	public const FIELDS = array(
		'text'    => array( 'method_title' => '', 'method_id' => 'method_id', 'instance_id' => 'instance_id' ),
		'decimal' => array( 'total' => 'cost', 'total_tax' => 'total_tax' ),
		'list'    => array( 'taxes' => 'taxes' ),
	);
}

/** A fee. */
class WC_Order_Item_Fee extends WC_Order_Item {
	public const TYPE   = 'fee';
	public const FIELDS = array(
		'text'    => array( 'tax_class' => '_tax_class', 'tax_status' => '_tax_status' ),
		'decimal' => array( 'amount' => '_fee_amount', 'total' => '_line_total', 'total_tax' => '_line_tax' ),
		'list'    => array( 'taxes' => '_line_tax_data' ),
	);
}

/** The sum of one tax rate; its name is the rate's code. */
class WC_Order_Item_Tax extends WC_Order_Item {
	public const TYPE   = 'tax';
	public const ALIAS  = 'rate_code';
	public const FIELDS = array(
		'int'     => array( 'rate_id' => 'rate_id' ),
		'text'    => array( 'rate_code' => '', 'label' => 'label' ),
		'bool'    => array( 'compound' => 'compound' ),
		'decimal' => array( 'tax_total' => 'tax_amount', 'shipping_tax_total' => 'shipping_tax_amount' ),
		'float'   => array( 'rate_percent' => 'rate_percent' ),
	);
}

/** A coupon that was used; its name is its code. */
class WC_Order_Item_Coupon extends WC_Order_Item {
	public const TYPE   = 'coupon';
	public const ALIAS  = 'code';
	public const FIELDS = array(
		'text'    => array( 'code' => '' ),
		'decimal' => array( 'discount' => 'discount_amount', 'discount_tax' => 'discount_amount_tax' ),
	);
}
