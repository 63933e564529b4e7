<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Plugin;

/** `POST /commands`: asks the worker for something. The answer is "requested", never "done". */
final class CommandsRoute extends Route {

	private const CAUSE = [ 'type' => 'string', 'pattern' => '^[a-z_]+(:[A-Za-z0-9._/-]{1,60}){0,3}$', 'maxLength' => 96 ];

	public function __construct( private readonly CommandDesk $desk ) {}

	public static function of( Plugin $plugin ): self {
		return new self( new CommandDesk( new Tables( $plugin->statements() ), $plugin->outbox(), new ExceptionNotes( $plugin->statements() ) ) );
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
		if ( isset( $given['subject'] ) === isset( $given['filter'] ) ) {
			throw Refused::invalid( \__( 'A command is either about one subject or about all that match a filter.', 'causeway' ) );
		}
		$by     = \wp_get_current_user();
		$reason = \trim( $given['reason'] );
		$id     = isset( $given['filter'] )
			? $this->desk->ofAll( $given['command'], $given['filter']['cause'], $given['filter']['count'], $reason, $by )
			: $this->desk->ofSubject( $given['command'], $given['subject'], $given['cause'] ?? null, $given['seen'] ?? null, $reason, $by );
		return [
			'requested' => true,
			'id'        => $id,
		];
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
