<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Plugin;

/**
 * `POST /commands`: asks the worker for something. The answer is "requested", never "done".
 *
 * @phpstan-import-type Chosen from Selection
 * @phpstan-type Given array{command: string, reason: string, subject?: string, cause?: string, seen?: array{epoch: int, n: int}, filter?: array{cause: string, count: int}, selected?: non-empty-list<Chosen>}
 * @extends Route<array{command: string, reason: string, subject?: string, cause?: string, seen?: array{epoch: int, n: int}, filter?: array{cause: string, count: int}, selected?: non-empty-list<Chosen>}>
 */
final class CommandsRoute extends Route {

	private const SUBJECT = [ 'type' => 'string', 'pattern' => '^[a-z]{1,16}/[A-Za-z0-9._-]{1,40}$' ];

	private const CAUSE = [ 'type' => 'string', 'pattern' => '^[a-z_]+(:[A-Za-z0-9._/-]{1,60}){0,3}$', 'maxLength' => 96 ];

	public function __construct( private readonly CommandDesk $desk ) {}

	public static function of( Plugin $plugin ): self {
		return new self( CommandDesk::of( $plugin ) );
	}

	public function parameters(): array {
		$whole = [ 'type' => 'integer', 'minimum' => 0, 'required' => true ];
		$seen  = [ 'type' => 'object', 'additionalProperties' => false, 'properties' => [ 'epoch' => $whole, 'n' => $whole ] ];
		$one   = [ 'type' => 'object', 'additionalProperties' => false, 'properties' => [ 'subject' => self::SUBJECT + [ 'required' => true ], 'seen' => $seen + [ 'required' => true ] ] ];
		return [
			'command'  => [ 'type' => 'string', 'required' => true, 'enum' => [ 'retry', 'resolve', 'acknowledge', 'ignore', 'skip', 'replay', 'backfill', 'approve', 'reject' ] ],
			'reason'   => [ 'type' => 'string', 'default' => '', 'maxLength' => 500 ],
			'subject'  => self::SUBJECT,
			'cause'    => self::CAUSE,
			'seen'     => $seen,
			'filter'   => [ 'type' => 'object', 'additionalProperties' => false, 'properties' => [ 'cause' => self::CAUSE + [ 'required' => true ], 'count' => $whole ] ],
			'selected' => [ 'type' => 'array', 'minItems' => 1, 'maxItems' => Selection::MAX, 'items' => $one ],
		];
	}

	protected function status(): int {
		return 202;
	}

	protected function answer( array $given ): array {
		return [ 'requested' => true ] + $this->ask( $given, \trim( $given['reason'] ), \wp_get_current_user() ) + [ 'asked' => 1, 'changed' => 0 ];
	}

	/**
	 * @param Given $given
	 * @return array{id: string, asked?: int, changed?: int}
	 * @throws Refused
	 */
	private function ask( array $given, string $reason, \WP_User $by ): array {
		[ 'command' => $command, 'subject' => $subject, 'filter' => $filter, 'selected' => $selected ] = $given + [ 'subject' => null, 'filter' => null, 'selected' => null ];
		$cause = $given['cause'] ?? null;
		return match ( true ) {
			null !== $subject && null === $filter && null === $selected => [ 'id' => $this->desk->ofSubject( $command, $subject, $cause, $given['seen'] ?? null, $reason, $by ) ],
			null !== $filter && null === $subject && null === $selected => $this->desk->ofAll( $command, $filter['cause'], $filter['count'], $reason, $by ),
			null !== $selected && null === $subject && null === $filter => $this->desk->ofSelected( $command, $selected, $cause, $reason, $by ),
			default => throw Refused::invalid( \__( 'A command is about one subject, about those that were chosen, or about all that match a filter.', 'causeway' ) ),
		};
	}

	public function schema(): array {
		return [
			'title'      => 'causeway-command',
			'type'       => 'object',
			'properties' => [
				'requested' => [ 'type' => 'boolean' ],
				'id'        => [ 'type' => 'string', 'format' => 'uuid' ],
				'asked'     => [ 'type' => 'integer', 'description' => 'Of how many subjects.' ],
				'changed'   => [ 'type' => 'integer', 'description' => 'How many of those chosen were left out, because they had changed.' ],
			],
		];
	}
}
