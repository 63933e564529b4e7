<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Exchange\GoLive;
use Causeway\Outbox\Clock;
use Causeway\Plugin;

/**
 * `POST /go-live`: from now on orders are sent. Once; it says so itself with `confirm`.
 *
 * @extends Route<array{confirm: bool}>
 */
final class GoLiveRoute extends Route {

	public function __construct( private readonly GoLive $goLive ) {}

	public static function of( Plugin $plugin ): self {
		return new self( $plugin->goLive() );
	}

	public function parameters(): array {
		return [ 'confirm' => [ 'type' => 'boolean', 'required' => true, 'enum' => [ true ] ] ];
	}

	protected function answer( array $given ): array {
		$this->goLive->at( Clock::now() );
		return [ 'go_live_at' => $this->goLive->instant() ];
	}

	public function schema(): array {
		return [
			'title'      => 'causeway-go-live',
			'type'       => 'object',
			'properties' => [ 'go_live_at' => [ 'type' => 'integer', 'description' => 'Epoch milliseconds.' ] ],
		];
	}
}
