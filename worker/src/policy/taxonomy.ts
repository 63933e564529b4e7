import type { Category, Owner, Severity } from '@causeway/contracts';

/**
 * What a flow does when a call fails so:
 * - `retry`: again after a back-off, counted; an exception after the last attempt.
 * - `look_up`: as `retry`, but the system may have acted: look there before anything is repeated.
 * - `hold`: an exception now; only a person goes on.
 * - `wait`: not the order's fault and not counted; try again later by itself.
 */
export type RetryKind = 'retry' | 'look_up' | 'hold' | 'wait';

export interface Policy {
  readonly owner: Owner;
  readonly severity: Severity;
  readonly kind: RetryKind;
  /** Plain language; `system` as staff call it ("the ERP"). */
  readonly title: (system: string) => string;
  readonly nextStep: (system: string) => string;
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** Every category's defaults; a rule that knows better names its own owner, title or step. */
export const POLICY: Readonly<Record<Category, Policy>> = {
  connection: {
    owner: 'it',
    severity: 'error',
    kind: 'retry',
    title: (system) => `${capital(system)} can't be reached`,
    nextStep: (system) => `Check that ${system} is up and reachable from the worker, then press Retry.`,
  },
  timeout: {
    owner: 'it',
    severity: 'error',
    kind: 'look_up',
    title: (system) => `${capital(system)} does not answer in time`,
    nextStep: (system) => `Check the load of ${system}, then press Retry: Causeway looks before it sends again.`,
  },
  unknown_outcome: {
    owner: 'it',
    severity: 'error',
    kind: 'look_up',
    title: (system) => `It is not known whether ${system} has acted`,
    nextStep: (system) =>
      `Search ${system} for the external id, then press Retry: Causeway looks before it sends again.`,
  },
  rate_limit: {
    owner: 'it',
    severity: 'info',
    kind: 'wait',
    title: (system) => `${capital(system)} limits our requests`,
    nextStep: () => 'Nothing to do: sending goes on by itself. If it lasts, ask for a higher limit.',
  },
  authentication: {
    owner: 'it',
    severity: 'critical',
    kind: 'wait',
    title: (system) => `${capital(system)} refuses our sign-in`,
    nextStep: (system) =>
      `Renew the credentials for ${system} in the worker's configuration; waiting orders then go on.`,
  },
  mapping: {
    owner: 'it',
    severity: 'error',
    kind: 'hold',
    title: (system) => `A word of the shop has no counterpart in ${system}`,
    nextStep: () => 'Add the missing row to the mapping in the configuration, then press Retry.',
  },
  missing_reference: {
    owner: 'fulfilment',
    severity: 'error',
    kind: 'hold',
    title: (system) => `${capital(system)} does not know something the order names`,
    nextStep: (system) => `Create what is missing in ${system} (see the detail), then press Retry.`,
  },
  validation: {
    owner: 'fulfilment',
    severity: 'error',
    kind: 'hold',
    title: (system) => `${capital(system)} refuses the order's content`,
    nextStep: () => 'Correct the order in the shop (see the detail), then press Retry.',
  },
  duplicate: {
    owner: 'fulfilment',
    severity: 'critical',
    kind: 'look_up',
    title: (system) => `${capital(system)} has this order twice, or says so`,
    nextStep: (system) => `Keep one document under the external id in ${system}, cancel the others, then press Retry.`,
  },
  conflict: {
    owner: 'fulfilment',
    severity: 'error',
    kind: 'hold',
    title: (system) => `Shop and ${system} disagree`,
    nextStep: (system) =>
      `Decide which side is right, correct it in ${system} or in the shop, then press Retry or Resolve.`,
  },
  stock: {
    owner: 'fulfilment',
    severity: 'warning',
    kind: 'wait',
    title: (system) => `${capital(system)} lacks the stock`,
    nextStep: () => 'Receive stock or talk to the customer; the order goes on by itself when there is enough.',
  },
  total_mismatch: {
    owner: 'finance',
    severity: 'error',
    kind: 'hold',
    title: (system) => `Shop and ${system} count a different total`,
    nextStep: (system) => `Compare the amounts in the shop and in ${system}, correct one, then press Retry.`,
  },
  too_large: {
    owner: 'it',
    severity: 'error',
    kind: 'hold',
    title: (system) => `The order, or what ${system} answers about it, is too large`,
    nextStep: (system) =>
      `See the detail. Where it is the order: split it or shorten its notes and meta. Where it is the answer: check what answers at the address of ${system}. Then press Retry.`,
  },
  parse: {
    owner: 'it',
    severity: 'error',
    kind: 'look_up',
    title: (system) => `What ${system} says can't be read`,
    nextStep: () => 'Check for a plugin or an update that changed the shape (see the detail), then press Retry.',
  },
  internal: {
    owner: 'it',
    severity: 'critical',
    kind: 'retry',
    title: () => 'A defect or an unexpected answer stopped the order',
    nextStep: () => 'See the detail; press Retry, and report it if it comes again.',
  },
};
