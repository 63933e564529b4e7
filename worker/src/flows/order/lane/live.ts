import type { Lane } from '../state.ts';

export interface Document {
  readonly id: string;
  readonly externalId: string;
  readonly status: string;
}

/** Our document is there and not cancelled. */
export const isLive = (doc: Document | null): boolean => doc !== null && doc.status !== 'cancelled';

/** It was asked for more than once, and what was sent first may still be committed. */
export const mayBeTwo = ({ asked }: Lane<unknown>): boolean => asked.create > 1;
