<?php
declare(strict_types=1);

namespace Causeway\Exchange;

/** The body of a worker's request. */
final class WorkerRequest {

	/** As many effects as an exchange may have, each of the largest size. */
	public const BODY_BYTES_MAX = 8 * 1024 * 1024;

	/** As deep as what the shop keeps can be read again (Json::decode). */
	private const DEPTH_MAX = 64;

	/**
	 * Read from its text: WordPress's own decoding turns `{}` into `[]`, and checkpoints contain both.
	 *
	 * @param string $schema Which shape it must have.
	 * @throws Refusal `causeway_invalid`
	 */
	public static function body( \WP_REST_Request $request, string $schema, int $bytes_max = self::BODY_BYTES_MAX ): \stdClass {
		$text  = $request->get_body();
		$bytes = \strlen( $text );
		if ( $bytes > $bytes_max ) {
			throw self::invalid( [ "the body: must have at most {$bytes_max} bytes, this one has {$bytes}" ] );
		}
		$body = \json_decode( $text, false, self::DEPTH_MAX );
		if ( JSON_ERROR_NONE !== \json_last_error() ) {
			throw self::invalid( [ 'the body: is not JSON: ' . \json_last_error_msg() ] );
		}
		$problems = RequestShape::problems( $schema, $body );
		if ( $problems || ! $body instanceof \stdClass ) {
			throw self::invalid( $problems );
		}
		return $body;
	}

	/** @param list<string> $problems Each begins with its path. */
	private static function invalid( array $problems ): Refusal {
		return new Refusal( 'causeway_invalid', 'The request is not as agreed: ' . \implode( '; ', $problems ) . '.', [ 'paths' => \array_map( static fn ( string $problem ): string => \strtok( $problem, ':' ) ?: '', $problems ) ] );
	}
}
