<?php
declare(strict_types=1);

namespace Causeway\Tests\Effects;

use Causeway\Exchange\Budget;
use Causeway\Tests\Exchange\ExchangeTestCase;

/** A test that sends effects; each is held to its schema, and so is each answer. */
abstract class EffectsTestCase extends ExchangeTestCase {

	private int $n = 0;

	/**
	 * @param list<array<string, mixed>> $effects
	 * @return list<\stdClass> Answers.
	 */
	protected function apply( array $effects, ?Budget $budget = null, ?\Closure $goOn = null ): array {
		$sent = \json_decode( (string) \json_encode( $effects ) );
		foreach ( $sent as $effect ) {
			$this->assertShape( 'effect', $effect );
		}
		$answers = \json_decode( (string) \json_encode( $this->plugin()->effects()->apply( $sent, $budget ?? new Budget( 60_000 ), $goOn ?? static fn (): bool => true ) ) );
		self::assertSame( \array_column( $effects, 'id' ), \array_column( $answers, 'id' ), 'one answer each, in order' );
		foreach ( $answers as $answer ) {
			$this->assertShape( 'effect-answer', $answer );
			if ( null !== $answer->look ) {
				$this->assertShape( 'snapshot', $answer->look->snapshot );
			}
		}
		return $answers;
	}

	/** @return list<string> */
	protected function results( array $answers ): array {
		return \array_column( $answers, 'result' );
	}

	protected function effect( \WC_Order $order, string $kind, array $body, array $fields = [] ): array {
		$n = ++$this->n;
		return \array_replace(
			[
				'id'         => "DEMO/{$this->key( $order )}/1/{$n}",
				'subject'    => $this->key( $order ),
				'epoch'      => 1,
				'n'          => $n,
				'kind'       => $kind,
				'decided_on' => [ 'incarnation' => 1, 'rev' => $this->subject( $order )->rev ?? 1 ],
				'accepts'    => [ 'processing' ],
				'body'       => $body,
			],
			$fields
		);
	}

	protected function toStatus( \WC_Order $order, string $to = 'completed', array $fields = [] ): array {
		return $this->effect( $order, 'status', [ 'to' => $to, 'note' => 'All parcels left.' ], $fields );
	}

	protected function note( \WC_Order $order, string $audience = 'staff', array $fields = [] ): array {
		return $this->effect( $order, 'note', [ 'text' => 'Picked <today> & packed', 'audience' => $audience ], $fields );
	}

	protected function erpNumber( \WC_Order $order, string $number = 'SO-1001', array $fields = [] ): array {
		return $this->effect( $order, 'erp_number', [ 'number' => $number, 'external_id' => "DEMO-{$order->get_id()}-0a1b" ], $fields );
	}

	protected function mirror( string $subject, array $body = [], array $fields = [] ): array {
		$n = ++$this->n;
		return \array_replace(
			[
				'id'      => "DEMO/{$subject}/1/{$n}",
				'subject' => $subject,
				'epoch'   => 1,
				'n'       => $n,
				'kind'    => 'mirror',
				'body'    => \array_replace(
					[
						'state' => 'accepted', 'reason' => 'The ERP took it.', 'waiting_for' => 'allocation', 'since' => 1_800_000_000_000, 'attempt' => null, 'open' => true,
						'external_id' => null, 'erp_number' => null, 'trace_id' => null, 'stages' => [], 'gates' => [], 'timeline' => [], 'exceptions' => [], 'checkpoint' => null,
					],
					$body
				),
			],
			$fields
		);
	}

	/** Another request names the order: its mark, as capture leaves it in the outbox. */
	protected function someoneElseNames( \WC_Order $order, ?string $status = null ): void {
		$this->plugin()->outbox()->mark( $this->key( $order ), $status );
		$this->wpdb()->update( $this->wpdb()->prefix . 'causeway_outbox', [ 'request' => 'ffffffffffffffff' ], [ 'slot' => $this->key( $order ) ] );
	}

	/** Another process writes the status, beside everything that this one holds in memory. */
	protected function someoneElseWritesStatus( \WC_Order $order, string $status ): void {
		$storage = $this->plugin()->orderStorage();
		$this->wpdb()->update( $storage->table(), [ $storage->columns()['status'] => 'wc-' . $status ], [ $storage->columns()['id'] => $order->get_id() ] );
	}

	protected function statusOf( \WC_Order $order ): string {
		$storage = $this->plugin()->orderStorage();
		return \substr( (string) $this->wpdb()->get_var( "SELECT {$storage->columns()['status']} FROM {$storage->table()} WHERE {$storage->columns()['id']} = {$order->get_id()}" ), 3 );
	}

	/** @return list<string> What the notes of an order that Causeway wrote say. */
	protected function notesOf( \WC_Order $order ): array {
		return \array_values( (array) $this->wpdb()->get_col( "SELECT comment_content FROM {$this->wpdb()->comments} WHERE comment_post_ID = {$order->get_id()} AND comment_author = 'Causeway' ORDER BY comment_ID" ) );
	}

	/** @return array<string, string|null> */
	protected function subjectRow( string $subject ): array {
		return (array) $this->wpdb()->get_row( $this->wpdb()->prepare( "SELECT * FROM {$this->wpdb()->prefix}causeway_subject WHERE subject = %s", $subject ), ARRAY_A );
	}
}
