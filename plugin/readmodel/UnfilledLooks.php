<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

/** Orders of which there is a look and no row yet: they are listed too, because no order may be out of sight. */
final class UnfilledLooks {

	/** More than this happens only while a worker stays away from a shop whose requests die; the oldest are shown. */
	private const MAX = 200;

	public function __construct( private readonly Tables $tables ) {}

	/** @return array<int, int> Order id → when it was first named, epoch ms; newest first. */
	public function orders(): array {
		$rows = $this->tables->rows(
			"SELECT o.subject, o.first_at FROM {outbox} o WHERE o.kind = 'look' AND o.subject LIKE 'order/%%'
			AND NOT EXISTS (SELECT 1 FROM {subject} s WHERE s.subject = o.subject) ORDER BY o.id LIMIT %d",
			[ self::MAX ]
		);
		$orders = [];
		foreach ( \array_reverse( $rows ) as $row ) {
			$orders[ (int) \substr( (string) $row['subject'], \strlen( 'order/' ) ) ] = (int) $row['first_at'];
		}
		return $orders;
	}
}
