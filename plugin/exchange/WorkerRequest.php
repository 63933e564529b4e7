<?php
declare(strict_types=1);

namespace Causeway\Exchange;

/** The checks that both worker routes begin with, in this order: transport, then shape. */
final class WorkerRequest {

	/**
	 * The body, read from its text: WordPress's own decoding turns `{}` into `[]`, and checkpoints contain both.
	 *
	 * @param string $schema Which shape it must have.
	 * @throws Refusal `causeway_insecure` or `causeway_invalid`.
	 */
	public static function body( \WP_REST_Request $request, string $schema ): \stdClass {
		Transport::insist( $request );
		$body     = \json_decode( $request->get_body() );
		$problems = RequestShape::problems( $schema, $body );
		if ( $problems || ! $body instanceof \stdClass ) {
			throw new Refusal( 'causeway_invalid', 'The request is not as agreed: ' . \implode( '; ', $problems ) . '.', [ 'paths' => \array_map( static fn ( string $problem ): string => \strtok( $problem, ':' ) ?: '', $problems ) ] );
		}
		return $body;
	}
}
