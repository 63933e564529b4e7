<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Plugin;
use Causeway\Returns\ReturnDesk;
use Causeway\Returns\ReturnRefused;
use Causeway\Returns\ReturnTable;

/**
 * `POST /return-requests`: staff ask for a return of an order.
 *
 * @extends Route<array{order: int, lines: non-empty-list<array{item_id: int, quantity: string}>, reason: string, exchange: bool}>
 */
final class ReturnRequestRoute extends Route {

	public function __construct( private readonly ReturnDesk $desk ) {}

	public static function of( Plugin $plugin ): self {
		return new self( $plugin->returnDesk() );
	}

	public function parameters(): array {
		$line = [
			'item_id'  => [ 'type' => 'integer', 'minimum' => 1, 'required' => true ],
			'quantity' => [ 'type' => 'string', 'pattern' => '^[0-9]{1,9}(\.[0-9]{1,6})?$', 'required' => true ],
		];
		return [
			'order'    => [ 'type' => 'integer', 'minimum' => 1, 'required' => true ],
			'lines'    => [ 'type' => 'array', 'minItems' => 1, 'maxItems' => 500, 'required' => true, 'items' => [ 'type' => 'object', 'additionalProperties' => false, 'properties' => $line ] ],
			'reason'   => [ 'type' => 'string', 'default' => '', 'maxLength' => ReturnTable::REASON_MAX ],
			'exchange' => [ 'type' => 'boolean', 'default' => false ],
		];
	}

	protected function status(): int {
		return 201;
	}

	protected function answer( array $given ): array {
		try {
			$request = $this->desk->ask( $given['order'], [ 'quantities' => \array_column( $given['lines'], 'quantity', 'item_id' ), 'known' => null ] + $given, 'staff', \get_current_user_id() );
		} catch ( ReturnRefused $refused ) {
			throw Refused::outdated( $refused->getMessage() );
		}
		return [ 'subject' => $request->subject(), 'key' => (string) $request->id ];
	}

	public function schema(): array {
		return [
			'title'      => 'causeway-return-request',
			'type'       => 'object',
			'properties' => [ 'subject' => [ 'type' => 'string' ], 'key' => [ 'type' => 'string' ] ],
		];
	}
}
