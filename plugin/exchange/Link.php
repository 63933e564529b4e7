<?php
declare(strict_types=1);

namespace Causeway\Exchange;

/**
 * What the shop knows of its worker, as one read of the table `link`: pairing, lease, acknowledgements, heartbeat.
 * Instants are epoch milliseconds; hashes are SHA-256 in hex, '' where there is nothing.
 */
final class Link {

	public function __construct(
		public readonly string $shopId,
		public readonly int $incarnation,
		public readonly string $homeHash,
		public readonly string $environment,
		public readonly string $tokenHash,
		public readonly ?int $pairedAt,
		public readonly string $codeHash,
		public readonly int $codeExpiresAt,
		public readonly int $codeTries,
		public readonly ?int $goLiveAt,
		public readonly int $leaseEpoch,
		public readonly string $leaseEngine,
		public readonly int $leaseUntil,
		public readonly int $engineCommit,
		public readonly int $ackNumber,
		public readonly string $workerVersion,
		public readonly ?int $workerSeenAt,
		public readonly int $panelUntil,
		public readonly int $busyUntil,
		public readonly string $busyMark,
		public readonly int $sweptAt,
		public readonly ?int $rewoundAt,
		public readonly int $rewoundFrom,
		public readonly ?int $alarmedAt,
		public readonly string $mailboxKey,
	) {}

	public function paired(): bool {
		return '' !== $this->tokenHash && null !== $this->pairedAt;
	}

	/** @param array<string, string|null> $row */
	public static function fromRow( array $row ): self {
		$instant = static fn ( string $column ): ?int => null === $row[ $column ] ? null : (int) $row[ $column ];
		return new self(
			(string) $row['shop_id'],
			(int) $row['incarnation'],
			(string) $row['home_hash'],
			(string) $row['environment'],
			(string) $row['token_hash'],
			$instant( 'paired_at' ),
			(string) $row['code_hash'],
			(int) $row['code_expires_at'],
			(int) $row['code_tries'],
			$instant( 'go_live_at' ),
			(int) $row['lease_epoch'],
			(string) $row['lease_engine'],
			(int) $row['lease_until'],
			(int) $row['engine_commit'],
			(int) $row['ack_number'],
			(string) $row['worker_version'],
			$instant( 'worker_seen_at' ),
			(int) $row['panel_until'],
			(int) $row['busy_until'],
			(string) $row['busy_mark'],
			(int) $row['swept_at'],
			$instant( 'rewound_at' ),
			(int) $row['rewound_from'],
			$instant( 'alarmed_at' ),
			(string) $row['mailbox_key'],
		);
	}
}
