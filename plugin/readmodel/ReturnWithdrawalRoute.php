<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Plugin;
use Causeway\Returns\ReturnDesk;
use Causeway\Returns\ReturnRefused;
use Causeway\Returns\ReturnTable;

/**
 * `DELETE /return-requests/{id}`: staff withdraw a return that was asked for in the shop. It stays in the list, as withdrawn.
 *
 * @extends Route<array{id: int}>
 */
final class ReturnWithdrawalRoute extends Route {

	public function __construct( private readonly ReturnTable $returns, private readonly ReturnDesk $desk ) {}

	public static function of( Plugin $plugin ): self {
		return new self( $plugin->returns(), $plugin->returnDesk() );
	}

	public function parameters(): array {
		return [ 'id' => [ 'type' => 'integer', 'required' => true, 'minimum' => 1 ] ];
	}

	protected function answer( array $given ): array {
		$request = $this->returns->find( $given['id'] ) ?? throw Refused::notFound( \__( 'The shop knows no such return.', 'causeway' ) );
		try {
			$this->desk->withdraw( $request, 'staff' );
		} catch ( ReturnRefused $refused ) {
			throw Refused::outdated( $refused->getMessage() );
		}
		return [ 'withdrawn' => true ];
	}

	public function schema(): array {
		return [ 'title' => 'causeway-return-withdrawal', 'type' => 'object', 'properties' => [ 'withdrawn' => [ 'type' => 'boolean' ] ] ];
	}
}
