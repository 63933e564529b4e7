/** Why an event could not be decided; `cause` is how exceptions name it. */
export const CAUSES = {
  decider: 'internal:decider',
  state: 'internal:state_version',
  checkpoint: 'internal:checkpoint_version',
  flow: 'internal:no_flow',
  shop: 'internal:no_shop',
} as const;

export type Cause = (typeof CAUSES)[keyof typeof CAUSES];

/** Stops one event, never the engine. */
export class Undecidable extends Error {
  readonly problem: Cause;

  constructor(problem: Cause, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'Undecidable';
    this.problem = problem;
  }
}

/**
 * What may be shown and logged of an error: its name and where it was thrown. Its message may quote a customer's
 * data, so that stays in the engine's file.
 */
export function outline(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frame = /\/((?:[\w.-]+\/){0,3}[\w.-]+\.ts:\d+)/.exec(error.stack ?? '');
  return frame ? `${error.name} at ${frame[1]}` : error.name;
}
