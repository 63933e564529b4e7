<?php
declare(strict_types=1);

namespace Causeway\Tests\Exchange;

use Causeway\Exchange\Link;
use Causeway\Exchange\RequestShape;
use Causeway\Outbox\Clock;
use Causeway\Tests\Shop;
use Causeway\Tests\ShopTestCase;

/** A test that plays the worker: every call goes through WordPress's REST server, every answer is held to its schema. */
abstract class ExchangeTestCase extends ShopTestCase {

	protected const ENGINE       = '11111111-1111-4111-8111-111111111111';
	protected const OTHER_ENGINE = '22222222-2222-4222-8222-222222222222';
	protected const WORKER       = [
		'version' => '0.1.0',
		'plugin'  => [
			'min'   => '0.1.0',
			'below' => '0.2.0',
		],
	];

	protected string $token = '';

	protected int $epoch = 0;

	protected int $now = 1_800_000_000_000;

	protected function setUp(): void {
		parent::setUp();
		Clock::set( fn (): int => $this->now );
		$this->plugin()->links()->change(
			[
				'token_hash' => '', 'paired_at' => null, 'code_hash' => '', 'code_tries' => 0, 'code_expires_at' => 0, 'go_live_at' => null,
				'lease_epoch' => 0, 'lease_engine' => '', 'lease_until' => 0, 'engine_commit' => 0, 'ack_number' => 0,
				'busy_until' => 0, 'busy_mark' => '', 'panel_until' => 0, 'worker_seen_at' => null, 'swept_at' => $this->now + 365 * 86_400_000, 'sweep_cursor' => '',
				'incarnation' => 1, 'rewound_at' => null, 'rewound_from' => 0,
			]
		);
		foreach ( [ 'outbox', 'archive', 'subject', 'exception', 'exception_subject', 'intent', 'transcript', 'audit', 'stock', 'return' ] as $table ) {
			$this->wpdb()->query( "DELETE FROM {$this->wpdb()->prefix}causeway_{$table}" );
		}
	}

	/** Paired and, unless told otherwise, live. */
	protected function paired( bool $live = true ): void {
		$this->token = $this->plugin()->pairing()->pair( $this->plugin()->pairing()->issueCode()['code'], '0.1.0' );
		if ( $live ) {
			$this->plugin()->goLive()->at( $this->now );
		}
	}

	/** An order of a finished request. */
	protected function placed(): \WC_Order {
		$order = Shop::order();
		$this->endRequest();
		return $order;
	}

	protected function link(): Link {
		return $this->plugin()->links()->read();
	}

	/** @return array<string, mixed> A request as the worker sends it, some of its fields replaced. */
	protected function request( array $fields = [] ): array {
		return \array_replace_recursive(
			[
				'protocol' => 1,
				'worker'   => self::WORKER,
				'engine'   => [ 'id' => self::ENGINE, 'commit' => 1 ],
				'shop'     => $this->plugin()->shopIdentity()->wire( $this->link() ),
				'lease'    => [ 'epoch' => $this->epoch, 'release' => false ],
				'ack'      => [ 'number' => 0, 'rows' => [] ],
				'effects'  => [],
				'ask'      => [ 'rows' => 100, 'bytes' => 1_000_000, 'open_after' => null, 'looks' => [] ],
				'doorbell' => null,
			],
			$fields
		);
	}

	/** @return \stdClass What the shop answered; it was 200 and as agreed. */
	protected function exchange( array $fields = [] ): \stdClass {
		[ $status, $body ] = $this->post( '/exchange', $this->request( $fields ), $this->token );
		self::assertSame( 200, $status, (string) \wp_json_encode( $body ) );
		$this->assertShape( 'exchange-response', $body );
		$abouts = \array_map( static fn ( \stdClass $row ): array => \is_array( $row->event->data->about ?? null ) ? $row->event->data->about : [ $row->event->data->about ?? null ], $body->rows );
		foreach ( [ ...\array_column( $body->looks, 'event' ), ...( $body->open->events ?? [] ), ...\array_merge( ...$abouts ) ] as $event ) {
			if ( null !== $event ) {
				$this->assertShape( 'outbox-row', (object) [ 'row' => 1, 'kind' => 'look', 'event' => $event ] );
			}
		}
		foreach ( $body->rows as $row ) {
			$this->assertShape( 'outbox-row', $row );
			if ( 'look' === $row->kind && null !== $row->event->data->snapshot ) {
				$this->assertShape( \str_starts_with( $row->event->subject, 'return/' ) ? 'return-look' : 'snapshot', $row->event->data->snapshot );
			}
		}
		$this->epoch = $body->lease->epoch;
		return $body;
	}

	/** @return \stdClass The refusal; the link's row and the outbox are as they were. */
	protected function refused( string $code, array $fields = [], ?string $token = null ): \stdClass {
		$before            = [ $this->row( 'link' ), $this->row( 'outbox' ), $this->row( 'subject' ), \get_option( 'causeway' ) ];
		[ $status, $body ] = $this->post( '/exchange', $this->request( $fields ), $token ?? $this->token );
		self::assertSame( $code, $body->code ?? $status, (string) \wp_json_encode( $body ) );
		self::assertSame( $status, $body->data->status );
		$this->assertShape( 'refusal', $body );
		self::assertSame( $before, [ $this->row( 'link' ), $this->row( 'outbox' ), $this->row( 'subject' ), \get_option( 'causeway' ) ], 'a refused request touches nothing' );
		return $body;
	}

	/** @return array{0: int, 1: mixed} Status, and the body as a worker decodes it. */
	protected function post( string $path, mixed $body, ?string $token = null ): array {
		$GLOBALS['wp_rest_server'] = null; // phpcs:ignore WordPress.WP.GlobalVariablesOverride
		$request                   = new \WP_REST_Request( 'POST', '/causeway/v1' . $path );
		$request->set_header( 'Content-Type', 'application/json' );
		if ( null !== $token ) {
			$request->set_header( 'X-Causeway-Token', $token );
		}
		$request->set_body( \is_string( $body ) ? $body : (string) \json_encode( $body ) );
		$response = \rest_get_server()->dispatch( $request );
		// What a web request goes through besides: WordPress asks for permission once more.
		$response = \rest_send_allow_header( $response, \rest_get_server(), $request );
		return [ $response->get_status(), \json_decode( (string) \json_encode( $response->get_data() ) ) ];
	}

	protected function assertShape( string $schema, mixed $value ): void {
		$rules = \json_decode( (string) \file_get_contents( \dirname( __DIR__, 3 ) . "/contracts/schema/{$schema}.json" ) );
		self::assertSame( [], RequestShape::against( $rules, $value ), "{$schema}: " . \json_encode( $value ) );
	}

	/** @return list<array<string, string|null>> All rows of one of Causeway's tables. */
	protected function row( string $table ): array {
		return (array) $this->wpdb()->get_results( "SELECT * FROM {$this->wpdb()->prefix}causeway_{$table}", ARRAY_A );
	}
}
