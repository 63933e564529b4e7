import { existsSync, readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';
import * as z from 'zod';
import type { TestResult } from './result.ts';

const Counted = z.array(
  z.object({ name: z.string(), outcome: z.enum(['passed', 'failed', 'skipped']), message: z.string() }),
);

/** What `vitest-reporter.ts` wrote. */
export function readCounted(file: string): TestResult[] {
  return Counted.parse(JSON.parse(readFileSync(file, 'utf8')));
}

interface JunitCase {
  readonly '@name'?: string;
  readonly '@class'?: string;
  readonly '@classname'?: string;
  readonly failure?: unknown;
  readonly error?: unknown;
  readonly skipped?: unknown;
  readonly warning?: unknown;
}

/** JUnit's XML, as PHPUnit and Playwright write it. */
export function readJunit(file: string): TestResult[] {
  if (!existsSync(file)) return [];
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    isArray: (name) => name === 'testcase',
  });
  const cases: JunitCase[] = [];
  collect(parser.parse(readFileSync(file, 'utf8')), cases);
  return cases.map((test) => ({
    name: [test['@class'] ?? test['@classname'], test['@name']].filter(Boolean).join(' › '),
    outcome: 'failure' in test || 'error' in test ? 'failed' : 'skipped' in test ? 'skipped' : 'passed',
    message: text(test.failure ?? test.error ?? test.skipped ?? '').slice(0, 2000),
  }));
}

function collect(node: unknown, into: JunitCase[]): void {
  if (Array.isArray(node)) {
    for (const each of node) collect(each, into);
  } else if (typeof node === 'object' && node !== null) {
    for (const [key, value] of Object.entries(node)) {
      if (key === 'testcase') into.push(...(value as JunitCase[]));
      else collect(value, into);
    }
  }
}

function text(node: unknown): string {
  if (typeof node === 'object' && node !== null) return Object.values(node).map(text).join(' ');
  return String(node);
}

/**
 * PHPUnit's reasons for skips, which its JUnit log leaves out: the tests named in its event log
 * (`--log-events-text`) as `Test Skipped (Class::method)` followed by the reason.
 */
export function skipReasons(file: string): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>();
  if (!existsSync(file)) return reasons;
  const lines = readFileSync(file, 'utf8').split('\n');
  for (const [index, line] of lines.entries()) {
    const match = /^Test Skipped \((.+)\)$/.exec(line);
    if (match?.[1] !== undefined) reasons.set(match[1], lines[index + 1]?.trim() ?? '');
  }
  return reasons;
}
