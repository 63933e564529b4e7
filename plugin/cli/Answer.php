<?php
declare(strict_types=1);

namespace Causeway\Cli;

use Causeway\Plugin;
use Causeway\ReadModel\Route;

/** What one of the panel's routes answers, asked within this process: whoever has a shell may see what staff may. */
final class Answer {

	/**
	 * @param class-string<Route<covariant array<string, mixed>>> $route
	 * @param array<string, mixed>                                $parameters
	 * @return array<string, mixed>|null Null: there is no such thing. Other refusals end the command with their message.
	 */
	public static function find( string $route, array $parameters = [] ): ?array {
		$request = new \WP_REST_Request( 'POST' );
		$request->set_body_params( $parameters );
		$answer = $route::of( Plugin::instance() )->handle( $request );
		if ( ! $answer instanceof \WP_Error ) {
			$data = $answer->get_data();
			/** @var array<string, mixed> */
			return \is_array( $data ) ? $data : [];
		}
		if ( 'causeway_not_found' !== $answer->get_error_code() ) {
			\WP_CLI::error( $answer->get_error_message() );
		}
		return null;
	}

	/**
	 * @param class-string<Route<covariant array<string, mixed>>> $route
	 * @param array<string, mixed>                                $parameters
	 * @return list<array<string, mixed>> A list in the answer.
	 */
	public static function rows( string $route, array $parameters, string $field ): array {
		return self::listOf( self::find( $route, $parameters )[ $field ] ?? [] );
	}

	/** @return list<array<string, mixed>> Of arrays and of decoded objects. */
	public static function listOf( mixed $list ): array {
		$rows = [];
		foreach ( \is_array( $list ) ? $list : [] as $row ) {
			$fields = [];
			foreach ( (array) $row as $name => $value ) {
				$fields[ (string) $name ] = $value;
			}
			$rows[] = $fields;
		}
		return $rows;
	}

	/** @param array<string, mixed> $row */
	public static function text( array $row, string $field ): string {
		$value = $row[ $field ] ?? '';
		return \is_scalar( $value ) ? (string) $value : '';
	}

	/** @param array<string, mixed> $row */
	public static function number( array $row, string $field ): ?int {
		$value = $row[ $field ] ?? null;
		return \is_int( $value ) ? $value : null;
	}
}
