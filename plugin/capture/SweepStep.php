<?php
declare(strict_types=1);

namespace Causeway\Capture;

/**
 * What one step of a sweep found. `next`: key to go on after (null: the stage is through); `unseen`: new place of the
 * slow pass; `foundAgain`: what isn't read now, the next sweep finds as well.
 */
final class SweepStep {

	/** @param list<string> $subjects */
	public function __construct(
		public readonly array $subjects,
		public readonly ?int $next,
		public readonly ?int $unseen = null,
		public readonly bool $foundAgain = false,
	) {}

	/**
	 * @param list<array<string, string|null>> $rows  Each has an order's `id`, and the key they are sorted by.
	 * @param int                              $batch So many were asked for; fewer mean that the stage is through.
	 */
	public static function of( array $rows, int $batch, string $key = 'id', string $kind = 'order' ): self {
		return new self( self::subjects( $rows, $kind ), \count( $rows ) < $batch ? null : (int) $rows[ \count( $rows ) - 1 ][ $key ] );
	}

	/**
	 * @param array<array<string, string|null>> $rows
	 * @return list<string>
	 */
	public static function subjects( array $rows, string $kind = 'order' ): array {
		return \array_values( \array_unique( \array_map( static fn ( array $row ): string => $kind . '/' . $row['id'], $rows ) ) );
	}
}
