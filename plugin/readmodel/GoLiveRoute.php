<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Audit\Actor;
use Causeway\Audit\AuditTable;
use Causeway\Audit\Entry;
use Causeway\Exchange\GoLive;
use Causeway\Outbox\Clock;
use Causeway\Plugin;

/**
 * `POST /go-live`: from now on orders are sent. Once; it says so itself with `confirm`.
 *
 * @extends Route<array{confirm: bool}>
 */
final class GoLiveRoute extends Route {

	public function __construct( private readonly GoLive $goLive, private readonly AuditTable $audit ) {}

	public static function of( Plugin $plugin ): self {
		return new self( $plugin->goLive(), $plugin->audit() );
	}

	public function parameters(): array {
		return [ 'confirm' => [ 'type' => 'boolean', 'required' => true, 'enum' => [ true ] ] ];
	}

	protected function answer( array $given ): array {
		$this->goLive->at( Clock::now() );
		$this->audit->write( new Entry( 'go_live', Actor::current(), became: \gmdate( 'c', \intdiv( (int) $this->goLive->instant(), 1000 ) ) ) );
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
