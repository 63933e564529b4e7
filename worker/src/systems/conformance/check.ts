/** One thing that every adapter of a role must do. `run` throws where it doesn't: what is wrong is the error's message. */
export interface Check<Bench> {
  readonly name: string;
  readonly run: (bench: Bench) => Promise<void>;
}

/** Thrown by a bench that can't play something: the check is skipped, and says why. */
export class CannotPlay extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'CannotPlay';
  }
}

export interface Verdict {
  readonly check: string;
  readonly result: 'passed' | 'failed' | 'skipped';
  /** Why it failed or was skipped; null: it passed. */
  readonly reason: string | null;
}

/** Runs a check to its verdict; never throws. */
export async function verdictOf<Bench>({ name, run }: Check<Bench>, bench: Bench): Promise<Verdict> {
  try {
    await run(bench);
    return { check: name, result: 'passed', reason: null };
  } catch (error) {
    if (error instanceof CannotPlay) return { check: name, result: 'skipped', reason: error.message };
    return { check: name, result: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}
