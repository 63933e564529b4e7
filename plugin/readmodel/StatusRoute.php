<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Exchange\Heartbeat;
use Causeway\Exchange\Link;
use Causeway\Exchange\LinkTable;
use Causeway\Exchange\Pairing;
use Causeway\Exchange\ShopIdentity;
use Causeway\Outbox\Clock;
use Causeway\Outbox\OutboxTable;
use Causeway\Plugin;

/**
 * `GET /status`: pairing, go-live, worker, backlog. Needs no worker. Asking also marks the panel as open, so that the
 * worker comes every second while someone looks.
 *
 * @extends Route<array{}>
 */
final class StatusRoute extends Route {

	public function __construct(
		private readonly LinkTable $links,
		private readonly Pairing $pairing,
		private readonly Heartbeat $heartbeat,
		private readonly ShopIdentity $identity,
		private readonly OutboxTable $outbox,
		private readonly ShopStatus $status,
	) {}

	public static function of( Plugin $plugin ): self {
		return new self( $plugin->links(), $plugin->pairing(), $plugin->heartbeat(), $plugin->shopIdentity(), $plugin->outbox(), new ShopStatus( new Tables( $plugin->statements() ) ) );
	}

	public function parameters(): array {
		return [];
	}

	protected function answer( array $given ): array {
		$this->heartbeat->panelOpened();
		$link    = $this->links->read();
		$pairing = $this->pairing->status();
		return [
			'paired'          => $pairing['paired'],
			'paired_at'       => $pairing['pairedAt'],
			'copy'            => $pairing['isCopy'],
			'copied'          => $pairing['isCopy'] ? $this->copied( $link ) : null,
			'rewound'         => null === $link->rewoundAt ? null : [
				'at'         => $link->rewoundAt,
				'remembered' => $link->rewoundFrom,
			],
			'secure'          => $pairing['isSecure'],
			'code_expires_at' => $pairing['codeExpiresAt'],
			'go_live_at'      => $link->goLiveAt,
			'worker'          => [
				'version' => $link->workerVersion,
				'seen_at' => $link->workerSeenAt,
			],
			'backlog'         => ShopStatus::backlog( $this->outbox->backlog() ),
			'counts'          => (object) $this->status->counts(),
			'exceptions_open' => $this->status->openExceptions(),
			'plugin'          => [
				'version'   => \Causeway\VERSION,
				'store'     => 'WooCommerce ' . (string) \constant( 'WC_VERSION' ),
				'wordpress' => (string) \get_bloginfo( 'version' ),
			],
			'shop'            => [
				'id'          => $link->shopId,
				'incarnation' => $link->incarnation,
				'environment' => $this->identity->environment(),
				'url'         => \untrailingslashit( \home_url() ),
			],
			'now'             => Clock::now(),
		];
	}

	/**
	 * What makes it a copy. Of the paired shop's address the shop keeps a hash only.
	 *
	 * @return array{address: bool, environment: string|null}
	 */
	private function copied( Link $link ): array {
		return [
			'address'     => $link->homeHash !== $this->identity->homeHash(),
			'environment' => $link->environment === $this->identity->environment() ? null : $link->environment,
		];
	}

	public function schema(): array {
		$instant = [ 'type' => [ 'integer', 'null' ], 'description' => 'Epoch milliseconds.' ];
		return [
			'title'      => 'causeway-status',
			'type'       => 'object',
			'properties' => [
				'paired'          => [ 'type' => 'boolean' ],
				'paired_at'       => $instant,
				'copy'            => [ 'type' => 'boolean' ],
				'copied'          => [
					'type'       => [ 'object', 'null' ],
					'properties' => [
						'address'     => [ 'type' => 'boolean', 'description' => 'The address is another than at pairing.' ],
						'environment' => [ 'type' => [ 'string', 'null' ], 'description' => 'The environment type at pairing, where it is another now.' ],
					],
				],
				'rewound'         => [
					'type'        => [ 'object', 'null' ],
					'description' => 'Restored from a backup, and nobody has decided yet.',
					'properties'  => [ 'at' => $instant, 'remembered' => [ 'type' => 'integer' ] ],
				],
				'secure'          => [ 'type' => 'boolean' ],
				'code_expires_at' => $instant,
				'go_live_at'      => $instant,
				'worker'          => [ 'type' => 'object', 'properties' => [ 'version' => [ 'type' => 'string' ], 'seen_at' => $instant ] ],
				'backlog'         => [ 'type' => 'object', 'properties' => [ 'rows' => [ 'type' => 'integer' ], 'oldest_at' => $instant ] ],
				'counts'          => [ 'type' => 'object', 'additionalProperties' => [ 'type' => 'integer' ] ],
				'exceptions_open' => [ 'type' => 'integer' ],
				'plugin'          => [ 'type' => 'object' ],
				'shop'            => [ 'type' => 'object' ],
				'now'             => [ 'type' => 'integer' ],
			],
		];
	}
}
