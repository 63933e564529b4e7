<?php
/**
 * Stands in for WP-CLI where there is none: what Causeway's commands use of it, with the same names. As the real one it
 * reads what a command takes from the comment of its method, fills in defaults, and refuses what isn't named there.
 */

declare(strict_types=1);

namespace WP_CLI {

	final class ExitException extends \RuntimeException {}
}

namespace WP_CLI\Dispatcher {

	class CommandNamespace {}
}

namespace WP_CLI\Utils {

	/**
	 * @param string                     $format
	 * @param array<array<string, mixed>> $items
	 * @param list<string>               $fields
	 */
	function format_items( $format, $items, $fields ): void {
		\WP_CLI::$tables[] = [ 'format' => $format, 'items' => $items, 'fields' => $fields ];
		foreach ( $items as $item ) {
			\WP_CLI::line( \implode( 'csv' === $format ? ',' : ' | ', \array_map( static fn ( string $field ): string => (string) $item[ $field ], $fields ) ) );
		}
	}
}

namespace {

	final class WP_CLI {

		/** @var list<string> */
		public static array $out = [];

		/** @var list<string> */
		public static array $warnings = [];

		/** @var list<array{format: string, items: array<array<string, mixed>>, fields: list<string>}> */
		public static array $tables = [];

		/** @var array<string, array{class: class-string, before: callable|null}> */
		public static array $commands = [];

		public static function add_hook( string $when, callable $callback ): void {
			'after_wp_load' === $when && $callback();
		}

		/**
		 * @param class-string         $callable
		 * @param array<string, mixed> $args
		 */
		public static function add_command( string $name, $callable, array $args = [] ): bool {
			if ( ! \class_exists( $callable ) ) {
				self::error( "Callable {$callable} does not exist" );
			}
			$before                  = $args['before_invoke'] ?? null;
			self::$commands[ $name ] = [ 'class' => $callable, 'before' => \is_callable( $before ) ? $before : null ];
			return true;
		}

		public static function line( string $text = '' ): void {
			self::$out[] = $text;
		}

		public static function success( string $text ): void {
			self::$out[] = "Success: {$text}";
		}

		public static function warning( string $text ): void {
			self::$warnings[] = $text;
		}

		public static function error( string $text ): never {
			throw new \WP_CLI\ExitException( $text, 1 );
		}

		/** @param array<string, mixed> $flags */
		public static function confirm( string $question, array $flags = [] ): void {
			if ( empty( $flags['yes'] ) ) {
				throw new \WP_CLI\ExitException( $question, 0 );
			}
		}

		/**
		 * As if typed: `run( 'why 1042 --format=json' )`.
		 *
		 * @return string What was printed.
		 */
		public static function run( string $typed ): string {
			self::$out      = [];
			self::$tables   = [];
			self::$warnings = [];
			$words          = \explode( ' ', $typed );
			$command        = self::$commands[ 'causeway ' . \array_shift( $words ) ] ?? self::error( 'no such command' );
			$flags          = [];
			foreach ( $words as $at => $word ) {
				if ( \preg_match( '/^--([a-z-]+)(?:=(.*))?$/', $word, $found ) ) {
					$flags[ $found[1] ] = $found[2] ?? true;
					unset( $words[ $at ] );
				}
			}
			$words = \array_values( $words );
			$flags = self::checked( (string) ( new \ReflectionMethod( $command['class'], '__invoke' ) )->getDocComment(), $words, $flags );
			if ( $command['before'] ) {
				( $command['before'] )();
			}
			( new $command['class']() )( $words, $flags );
			return \implode( "\n", self::$out );
		}

		/**
		 * @param list<string>               $words
		 * @param array<string, bool|string> $flags
		 * @return array<string, bool|string> With defaults.
		 */
		private static function checked( string $comment, array $words, array $flags ): array {
			$wanted = \preg_match_all( '/^\s*\* <[a-z]+>/m', $comment );
			if ( \count( $words ) < $wanted || ( \count( $words ) > $wanted && ! \str_contains( $comment, '>...' ) ) ) {
				self::error( 'usage' );
			}
			\preg_match_all( '/^\s*\* \[--([a-z-]+)(=<[a-z]+>)?\]\n((?:\s*\*(?! \[|\s*\*? ##| @).*\n)*)/m', $comment, $options, PREG_SET_ORDER );
			$known = [];
			foreach ( $options as [ , $name, $takes, $about ] ) {
				$known[ $name ] = true;
				\preg_match( '/default: (\S+)/', $about, $default );
				\preg_match_all( '/  - (\S+)/', $about, $choices );
				$value = $flags[ $name ] ?? null;
				if ( null === $value && $default ) {
					$flags[ $name ] = $default[1];
				} elseif ( null !== $value && ( ( '' === $takes ) !== \is_bool( $value ) || ( $choices[1] && ! \in_array( $value, $choices[1], true ) ) ) ) {
					self::error( "Invalid value specified for '{$name}'" );
				}
			}
			foreach ( \array_keys( \array_diff_key( $flags, $known ) ) as $name ) {
				self::error( "unknown --{$name} parameter" );
			}
			return $flags;
		}
	}
}
