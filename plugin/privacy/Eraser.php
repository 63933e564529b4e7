<?php
declare(strict_types=1);

namespace Causeway\Privacy;

use Causeway\Outbox\Clock;
use Causeway\Outbox\OrderSubject;
use Causeway\Outbox\Statements;
use Causeway\Transcripts\TranscriptTable;

/**
 * Erases the copies of a customer's orders. An order that is still under way keeps its copy, because it is what ERP and
 * warehouse are told from; it says so, and the copy goes when the order is closed.
 */
final class Eraser {

	/** Shorter than this a word is not a person: erasing it everywhere would eat the text. */
	private const WORD_MIN = 5;

	public function __construct( private readonly KeptOrders $orders, private readonly KeptReturns $returns, private readonly Statements $db, private readonly TranscriptTable $transcripts ) {}

	/** @return array{items_removed: bool, items_retained: bool, messages: list<string>, done: bool} WordPress's own shape. */
	public function page( string $email, int $page ): array {
		$found    = $this->orders->of( $email, $page );
		$removed  = false;
		$messages = [];
		foreach ( $found['orders'] as $order ) {
			$id      = OrderSubject::id( $order->subject );
			$returns = $this->returns->forget( $id );
			$removed = $returns['removed'] || $removed;
			foreach ( [ $order->subject, ...$this->returns->subjects( $id ) ] as $subject ) {
				$removed = $this->scrub( $subject, self::words( $order, $email ) ) || $removed;
				$removed = $this->transcripts->forget( $subject ) || $removed;
			}
			foreach ( $returns['kept'] as $return ) {
				/* translators: %d: a return's number */
				$messages[] = \sprintf( \__( 'Return %d is still under way. Causeway keeps why it was asked for until it is closed.', 'causeway' ), $return );
			}
			if ( null === $order->snapshot ) {
				continue;
			}
			if ( $order->open || $order->waits ) {
				/* translators: %s: an order's number */
				$messages[] = \sprintf( \__( 'Order %s is still on its way to the back office. Causeway keeps its copy until the order is closed.', 'causeway' ), $order->number );
				continue;
			}
			$removed = $this->dropSnapshot( $order->subject ) || $removed;
		}
		return [
			'items_removed'  => $removed,
			'items_retained' => [] !== $messages,
			'messages'       => $messages,
			'done'           => $found['done'],
		];
	}

	/** Revision, hash and checkpoint stay: so the flow goes on, and an unchanged order makes no new copy. */
	private function dropSnapshot( string $subject ): bool {
		return $this->db->run(
			"UPDATE {$this->db->table( 'subject' )} SET snapshot = NULL, snapshot_bytes = 0, updated_at = %d
			WHERE subject = %s AND open = 0 AND NOT EXISTS (SELECT 1 FROM {$this->db->table( 'outbox' )} o WHERE o.subject = %s AND o.kind = 'look')",
			[ Clock::now(), $subject, $subject ]
		) > 0;
	}

	/**
	 * Reason, timeline, exceptions and audit hold no personal data by design; should a system's message or a person have brought some, it goes.
	 *
	 * @param list<string> $words
	 */
	private function scrub( string $of, array $words ): bool {
		$removed = 0;
		$places  = [
			'subject'           => [ 'reason', 'timeline' ],
			'exception_subject' => [ 'detail' ],
			'audit'             => [ 'about', 'was', 'became', 'why' ],
		];
		foreach ( $words as $word ) {
			foreach ( $places as $table => $columns ) {
				foreach ( $columns as $column ) {
					$removed += $this->db->run(
						"UPDATE {$this->db->table( $table )} SET {$column} = REPLACE({$column}, %s, %s) WHERE subject = %s AND {$column} LIKE %s",
						[ $word, '[…]', $of, '%' . $this->db->wpdb->esc_like( $word ) . '%' ]
					);
				}
			}
		}
		return $removed > 0;
	}

	/** @return list<string> Address, full names and phone numbers, as this order has them. */
	private static function words( KeptOrder $order, string $email ): array {
		$words = [ $email ];
		foreach ( [ $order->snapshot->billing ?? null, $order->snapshot->shipping ?? null ] as $address ) {
			$text    = static fn ( string $field ): string => \is_string( $address->{$field} ?? null ) ? \trim( $address->{$field} ) : '';
			$words[] = \trim( $text( 'first_name' ) . ' ' . $text( 'last_name' ) );
			$words[] = $text( 'phone' );
			$words[] = $text( 'address_1' );
		}
		return \array_values( \array_unique( \array_filter( $words, static fn ( string $word ): bool => \mb_strlen( $word ) >= self::WORD_MIN ) ) );
	}
}
