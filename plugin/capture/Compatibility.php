<?php
declare(strict_types=1);

namespace Causeway\Capture;

use Automattic\WooCommerce\Utilities\FeaturesUtil;

/** Tells WooCommerce what Causeway works with: order tables of either kind, block checkout. */
final class Compatibility {

	public static function declare(): void {
		if ( \class_exists( FeaturesUtil::class ) ) {
			FeaturesUtil::declare_compatibility( 'custom_order_tables', \Causeway\FILE, true );
			FeaturesUtil::declare_compatibility( 'cart_checkout_blocks', \Causeway\FILE, true );
		}
	}
}
