<?php
declare(strict_types=1);

namespace Causeway\Exchange;

/**
 * The worker's token, in a header of its own. Not `Authorization`: many hosts never hand that to PHP, and plugins for
 * JSON Web Tokens take every bearer for theirs and refuse it.
 */
final class Credential {

	/**
	 * @throws Refusal `causeway_unauthorized`: none or a wrong one · `causeway_not_paired`: no worker is paired here.
	 */
	public static function insist( \WP_REST_Request $request, Link $link ): void {
		$token = (string) $request->get_header( 'x_causeway_token' );
		if ( '' === $token ) {
			throw new Refusal( 'causeway_unauthorized', 'This route is for the Causeway worker: it needs a token.' );
		}
		if ( ! $link->paired() ) {
			throw new Refusal( 'causeway_not_paired', 'This shop is not paired with a worker, or its pairing was revoked. Pair again with a new code from wp-admin.' );
		}
		if ( ! \hash_equals( $link->tokenHash, \hash( 'sha256', $token ) ) ) {
			throw new Refusal( 'causeway_unauthorized', 'This token is not valid here: it was revoked, or another worker was paired since.' );
		}
	}
}
