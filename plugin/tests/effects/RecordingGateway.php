<?php
declare(strict_types=1);

namespace Causeway\Tests\Effects;

/** A way of payment that pays back by writing a line into a file, and during which PHP can be killed or the answer be lost. */
final class RecordingGateway extends \WC_Payment_Gateway {

	public const ID = 'causeway_recording';

	/** @param string $death `before`, `after`: killed there; `lost`: it paid, and says that it did not. */
	public function __construct( private readonly string $file, private readonly string $death = '' ) {
		$this->id       = self::ID;
		$this->enabled  = 'yes';
		$this->supports = [ 'products', 'refunds' ];
	}

	public function register(): void {
		\WC()->payment_gateways()->payment_gateways[ self::ID ] = $this;
	}

	/**
	 * @param int|string $order_id
	 * @param float|null $amount
	 * @param string     $reason
	 */
	public function process_refund( $order_id, $amount = null, $reason = '' ): bool|\WP_Error {
		$this->dieAt( 'before' );
		\file_put_contents( $this->file, "{$order_id} {$amount}\n", FILE_APPEND | LOCK_EX );
		$this->dieAt( 'after' );
		return 'lost' === $this->death ? new \WP_Error( 'timeout', 'The bank did not answer in time.' ) : true;
	}

	private function dieAt( string $moment ): void {
		if ( $moment === $this->death ) {
			\posix_kill( (int) \getmypid(), SIGKILL );
		}
	}
}
