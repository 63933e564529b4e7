<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Audit\Actor;
use Causeway\Audit\AuditTable;
use Causeway\Audit\Entry;
use Causeway\Exchange\Rewind;
use Causeway\Plugin;

/**
 * `POST /restore`: what to do with a shop that was restored from a backup. `continue`: go on with it as it is now.
 * `wait`: the right database will be put back; until then everything goes on waiting.
 *
 * @extends Route<array{choice: 'continue'|'wait', reason: string}>
 */
final class RestoreRoute extends Route {

	public function __construct( private readonly Rewind $rewind, private readonly AuditTable $audit ) {}

	public static function of( Plugin $plugin ): self {
		return new self( $plugin->rewind(), $plugin->audit() );
	}

	public function parameters(): array {
		return [
			'choice' => [ 'type' => 'string', 'required' => true, 'enum' => [ 'continue', 'wait' ] ],
			'reason' => [ 'type' => 'string', 'default' => '', 'maxLength' => 500 ],
		];
	}

	protected function answer( array $given ): array {
		$goes_on = 'continue' === $given['choice'];
		$reason  = \trim( $given['reason'] );
		if ( $goes_on && '' === $reason ) {
			throw Refused::invalid( \__( 'Say why: the reason is kept with the exception.', 'causeway' ) );
		}
		$done = $goes_on ? $this->rewind->goOn( Actor::current(), $reason ) : $this->rewind->wait();
		if ( ! $done ) {
			throw Refused::outdated( \__( 'There is nothing to decide any more: it was decided, or the right database is back. Look again.', 'causeway' ) );
		}
		$this->audit->write( new Entry( 'restore_choice', Actor::current(), about: Rewind::CAUSE, became: $given['choice'], why: $reason ) );
		return [ 'choice' => $given['choice'] ];
	}

	public function schema(): array {
		return [
			'title'      => 'causeway-restore',
			'type'       => 'object',
			'properties' => [ 'choice' => [ 'type' => 'string', 'enum' => [ 'continue', 'wait' ] ] ],
		];
	}
}
