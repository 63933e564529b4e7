<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Outbox\Clock;
use Causeway\Plugin;
use Causeway\Transcripts\TranscriptTable;

/**
 * `GET /transcripts/{subject}`: what the worker said was sent and answered, if somebody asked for it within the hour.
 *
 * @extends Route<array{subject: string}>
 */
class TranscriptRoute extends Route {

	final public function __construct( protected readonly TranscriptTable $transcripts, protected readonly Tables $tables ) {}

	public static function of( Plugin $plugin ): static {
		return new static( $plugin->transcripts(), new Tables( $plugin->statements() ) );
	}

	public function parameters(): array {
		return [ 'subject' => [ 'type' => 'string', 'required' => true, 'maxLength' => 57 ] ];
	}

	protected function answer( array $given ): array {
		return $this->state( $given['subject'] );
	}

	/**
	 * `asked`: the worker is to answer. `unanswered`: it did not come in time; ask again.
	 *
	 * @return array{subject: string, state: string, asked_at: int|null, answered_at: int|null, answer: \stdClass|null, now: int}
	 */
	final protected function state( string $subject ): array {
		$kept  = $this->transcripts->of( $subject );
		$now   = Clock::now();
		$state = match ( true ) {
			null === $kept => 'none',
			null !== $kept['answered_at'] => 'answered',
			$kept['asked_at'] > $now - TranscriptTable::ASKED_MS => 'asked',
			default => 'unanswered',
		};
		return [
			'subject'     => $subject,
			'state'       => $state,
			'asked_at'    => $kept['asked_at'] ?? null,
			'answered_at' => $kept['answered_at'] ?? null,
			'answer'      => $kept['answer'] ?? null,
			'now'         => $now,
		];
	}

	public function schema(): array {
		$instant = [ 'type' => [ 'integer', 'null' ], 'description' => 'Epoch milliseconds.' ];
		return [
			'title'      => 'causeway-transcript',
			'type'       => 'object',
			'properties' => [
				'subject'     => [ 'type' => 'string' ],
				'state'       => [ 'type' => 'string', 'enum' => [ 'none', 'asked', 'answered', 'unanswered' ] ],
				'asked_at'    => $instant,
				'answered_at' => $instant,
				'answer'      => [ 'type' => [ 'object', 'null' ], 'description' => 'contracts/src/transcript.ts TranscriptAnswer' ],
				'now'         => [ 'type' => 'integer' ],
			],
		];
	}
}
