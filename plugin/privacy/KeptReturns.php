<?php
declare(strict_types=1);

namespace Causeway\Privacy;

use Causeway\Outbox\Clock;
use Causeway\Outbox\Statements;
use Causeway\Returns\ReturnRequest;
use Causeway\Returns\ReturnTable;

/** What Causeway keeps of the returns of a customer's order: what was asked for, and why. */
final class KeptReturns {

	public function __construct( private readonly ReturnTable $returns, private readonly Statements $db ) {}

	/** A line each. */
	public function text( int $orderId ): string {
		return \implode(
			"\n",
			\array_map(
				static function ( ReturnRequest $request ): string {
					$lines = \array_map( static fn ( array $line ): string => "{$line['quantity']} × #{$line['item_id']}", $request->lines );
					return \rtrim( Clock::instant( $request->createdAt ) . " {$request->subject()}, {$request->origin}, {$request->status}, " . \implode( ', ', $lines ) . ": {$request->reason}", ': ' );
				},
				$this->returns->ofOrder( $orderId )
			)
		);
	}

	/** @return list<string> Subjects of the order's returns, wherever they began. */
	public function subjects( int $orderId ): array {
		return $this->db->column( "SELECT subject FROM {$this->db->table( 'subject' )} WHERE object_id = %d AND subject > 'return/' AND subject < 'return0'", [ $orderId ] );
	}

	/**
	 * Forgets why the customer sent goods back, of returns that are over.
	 *
	 * @return array{removed: bool, kept: list<int>} `kept`: numbers of returns that are still under way.
	 */
	public function forget( int $orderId ): array {
		$underWay = \array_map( static fn ( ReturnRequest $request ): int => $request->id, $this->returns->underWay( $orderId ) );
		$removed  = false;
		foreach ( $this->returns->ofOrder( $orderId ) as $request ) {
			if ( ! \in_array( $request->id, $underWay, true ) ) {
				$removed = $this->returns->forgetReason( $request->id ) || $removed;
				$removed = $this->db->run( "UPDATE {$this->db->table( 'subject' )} SET snapshot = NULL, snapshot_bytes = 0 WHERE subject = %s AND open = 0 AND snapshot IS NOT NULL", [ $request->subject() ] ) > 0 || $removed;
			}
		}
		return [ 'removed' => $removed, 'kept' => $underWay ];
	}
}
