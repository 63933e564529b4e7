import type { Category, Phase } from '@causeway/contracts';

/**
 * What an adapter throws for everything that goes wrong with its system. `message` is for staff: plain, short,
 * without personal data or secrets. `phase` says whether the system may have acted.
 */
export class SystemFailure extends Error {
  readonly category: Category;
  readonly phase: Phase;
  readonly retryAfterMs: number | null;

  constructor(category: Category, phase: Phase, message: string, retryAfterMs: number | null = null) {
    super(message);
    this.name = 'SystemFailure';
    this.category = category;
    this.phase = phase;
    this.retryAfterMs = retryAfterMs;
  }
}
