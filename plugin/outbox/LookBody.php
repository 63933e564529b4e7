<?php
declare(strict_types=1);

namespace Causeway\Outbox;

/** A subject's row as contracts/src/outbox.ts `Look`: what the shop knows of it, and the worker's memory of it. */
final class LookBody {

	/** What of() needs to find in a row; the table's alias is `s`. */
	public const COLUMNS = 's.incarnation, s.rev, s.hash, s.snapshot, s.snapshot_bytes, s.checkpoint, s.epoch, s.n';

	/**
	 * @param array<string, string|null> $row
	 * @param string|null                $writtenStatus The status that a hook saw being written, without `wc-`.
	 * @param int                        $firstSeenAt   Epoch ms.
	 */
	public static function of( array $row, ?string $writtenStatus, int $firstSeenAt ): object {
		return (object) [
			'incarnation'    => (int) $row['incarnation'],
			// A return that did not begin in the shop has no revision and nothing to hash.
			'rev'            => \max( 1, (int) $row['rev'] ),
			'hash'           => '' === (string) $row['hash'] ? \hash( 'sha256', '' ) : (string) $row['hash'],
			'snapshot'       => self::decoded( $row['snapshot'] ),
			'snapshot_bytes' => (int) $row['snapshot_bytes'],
			'written_status' => $writtenStatus,
			'first_seen_at'  => $firstSeenAt,
			'memory'         => [
				'checkpoint' => self::decoded( $row['checkpoint'] ),
				'epoch'      => (int) $row['epoch'],
				'n'          => (int) $row['n'],
			],
		];
	}

	/** @return list<mixed> A column that keeps a list as JSON; empty where it keeps nothing. */
	public static function listed( ?string $json ): array {
		$list = self::decoded( '' === $json ? null : $json );
		return \is_array( $list ) ? \array_values( $list ) : [];
	}

	/** What cannot be decoded is null: the worker makes an exception of that row, and the others still cross. */
	public static function decoded( ?string $json ): mixed {
		try {
			return null === $json ? null : Json::decode( $json );
		} catch ( \JsonException ) {
			return null;
		}
	}
}
