<?php
declare(strict_types=1);

namespace Causeway\Outbox;

/** A subject as the shop has it, told without a row of the outbox: because the worker asked, or beside a command. */
final class SubjectLook {

	/** @param array<string, string|null> $row Columns of LookBody, with subject, trace_id and snapshot_at. */
	public function __construct( private readonly array $row ) {}

	public function subject(): string {
		return (string) $this->row['subject'];
	}

	/** The subject closed some days ago and its snapshot went: it has to be read again. Not: too large to be kept. */
	public function isDropped(): bool {
		return null === $this->row['snapshot'] && (int) $this->row['snapshot_bytes'] <= Reading::SNAPSHOT_BYTES_MAX;
	}

	/** The same subject, with what a fresh reading found. */
	public function as( int $incarnation, int $rev, string $hash, ?string $snapshot, int $bytes ): self {
		return new self( [ 'incarnation' => (string) $incarnation, 'rev' => (string) $rev, 'hash' => $hash, 'snapshot' => $snapshot, 'snapshot_bytes' => (string) $bytes ] + $this->row );
	}

	public function bytes(): int {
		return \strlen( (string) $this->row['snapshot'] ) + \strlen( (string) $this->row['checkpoint'] );
	}

	/**
	 * @param string $source The shop's id.
	 * @return array<string, mixed> contracts/src/outbox.ts `LookEvent`
	 */
	public function wire( string $source ): array {
		$at = (int) $this->row['snapshot_at'];
		return Envelope::of( 'look', Identifiers::event(), $source, $this->subject(), $at, (string) $this->row['trace_id'], LookBody::of( $this->row, null, $at ) );
	}
}
