<?php
declare(strict_types=1);

namespace Causeway\Tests;

use Causeway\Capture\Response;
use Causeway\Outbox\Clock;
use Causeway\Outbox\Look;
use Causeway\Outbox\Subject;
use Causeway\Plugin;
use PHPUnit\Framework\TestCase;

/** A test inside one transaction: its rows and listeners are gone when it ends. Each test is a request of its own. */
abstract class ShopTestCase extends TestCase {

	use OwnRequest;

	protected function setUp(): void {
		$this->rememberListeners();
		$this->wpdb()->query( 'START TRANSACTION' );
		$this->newRequest();
		$this->plugin()->settings()->write( [ 'capturing' => true, 'doorbell' => '' ] );
	}

	protected function tearDown(): void {
		Clock::set( null );
		$this->wpdb()->query( 'ROLLBACK' );
		$this->newRequest();
	}

	protected function plugin(): Plugin {
		return Plugin::instance();
	}

	protected function wpdb(): \wpdb {
		return $this->plugin()->wpdb;
	}

	/** The request ends; the next one begins. */
	protected function endRequest(): void {
		$this->plugin()->capture()->requestEnds( new Response() );
		$this->newRequest();
	}

	protected function look( \WC_Order|int $order ): ?Look {
		return $this->plugin()->outbox()->look( $this->key( $order ) );
	}

	protected function subject( \WC_Order|int $order ): ?Subject {
		return $this->plugin()->subjects()->find( $this->key( $order ) );
	}

	/** @return array<string, mixed> */
	protected function snapshot( \WC_Order|int $order ): array {
		$subject = $this->subject( $order );
		self::assertNotNull( $subject );
		return (array) \json_decode( (string) $subject->snapshot, true, 64, JSON_THROW_ON_ERROR );
	}

	protected function key( \WC_Order|int $order ): string {
		return 'order/' . ( \is_int( $order ) ? $order : $order->get_id() );
	}

	/** An order that the worker knows: captured, served, acknowledged. */
	protected function knownOrder( string $status = 'processing' ): \WC_Order {
		$order = Shop::order( $status );
		$this->endRequest();
		$this->acknowledgeAll();
		self::assertNull( $this->look( $order ) );
		return $order;
	}

	protected function acknowledgeAll(): void {
		$outbox = $this->plugin()->outbox();
		$outbox->acknowledge( \array_map( static fn ( $row ): int => $row->id, $outbox->serve( 500, 8_000_000 ) ) );
	}

	/**
	 * Causeway's own statements while something is done.
	 *
	 * @return list<string>
	 */
	protected function statements( callable $do ): array {
		$seen   = [];
		$listen = static function ( string $sql ) use ( &$seen ): string {
			if ( \str_contains( $sql, 'causeway_' ) ) {
				$seen[] = $sql;
			}
			return $sql;
		};
		\add_filter( 'query', $listen );
		try {
			$do();
		} finally {
			\remove_filter( 'query', $listen );
		}
		return $seen;
	}
}
