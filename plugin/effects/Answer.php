<?php
declare(strict_types=1);

namespace Causeway\Effects;

use Causeway\Capture\Filled;
use Causeway\Outbox\Json;
use Causeway\Outbox\Subject;

/**
 * What became of an effect: contracts/src/effect.ts `EffectAnswer`. Messages are without personal data.
 *
 * @phpstan-import-type Effect from Wire
 */
final class Answer {

	private const MESSAGE_MAX = 500;

	/** @var array<string, mixed> What this kind of effect is answered with besides. */
	private array $besides = [];

	/**
	 * @param Effect                                                                 $effect
	 * @param array{incarnation: int, rev: int, hash: string, snapshot: mixed}|null $look
	 */
	private function __construct(
		/** @var Effect */
		public readonly \stdClass $effect,
		public readonly string $result,
		public readonly string $message,
		public readonly ?array $look,
	) {}

	/**
	 * @param Effect              $effect
	 * @param Filled|Subject|null $now The subject as it is; told only where it is not what the effect was decided on.
	 */
	public static function applied( \stdClass $effect, Filled|Subject|null $now = null ): self {
		return new self( $effect, 'applied', '', self::look( $effect, $now ) );
	}

	/** @param Effect $effect */
	public static function already( \stdClass $effect, string $why, Filled|Subject|null $now = null ): self {
		return new self( $effect, 'already', $why, self::look( $effect, $now ) );
	}

	/** @param Effect $effect */
	public static function stale( \stdClass $effect, string $why, Filled $now ): self {
		return new self( $effect, 'stale', $why, self::look( $effect, $now ) );
	}

	/** @param Effect $effect */
	public static function failed( \stdClass $effect, string $why ): self {
		return new self( $effect, 'failed', $why, null );
	}

	/** @param Effect $effect */
	public static function later( \stdClass $effect, string $why ): self {
		return new self( $effect, 'later', $why, null );
	}

	/**
	 * It was begun by a request that died or was broken off: nobody can tell whether it was done.
	 *
	 * @param Effect $effect
	 */
	public static function unknown( \stdClass $effect, string $why ): self {
		return new self( $effect, 'unknown', $why, null );
	}

	/** @param mixed $told As in contracts/src/effect.ts `EffectAnswer`. */
	public function with( string $name, mixed $told ): self {
		$answer          = clone $this;
		$answer->besides = [ $name => $told ] + $this->besides;
		return $answer;
	}

	/** After one of these the subject's further effects wait. */
	public function blocks(): bool {
		return 'failed' === $this->result || 'later' === $this->result;
	}

	/** @return array<string, mixed> */
	public function wire(): array {
		return [
			'id'      => $this->effect->id,
			'subject' => $this->effect->subject,
			'epoch'   => $this->effect->epoch,
			'n'       => $this->effect->n,
			'result'  => $this->result,
			'message' => \mb_substr( $this->message, 0, self::MESSAGE_MAX ),
			'look'    => $this->look,
		] + $this->besides;
	}

	/** @return array{incarnation: int, rev: int, hash: string, snapshot: mixed}|null */
	private static function look( \stdClass $effect, Filled|Subject|null $now ): ?array {
		/** @var object{incarnation: int, rev: int}|null $decided */
		$decided = $effect->decided_on ?? null;
		if ( ! $now || 0 === $now->rev || ( $decided && $decided->incarnation === $now->incarnation && $decided->rev === $now->rev ) ) {
			return null;
		}
		return [
			'incarnation' => $now->incarnation,
			'rev'         => $now->rev,
			'hash'        => $now->hash,
			'snapshot'    => null === $now->snapshot ? null : Json::decode( $now->snapshot ),
		];
	}
}
