<?php
declare(strict_types=1);

namespace Causeway\Mailbox;

use Causeway\Outbox\Clock;

/** A webhook as it came: its bytes, and the headers that a signature may be in. Nothing of it is believed here. */
final class Delivery {

	public const BODY_BYTES_MAX = 256 * 1024;

	private const HEADERS_MAX           = 64;
	private const HEADER_CHARACTERS_MAX = 4096;

	/** Cookies and credentials stay in the shop; the rest says nothing of a webhook. */
	private const LEFT_OUT = [
		'authorization', 'proxy-authorization', 'cookie', 'x-api-key', 'x-causeway-token', 'x-wp-nonce',
		'forwarded', 'x-forwarded-for', 'x-real-ip', 'connection', 'content-length', 'host',
	];

	/** @param array<string, string> $headers By lower-case name. */
	private function __construct( public readonly string $system, public readonly array $headers, public readonly string $body ) {}

	/** @throws NotTaken It is too large, empty, or can't cross as JSON without being changed. */
	public static function of( \WP_REST_Request $request ): self {
		$body = $request->get_body();
		// PHP gives no body at all where it is above post_max_size.
		if ( \max( \strlen( $body ), (int) $request->get_header( 'content_length' ) ) > self::BODY_BYTES_MAX ) {
			throw new NotTaken( 'causeway_mailbox_too_large', \sprintf( 'A webhook has at most %d KB.', self::BODY_BYTES_MAX / 1024 ) );
		}
		if ( \str_starts_with( \strtolower( (string) $request->get_header( 'content_type' ) ), 'multipart/' ) ) {
			throw new NotTaken( 'causeway_mailbox_unreadable', 'A webhook is one body of text, not multipart.' );
		}
		if ( '' === $body ) {
			throw new NotTaken( 'causeway_mailbox_empty', 'There is no body.' );
		}
		if ( ! self::isText( $body ) ) {
			throw new NotTaken( 'causeway_mailbox_unreadable', 'A webhook is text in UTF-8, not compressed.' );
		}
		return new self( Routes::part( $request, 'system' ), self::headers( $request ), $body );
	}

	/**
	 * The document that it is about, as far as a shop can tell: our own external id where a body of JSON names one in the
	 * usual place, else these very bytes. Of one document the newest webhook is enough.
	 */
	public function document(): string {
		$json = \json_decode( $this->body, true );
		$data = \is_array( $json ) && \is_array( $json['data'] ?? null ) ? $json['data'] : $json;
		$id   = \is_array( $data ) ? $data['external_id'] ?? null : null;
		return \is_string( $id ) && \preg_match( '/^[A-Z0-9]{1,6}-\d{1,10}-[0-9a-f]{4}$/D', $id ) ? 'external_id ' . $id : 'sha256 ' . \hash( 'sha256', $this->body );
	}

	/** @return array<string, mixed> contracts/src/outbox.ts `Hint` */
	public function hint(): array {
		return [
			'system'      => $this->system,
			'received_at' => Clock::now(),
			'headers'     => (object) $this->headers,
			'body'        => $this->body,
		];
	}

	/** @return array<string, string> */
	private static function headers( \WP_REST_Request $request ): array {
		$kept = [];
		foreach ( $request->get_headers() as $name => $values ) {
			// PHP made underscores of dashes.
			$name  = \strtolower( \strtr( (string) $name, '_', '-' ) );
			$value = \implode( ',', \array_filter( (array) $values, '\is_string' ) );
			if ( ! \in_array( $name, self::LEFT_OUT, true ) && self::isText( $name . $value ) && \strlen( $name . $value ) <= self::HEADER_CHARACTERS_MAX ) {
				$kept[ $name ] = $value;
			}
		}
		return \array_slice( $kept, 0, self::HEADERS_MAX );
	}

	private static function isText( string $bytes ): bool {
		return '' === $bytes || 1 === \preg_match( '//u', $bytes );
	}
}
