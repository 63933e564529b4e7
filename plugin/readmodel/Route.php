<?php
declare(strict_types=1);

namespace Causeway\ReadModel;

use Causeway\Exchange\GoLiveRefused;
use Causeway\Plugin;

/**
 * One resource of the panel. Who may call it is in Routes; what it takes and gives is beside its code.
 * Here refusals become status codes, and no answer is cached.
 *
 * @template Given of array<string, mixed> What parameters() lets through: defaults filled in, absent ones without default absent.
 */
abstract class Route {

	/** @return self<covariant array<string, mixed>> */
	abstract public static function of( Plugin $plugin ): self;

	/** @return array<string, array<string, mixed>> Parameter → JSON schema, with `required` and `default`. */
	abstract public function parameters(): array;

	/** @return array{title: string, type: string, properties: array<string, array<string, mixed>>} JSON schema of the answer. */
	abstract public function schema(): array;

	/**
	 * @param Given $given
	 * @return array<string, mixed>
	 * @throws Refused
	 */
	abstract protected function answer( array $given ): array;

	/** Status of a good answer. */
	protected function status(): int {
		return 200;
	}

	final public function handle( \WP_REST_Request $request ): \WP_REST_Response|\WP_Error {
		try {
			return new \WP_REST_Response( $this->answer( $this->given( $request ) ), $this->status(), [ 'Cache-Control' => 'no-store' ] );
		} catch ( Refused $refused ) {
			return new \WP_Error( $refused->kind, $refused->getMessage(), [ 'status' => $refused->status() ] );
		} catch ( GoLiveRefused $refused ) {
			return new \WP_Error( 'causeway_go_live', $refused->getMessage(), [ 'status' => 409 ] );
		}
	}

	/**
	 * Checked here and not by WordPress, so that registering the routes loads no route.
	 *
	 * @return Given
	 * @throws Refused
	 */
	private function given( \WP_REST_Request $request ): array {
		$given = [];
		foreach ( $this->parameters() as $name => $schema ) {
			$value = $request->get_param( $name ) ?? $schema['default'] ?? null;
			if ( null === $value ) {
				if ( $schema['required'] ?? false ) {
					/* translators: %s: name of a parameter */
					throw Refused::invalid( \sprintf( \__( 'The parameter %s is missing.', 'causeway' ), $name ) );
				}
				continue;
			}
			$valid = \rest_validate_value_from_schema( $value, $schema, $name );
			if ( \is_wp_error( $valid ) ) {
				throw Refused::invalid( $valid->get_error_message() );
			}
			$given[ $name ] = \rest_sanitize_value_from_schema( $value, $schema, $name );
		}
		/** @var Given $given */
		return $given;
	}
}
