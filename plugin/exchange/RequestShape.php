<?php
declare(strict_types=1);

namespace Causeway\Exchange;

/**
 * Compares decoded JSON (objects as \stdClass) with one of the schemas beside this file, which are generated from the
 * contracts. WordPress's own validator stops at the first mistake, turns objects into arrays (`{}` into `[]`) and knows
 * no `$ref`; this one names every path and knows exactly the keywords that the generator writes.
 *
 * @phpstan-type Rule \stdClass&object{type?: string|list<string>, oneOf?: list<\stdClass>, anyOf?: list<\stdClass>, const?: mixed, enum?: list<string>, minLength?: int, maxLength?: int, pattern?: string, format?: string, minimum?: int, exclusiveMinimum?: int, maximum?: int, minItems?: int, maxItems?: int, items?: \stdClass, required?: list<string>, properties?: \stdClass, additionalProperties?: \stdClass|bool}
 */
final class RequestShape {

	private const PROBLEMS_MAX = 20;

	/** @var list<string> */
	private array $problems = [];

	private function __construct( private readonly \stdClass $root ) {}

	/**
	 * @param string $schema File name without `.json`.
	 * @return list<string> `effects[3].body.state: must match …`; empty: as agreed. At most twenty.
	 */
	public static function problems( string $schema, mixed $value ): array {
		$root = \json_decode( (string) \file_get_contents( __DIR__ . "/schema/{$schema}.json" ), false, 64, JSON_THROW_ON_ERROR );
		\assert( $root instanceof \stdClass );
		return self::against( $root, $value );
	}

	/** @return list<string> */
	public static function against( \stdClass $schema, mixed $value ): array {
		$shape = new self( $schema );
		$shape->check( $value, $schema, '' );
		return \array_slice( $shape->problems, 0, self::PROBLEMS_MAX );
	}

	private function check( mixed $value, \stdClass $rule, string $path ): void {
		if ( \count( $this->problems ) >= self::PROBLEMS_MAX ) {
			return;
		}
		$rule = $this->resolved( $rule );
		if ( isset( $rule->oneOf ) ) {
			$this->oneOf( $value, $rule->oneOf, $path );
			return;
		}
		if ( isset( $rule->anyOf ) ) {
			$this->anyOf( $value, $rule->anyOf, $path );
			return;
		}
		if ( isset( $rule->type ) && ! self::isOfType( $value, $rule->type ) ) {
			$this->problem( $path, 'must be of type ' . \implode( ' or ', (array) $rule->type ) );
			return;
		}
		if ( \property_exists( $rule, 'const' ) && $value !== $rule->const ) {
			$this->problem( $path, 'must be ' . \wp_json_encode( $rule->const ) );
		} elseif ( isset( $rule->enum ) && ! \in_array( $value, $rule->enum, true ) ) {
			$this->problem( $path, 'must be one of ' . \implode( ', ', $rule->enum ) );
		}
		match ( true ) {
			\is_string( $value ) => $this->text( $value, $rule, $path ),
			\is_int( $value ) || \is_float( $value ) => $this->number( $value, $rule, $path ),
			\is_array( $value ) => $this->each( $value, $rule, $path ),
			$value instanceof \stdClass => $this->properties( $value, $rule, $path ),
			default => null,
		};
	}

	/** @return Rule */
	private function resolved( \stdClass $rule ): \stdClass {
		if ( isset( $rule->{'$ref'} ) && \is_string( $rule->{'$ref'} ) ) {
			/** @var array<string, \stdClass> $named */
			$named = (array) $this->root->{'$defs'};
			$rule  = $named[ \basename( $rule->{'$ref'} ) ];
		}
		/** @var Rule */
		return $rule;
	}

	/** @param string|list<string> $type */
	private static function isOfType( mixed $value, string|array $type ): bool {
		if ( \is_array( $type ) ) {
			return [] !== \array_filter( $type, static fn ( string $one ): bool => self::isOfType( $value, $one ) );
		}
		return match ( $type ) {
			'object'  => $value instanceof \stdClass,
			'array'   => \is_array( $value ),
			'string'  => \is_string( $value ),
			'integer' => \is_int( $value ),
			'number'  => \is_int( $value ) || \is_float( $value ),
			'boolean' => \is_bool( $value ),
			'null'    => null === $value,
			default   => false,
		};
	}

