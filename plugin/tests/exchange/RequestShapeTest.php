<?php
declare(strict_types=1);

namespace Causeway\Tests\Exchange;

use Causeway\Exchange\RequestShape;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;

/** Decoded JSON against the generated schemas: every path, and JSON's own idea of types. */
final class RequestShapeTest extends TestCase {

	/** @return array<string, array{0: string, 1: string, 2: list<string>}> Schema, value, what is said. */
	public static function values(): array {
		return [
			'an object is no list'         => [ '{"type":"object"}', '[]', [ 'the body: must be of type object' ] ],
			'an empty object is an object' => [ '{"type":"object"}', '{}', [] ],
			'a float is no integer'        => [ '{"type":"integer"}', '1.5', [ 'the body: must be of type integer' ] ],
			'text that looks like one'     => [ '{"type":"integer"}', '"1"', [ 'the body: must be of type integer' ] ],
			'either of two types'          => [ '{"type":["string","null"]}', '7', [ 'the body: must be of type string or null' ] ],
			'null where it may be'         => [ '{"type":["string","null"]}', 'null', [] ],
			'a line break at the end'      => [ '{"type":"string","pattern":"^a$"}', '"a\n"', [ 'the body: must match ^a$' ] ],
			'a pattern with the delimiter' => [ '{"type":"string","pattern":"^~/$"}', '"~/"', [] ],
			'characters, not bytes'        => [ '{"type":"string","maxLength":2}', '"äö"', [] ],
			'what is missing'              => [ '{"type":"object","required":["a","b"],"properties":{"a":{"type":"null"}}}', '{"a":null}', [ 'b: is missing' ] ],
			'in a list of objects'         => [ '{"type":"array","items":{"type":"object","properties":{"n":{"type":"integer","exclusiveMinimum":0}}}}', '[{"n":1},{"n":0}]', [ '[1].n: must be more than 0' ] ],
			'the mistake of the choice'    => [ '{"anyOf":[{"type":"null"},{"type":"object","required":["a"]}]}', '{}', [ 'a: is missing' ] ],
			'unknown properties pass'      => [ '{"type":"object","properties":{}}', '{"later":1}', [] ],
			'by reference'                 => [ '{"type":"object","properties":{"a":{"$ref":"#/$defs/x"}},"$defs":{"x":{"type":"null"}}}', '{"a":1}', [ 'a: must be of type null' ] ],
			'a variant that is unknown'    => [ '{"oneOf":[{"type":"object","properties":{"kind":{"const":"a"}}}]}', '{"kind":"b"}', [ 'kind: must be one of a' ] ],
		];
	}

	/** @param list<string> $said */
	#[DataProvider( 'values' )]
	public function test_it_says( string $schema, string $value, array $said ): void {
		self::assertSame( $said, RequestShape::against( \json_decode( $schema ), \json_decode( $value ) ) );
	}

	public function test_no_more_than_twenty_problems_are_listed(): void {
		$rule = \json_decode( '{"type":"array","items":{"type":"null"}}' );
		self::assertCount( 20, RequestShape::against( $rule, \range( 1, 1000 ) ) );
	}
}
