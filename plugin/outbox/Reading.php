<?php
declare(strict_types=1);

namespace Causeway\Outbox;

/**
 * What the shop's database said of a subject at one moment: the snapshot with its hash, and what the sweep compares.
 * `json` is null where the snapshot is larger than may cross; `bytes` is its size all the same.
 */
final class Reading {

	/** The largest snapshot that crosses (contracts/src/snapshot.ts `SNAPSHOT_BYTES_MAX`). */
	public const SNAPSHOT_BYTES_MAX = 512 * 1024;

	/** @param list<int> $refunds Ids, rising. */
	private function __construct(
		public readonly int $objectId,
		public readonly ?string $json,
		public readonly int $bytes,
		public readonly string $hash,
		public readonly string $number,
		public readonly ?int $createdAt,
		public readonly ?int $modifiedAt,
		public readonly array $refunds,
		public readonly int $readAt,
	) {}

	/**
	 * @param array<string, mixed> $snapshot As in contracts/src/snapshot.ts.
	 * @param list<int>            $refunds
	 * @param int|null             $createdAt  Epoch ms, as is $modifiedAt.
	 * @param int                  $readAt     When the reading began.
	 */
	public static function of( int $objectId, array $snapshot, string $number, ?int $createdAt, ?int $modifiedAt, array $refunds, int $readAt ): self {
		$json  = Json::ascii( $snapshot );
		$bytes = \strlen( $json );
		return new self( $objectId, $bytes > self::SNAPSHOT_BYTES_MAX ? null : $json, $bytes, \hash( 'sha256', $json ), $number, $createdAt, $modifiedAt, $refunds, $readAt );
	}

	/** The hash that the same content had before snapshots said whose stock a line is sold from (schema 4). */
	public function hashWithoutStock(): string {
		$snapshot = null === $this->json ? null : Json::decode( $this->json );
		if ( ! $snapshot instanceof \stdClass || ! \is_array( $snapshot->items ?? null ) ) {
			return $this->hash;
		}
		foreach ( $snapshot->items as $item ) {
			if ( $item instanceof \stdClass ) {
				unset( $item->stock );
			}
		}
		return \hash( 'sha256', Json::ascii( $snapshot ) );
	}
}
