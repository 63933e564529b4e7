<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Mailbox\Delivery;
use Causeway\Mailbox\MailboxKey;
use Causeway\Mailbox\Rate;
use Causeway\Plugin;

/**
 * `GET /mailbox-key`: the address that vendors are given, which is a secret, and what the mailbox takes.
 *
 * @extends Route<array{}>
 */
final class MailboxKeyRoute extends Route {

	public function __construct( private readonly MailboxKey $key ) {}

	public static function of( Plugin $plugin ): self {
		return new self( new MailboxKey( $plugin->links() ) );
	}

	public function parameters(): array {
		return [];
	}

	protected function answer( array $given ): array {
		return self::shape( $this->key );
	}

	public function schema(): array {
		return self::shapeSchema();
	}

	/** @return array{address: string|null, a_minute_max: int, body_bytes_max: int} */
	public static function shape( MailboxKey $key ): array {
		return [
			'address'        => $key->address(),
			'a_minute_max'   => Rate::A_MINUTE_MAX,
			'body_bytes_max' => Delivery::BODY_BYTES_MAX,
		];
	}

	/** @return array{title: string, type: string, properties: array<string, array<string, mixed>>} */
	public static function shapeSchema(): array {
		return [
			'title'      => 'causeway-mailbox',
			'type'       => 'object',
			'properties' => [
				'address'        => [ 'type' => [ 'string', 'null' ], 'description' => 'Up to the system\'s name, which comes last; null: no worker was paired yet.' ],
				'a_minute_max'   => [ 'type' => 'integer' ],
				'body_bytes_max' => [ 'type' => 'integer' ],
			],
		];
	}
}
