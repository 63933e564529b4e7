<?php
declare(strict_types=1);

namespace Causeway\Tests\Effects;

use Causeway\Exchange\Budget;
use Causeway\Exchange\RequestShape;
use Causeway\Tests\HostileJson;
use Causeway\Tests\Shop;
use PHPUnit\Framework\Attributes\Group;

/** Effects of the agreed shape with anything in them: each is answered, keeps no other back, and writes what it may or nothing. */
#[Group( 'one-shop' )]
final class HostileEffectsTest extends EffectsTestCase {

	private const RUNS = 40;

	public function test_by_chance(): void {
		$schema  = \json_decode( (string) \file_get_contents( \dirname( __DIR__, 3 ) . '/contracts/schema/effect.json' ) );
		$json    = new HostileJson();
		$hostile = $this->knownOrder();
		$other   = $this->knownOrder();
		$others  = $this->others( $hostile );
		$sent    = [];
		for ( $run = 1; \count( $sent ) < self::RUNS; $run++ ) {
			self::assertLessThan( self::RUNS * 100, $run, "{$json}: hardly any is of the agreed shape" );
			$effect = \json_decode( $json->spoil( $this->good( $hostile, $run ) ) );
			if ( [] === RequestShape::against( $schema, $effect ) ) {
				$sent[] = $effect;
			}
		}
		foreach ( $sent as $place => $effect ) {
			$this->wpdb()->query( "UPDATE {$this->wpdb()->prefix}causeway_subject SET epoch = 0, n = 0" );
			$fine    = \json_decode( (string) \json_encode( $this->mirror( $this->key( $other ) ) ) );
			$answers = \json_decode( (string) \json_encode( $this->plugin()->effects()->apply( [ $effect, $fine ], new Budget( 60_000 ), static fn (): bool => true ) ) );
			$said    = "{$json}, {$place}: " . \substr( (string) \json_encode( [ $effect, $answers ], JSON_PARTIAL_OUTPUT_ON_ERROR ), 0, 3000 );
			self::assertSame( 'applied', $answers[1]->result, $said );
			self::assertSame( $others, $this->others( $hostile ), $said );
			foreach ( $answers as $answer ) {
				$this->assertShape( 'effect-answer', $answer );
			}
		}
		$this->exchangeAll( $json );
	}

	public function test_a_number_that_can_be_read_and_not_written_fails_alone(): void {
		$order   = $this->knownOrder();
		$beyond  = (string) \json_encode( $this->mirror( 'system/erp', [ 'checkpoint' => [ 'flow' => 'order', 'version' => 1, 'body' => [ 'a' => 0 ] ] ] ) );
		$effects = [ \json_decode( \str_replace( '"a":0', '"a":1e999', $beyond ) ), \json_decode( (string) \json_encode( $this->mirror( $this->key( $order ) ) ) ) ];
		$answers = $this->plugin()->effects()->apply( $effects, new Budget( 60_000 ), static fn (): bool => true );
		self::assertSame( [ 'failed', 'applied' ], \array_column( $answers, 'result' ) );
	}

	public function test_a_link_that_is_none_of_the_webs_is_left_out(): void {
		$this->paired();
		foreach ( [ 'javascript:alert(document.cookie)', 'data:text/html,<script>1</script>', 'file:///etc/passwd' ] as $place => $url ) {
			$order = $this->knownOrder();
			$body  = [ 'shipment_id' => "S-{$place}", 'carrier' => 'DHL', 'tracking_number' => '1', 'tracking_url' => $url, 'shipped_at' => '2026-11-20T00:00:00Z', 'lines' => [ [ 'item_id' => 1, 'quantity' => '1' ] ] ];
			self::assertSame( [ 'applied' ], $this->results( $this->apply( [ $this->effect( $order, 'shipment', $body ) ] ) ) );
			$kept = (string) \json_encode( [ $this->metaOf( $order ), $this->notesOf( $order ) ], JSON_UNESCAPED_SLASHES );
			self::assertStringContainsString( 'DHL', $kept );
			self::assertStringNotContainsString( $url, $kept );
		}
	}

	/** What was kept can be served again, and shown. */
	private function exchangeAll( HostileJson $json ): void {
		$this->paired();
		$open = $this->exchange( [ 'ask' => [ 'open_after' => '' ] ] );
		self::assertNotNull( $open->open, (string) $json );
	}

	/** @return array<string, mixed> */
	private function good( \WC_Order $order, int $run ): array {
		$parcel = [ 'shipment_id' => "S-{$run}", 'carrier' => 'DHL', 'tracking_number' => '1', 'tracking_url' => 'https://dhl.example/1', 'shipped_at' => '2026-11-20T00:00:00Z', 'lines' => [ [ 'item_id' => 1, 'quantity' => '1' ] ] ];
		$told   = [
			'stages'     => [ [ 'name' => 'received', 'status' => 'done', 'at' => 1, 'detail' => '' ] ],
			'timeline'   => [ [ 'at' => 1, 'actor' => 'causeway', 'text' => 'x', 'level' => 'info' ] ],
			'exceptions' => [ [ 'cause' => 'mapping:sku:X', 'category' => 'mapping', 'severity' => 'error', 'owner' => 'it', 'title' => 'x', 'next_step' => 'x', 'detail' => 'x' ] ],
			'checkpoint' => [ 'flow' => 'order', 'version' => 1, 'body' => [ 'a' => [ 'b' => 1 ] ] ],
		];
		return match ( $run % 5 ) {
			0 => $this->toStatus( $order, 'processing' ),
			1 => $this->note( $order ),
			2 => $this->erpNumber( $order ),
			3 => $this->effect( $order, 'shipment', $parcel ),
			4 => $this->mirror( $this->key( $order ), $told ),
		};
	}

	/** @return array<mixed> All of it, as the database has it. */
	private function metaOf( \WC_Order $order ): array {
		[ $table, $column ] = Shop::hpos() ? [ 'wc_orders_meta', 'order_id' ] : [ 'postmeta', 'post_id' ];
		return (array) $this->wpdb()->get_results( "SELECT * FROM {$this->wpdb()->prefix}{$table} WHERE {$column} = {$order->get_id()}" );
	}

	/** @return array<string, mixed> What no effect on this order may touch. */
	private function others( \WC_Order $order ): array {
		$prefix = $this->wpdb()->prefix;
		return [
			'orders'  => $this->wpdb()->get_col( Shop::hpos() ? "SELECT COUNT(*) FROM {$prefix}wc_orders" : "SELECT COUNT(*) FROM {$prefix}posts" ),
			'total'   => \wc_get_order( $order->get_id() )->get_total(),
			'users'   => $this->wpdb()->get_col( "SELECT COUNT(*) FROM {$prefix}users" ),
			'options' => $this->wpdb()->get_col( "SELECT COUNT(*) FROM {$prefix}options WHERE option_name NOT LIKE '%transient%'" ),
		];
	}
}