	/** @param Rule $rule */
	private function text( string $value, \stdClass $rule, string $path ): void {
		$length = \mb_strlen( $value );
		if ( isset( $rule->minLength ) && $length < $rule->minLength ) {
			$this->problem( $path, "must have at least {$rule->minLength} characters" );
		}
		if ( isset( $rule->maxLength ) && $length > $rule->maxLength ) {
			$this->problem( $path, "must have at most {$rule->maxLength} characters" );
		}
		// D: JavaScript's `$` is the end of the text, not a line break before it.
		if ( isset( $rule->pattern ) && 1 !== \preg_match( '~' . \str_replace( '~', '\~', $rule->pattern ) . '~D', $value ) ) {
			$this->problem( $path, "must match {$rule->pattern}" );
		}
		if ( 'uri' === ( $rule->format ?? '' ) && ! \preg_match( '~^[a-z][a-z0-9+.-]*:[^\s]+$~iD', $value ) ) {
			$this->problem( $path, 'must be a URL' );
		}
	}

	/** @param Rule $rule */
	private function number( int|float $value, \stdClass $rule, string $path ): void {
		if ( isset( $rule->minimum ) && $value < $rule->minimum ) {
			$this->problem( $path, "must be at least {$rule->minimum}" );
		}
		if ( isset( $rule->exclusiveMinimum ) && $value <= $rule->exclusiveMinimum ) {
			$this->problem( $path, "must be more than {$rule->exclusiveMinimum}" );
		}
		if ( isset( $rule->maximum ) && $value > $rule->maximum ) {
			$this->problem( $path, "must be at most {$rule->maximum}" );
		}
	}

	/**
	 * @param array<mixed> $value
	 * @param Rule         $rule
	 */
	private function each( array $value, \stdClass $rule, string $path ): void {
		$count = \count( $value );
		if ( isset( $rule->minItems ) && $count < $rule->minItems ) {
			$this->problem( $path, "must have at least {$rule->minItems} entries" );
		}
		if ( isset( $rule->maxItems ) && $count > $rule->maxItems ) {
			$this->problem( $path, "must have at most {$rule->maxItems} entries" );
			return;
		}
		if ( ! isset( $rule->items ) ) {
			return;
		}
		foreach ( $value as $place => $item ) {
			$this->check( $item, $rule->items, "{$path}[{$place}]" );
		}
	}

	/** @param Rule $rule */
	private function properties( \stdClass $value, \stdClass $rule, string $path ): void {
		$under = '' === $path ? '' : "{$path}.";
		foreach ( $rule->required ?? [] as $name ) {
			if ( ! \property_exists( $value, $name ) ) {
				$this->problem( $under . $name, 'is missing' );
			}
		}
		$named = (array) ( $rule->properties ?? [] );
		foreach ( \get_object_vars( $value ) as $name => $item ) {
			$known = $named[ $name ] ?? ( $rule->additionalProperties ?? null );
			if ( $known instanceof \stdClass ) {
				$this->check( $item, $known, $under . $name );
			}
		}
	}

	/**
	 * Variants told apart by a constant property, such as `kind`.
	 *
	 * @param list<\stdClass> $variants
	 */
	private function oneOf( mixed $value, array $variants, string $path ): void {
		if ( ! $value instanceof \stdClass ) {
			$this->problem( $path, 'must be of type object' );
			return;
		}
		$known = [];
		$tag   = '';
		foreach ( $variants as $variant ) {
			/** @var array<string, object{const?: string}> $properties */
			$properties = (array) $variant->properties;
			foreach ( $properties as $name => $property ) {
				if ( isset( $property->const ) ) {
					if ( ( $value->{$name} ?? null ) === $property->const ) {
						$this->check( $value, $variant, $path );
						return;
					}
					$tag     = $name;
					$known[] = $property->const;
				}
			}
		}
		$this->problem( ( '' === $path ? '' : "{$path}." ) . $tag, 'must be one of ' . \implode( ', ', $known ) );
	}

	/** @param list<\stdClass> $choices */
	private function anyOf( mixed $value, array $choices, string $path ): void {
		$before  = $this->problems;
		$closest = null;
		foreach ( $choices as $choice ) {
			$this->problems = [];
			$this->check( $value, $choice, $path );
			if ( ! $this->problems ) {
				$this->problems = $before;
				return;
			}
			// What to say: the mistakes in the choice whose type it is.
			/** @var Rule $choice */
			if ( null === $closest || self::isOfType( $value, $choice->type ?? '' ) ) {
				$closest = $this->problems;
			}
		}
		$this->problems = [ ...$before, ...( $closest ?? [] ) ];
	}

	private function problem( string $path, string $what ): void {
		$this->problems[] = ( '' === $path ? 'the body' : $path ) . ": {$what}";
	}
}
