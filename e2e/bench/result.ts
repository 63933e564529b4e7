/** What a bench found: lines for people, and one value that holds every figure of them. */
export interface Result {
  readonly lines: readonly string[];
  readonly json: Readonly<Record<string, unknown>>;
  /** Why the figures say nothing; left out: they do. */
  readonly problem?: string;
}
