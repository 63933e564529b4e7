<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

/** The open exceptions of one subject, and what people asked about each. */
final class SubjectExceptions {

	public function __construct( private readonly Tables $tables, private readonly Requested $requested ) {}

	/**
	 * @param int $changed When the worker spoke of the subject last, epoch ms.
	 * @return list<array<string, mixed>>
	 */
	public function of( string $subject, int $changed ): array {
		return \array_map(
			fn ( array $row ): array => [
				'cause'     => $row['cause'],
				'category'  => $row['category'],
				'severity'  => $row['severity'],
				'owner'     => $row['owner'],
				'title'     => $row['title'],
				'next_step' => $row['next_step'],
				'detail'    => $row['detail'],
				'status'    => $row['status'],
				'opened_at' => (int) $row['opened_at'],
				'seen'      => [ 'epoch' => (int) $row['epoch'], 'n' => (int) $row['n'] ],
				'requested' => $this->requested->of( $subject, (string) $row['cause'], $changed ),
			],
			$this->tables->rows(
				"SELECT x.cause, x.detail, x.epoch, x.n, x.opened_at, e.category, e.severity, e.owner, e.title, e.next_step, e.status
				FROM {exception_subject} x JOIN {exception} e ON e.cause = x.cause
				WHERE x.subject = %s AND e.status IN ('open', 'acknowledged') ORDER BY x.opened_at, x.cause",
				[ $subject ]
			)
		);
	}
}
