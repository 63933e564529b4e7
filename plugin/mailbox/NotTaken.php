<?php
declare(strict_types=1);

namespace Causeway\Mailbox;

/** A webhook that was not put into the mailbox; its sender may try again. Statuses are what senders' retries understand. */
final class NotTaken extends \RuntimeException {

	private const STATUS = [
		'causeway_mailbox_empty'       => 400,
		'causeway_insecure'            => 403,
		'causeway_not_paired'          => 409,
		'causeway_copy'                => 409,
		'causeway_mailbox_too_large'   => 413,
		'causeway_mailbox_unreadable'  => 415,
		'causeway_mailbox_too_many'    => 429,
		'causeway_mailbox_full'        => 503,
	];

	/**
	 * @param key-of<self::STATUS> $kind
	 * @param int|null             $retryAfter Seconds.
	 */
	public function __construct( public readonly string $kind, string $message, public readonly ?int $retryAfter = null ) {
		parent::__construct( $message );
	}

	/** WordPress's own error shape; a WP_Error could not carry the header. */
	public function response(): \WP_REST_Response {
		$status  = self::STATUS[ $this->kind ];
		$headers = [ 'Cache-Control' => 'no-store' ] + ( null === $this->retryAfter ? [] : [ 'Retry-After' => (string) $this->retryAfter ] );
		return new \WP_REST_Response( [ 'code' => $this->kind, 'message' => $this->getMessage(), 'data' => [ 'status' => $status ] ], $status, $headers );
	}
}
