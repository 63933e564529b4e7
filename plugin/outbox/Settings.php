<?php
declare(strict_types=1);

namespace Causeway\Outbox;

/**
 * The one autoloaded option, `causeway`, at most 1 KB: what a storefront request may have to know.
 * Everything else is in the table `link` and read only when somebody asks.
 *
 * schema: version of the tables · capturing: orders are captured (from pairing on) · doorbell: where to poke
 * a reachable worker, '' = nowhere · doorbell_home: of which shop it is (a copy rings nobody) · types: order types that are subjects · order_meta, item_meta: keys that
 * snapshots carry besides the built-in ones · audit_days: so long a line of the audit is kept ·
 * return_days: so many days after the order customers may ask for a return (0: never); null: nobody follows returns.
 *
 * @phpstan-type Values array{schema: int, capturing: bool, doorbell: string, doorbell_home: string, types: list<string>, order_meta: list<string>, item_meta: list<string>, audit_days: int, return_days: int|null}
 */
final class Settings {

	public const OPTION    = 'causeway';
	public const BYTES_MAX = 1024;

	private const DEFAULTS = [
		'schema'        => 0,
		'capturing'     => false,
		'doorbell'      => '',
		'doorbell_home' => '',
		'types'         => [ 'shop_order' ],
		'order_meta'    => [],
		'item_meta'     => [],
		'audit_days'    => 400,
		'return_days'   => null,
	];

	public function schema(): int {
		return $this->read()['schema'];
	}

	public function capturing(): bool {
		return $this->read()['capturing'];
	}

	public function doorbell(): string {
		return $this->read()['doorbell'];
	}

	/** ShopIdentity's mark of the shop that was told of the doorbell. */
	public function doorbellHome(): string {
		return $this->read()['doorbell_home'];
	}

	/** @return list<string> */
	public function types(): array {
		return $this->read()['types'];
	}

	/** @return list<string> */
	public function orderMeta(): array {
		return $this->read()['order_meta'];
	}

	/** @return list<string> */
	public function itemMeta(): array {
		return $this->read()['item_meta'];
	}

	public function auditDays(): int {
		return \max( 1, (int) $this->read()['audit_days'] );
	}

	/** As the worker told; null: it follows no returns, so none can be asked for. */
	public function returnDays(): ?int {
		return $this->read()['return_days'];
	}

	/**
	 * Changes some values and keeps the rest.
	 *
	 * @param array<string, bool|int|string|list<string>|null> $values
	 * @throws \LengthException When the option would exceed its bound.
	 */
	public function write( array $values ): void {
		$merged = \array_merge( $this->read(), \array_intersect_key( $values, self::DEFAULTS ) );
		if ( \strlen( \serialize( $merged ) ) > self::BYTES_MAX ) {
			throw new \LengthException( 'The option "causeway" may hold at most ' . self::BYTES_MAX . ' bytes.' );
		}
		\update_option( self::OPTION, $merged, true );
	}

	/** @return Values */
	private function read(): array {
		$stored = \get_option( self::OPTION );
		/** @var Values */
		return \array_merge( self::DEFAULTS, \array_intersect_key( \is_array( $stored ) ? $stored : [], self::DEFAULTS ) );
	}
}
