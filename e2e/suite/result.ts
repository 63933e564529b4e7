/** One test as its runner reported it; `name` is unique enough to be found by a person. */
export interface TestResult {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** Why it was skipped, or the first lines of how it failed. */
  readonly message: string;
}

/** What came of one step of the suite. */
export interface StepResult {
  readonly step: string;
  readonly tests: readonly TestResult[];
  readonly seconds: number;
}

/** A step that is one check: it passed or failed as a whole. */
export function single(name: string, passed: boolean, message: string): TestResult[] {
  return [{ name, outcome: passed ? 'passed' : 'failed', message }];
}
