<?php
declare(strict_types=1);

namespace Causeway\Capture;

use Causeway\Outbox\Settings;
use Causeway\Outbox\Statements;

/** Which rows of WooCommerce's order storage are orders that somebody placed, as a condition of a query. */
final class PlacedOrders {

	public function __construct( private readonly OrderStorage $storage, private readonly Settings $settings ) {}

	/** @param string $of Alias of the storage's table. */
	public function condition( string $of ): string {
		$c = $this->storage->columns();
		return "{$of}.{$c['type']} IN (" . Statements::places( $this->settings->types(), '%s' ) . ") AND {$of}.{$c['status']} NOT IN (" . Statements::places( self::drafts(), '%s' ) . ')';
	}

	/** @return list<string> For the condition's places. */
	public function values(): array {
		return [ ...$this->settings->types(), ...self::drafts() ];
	}

	/** @return list<string> As the database has them: with and without WooCommerce's prefix. */
	private static function drafts(): array {
		return [ ...OrderSnapshot::DRAFTS, ...\array_map( static fn ( string $status ): string => 'wc-' . $status, OrderSnapshot::DRAFTS ) ];
	}
}
