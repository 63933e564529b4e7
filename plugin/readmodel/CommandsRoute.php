<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Plugin;

/**
 * `POST /commands`: asks the worker for something. The answer is "requested", never "done".
 *
 * @extends Route<array{command: string, reason: string, subject?: string, cause?: string, seen?: array{epoch: int, n: int}, filter?: array{cause: string, count: int}}>
 */
final class CommandsRoute extends Route {

	private const CAUSE = [ 'type' => 'string', 'pattern' => '^[a-z_]+(:[A-Za-z0-9._/-]{1,60}){0,3}$', 'maxLength' => 96 ];

	public function __construct( private readonly CommandDesk $desk ) {}

	public static function of( Plugin $plugin ): self {
		return new self( CommandDesk::of( $plugin ) );
	}

	public function parameters(): array {
		$whole = [ 'type' => 'integer', 'minimum' => 0, 'required' => true ];
		return [
			'command' => [ 'type' => 'string', 'required' => true, 'enum' => [ 'retry', 'resolve', 'acknowledge', 'ignore' ] ],
			'reason'  => [ 'type' => 'string', 'default' => '', 'maxLength' => 500 ],
			'subject' => [ 'type' => 'string', 'pattern' => '^[a-z]{1,16}/[A-Za-z0-9._-]{1,40}$' ],
			'cause'   => self::CAUSE,
			'seen'    => [ 'type' => 'object', 'additionalProperties' => false, 'properties' => [ 'epoch' => $whole, 'n' => $whole ] ],
			'filter'  => [ 'type' => 'object', 'additionalProperties' => false, 'properties' => [ 'cause' => self::CAUSE + [ 'required' => true ], 'count' => $whole ] ],
		];
	}

	protected function status(): int {
		return 202;
	}

	protected function answer( array $given ): array {
		return [
			'requested' => true,
			'id'        => $this->ask( $given, \trim( $given['reason'] ), \wp_get_current_user() ),
		];
	}

	/**
	 * @param array{command: string, subject?: string, cause?: string, seen?: array{epoch: int, n: int}, filter?: array{cause: string, count: int}, ...} $given
	 * @return string The event id.
	 * @throws Refused
	 */
	private function ask( array $given, string $reason, \WP_User $by ): string {
		$subject = $given['subject'] ?? null;
		$filter  = $given['filter'] ?? null;
		if ( null !== $subject && null === $filter ) {
			return $this->desk->ofSubject( $given['command'], $subject, $given['cause'] ?? null, $given['seen'] ?? null, $reason, $by );
		}
		if ( null !== $filter && null === $subject ) {
			return $this->desk->ofAll( $given['command'], $filter['cause'], $filter['count'], $reason, $by );
		}
		throw Refused::invalid( \__( 'A command is either about one subject or about all that match a filter.', 'causeway' ) );
	}

	public function schema(): array {
		return [
			'title'      => 'causeway-command',
			'type'       => 'object',
			'properties' => [
				'requested' => [ 'type' => 'boolean' ],
				'id'        => [ 'type' => 'string', 'format' => 'uuid' ],
			],
		];
	}
}
