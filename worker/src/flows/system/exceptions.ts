import type { SubjectException } from '@causeway/contracts';
import { type DatedSecret, standing } from '../../policy/secret-expiry.ts';
import { POLICY } from '../../policy/taxonomy.ts';
import type { SystemState } from './state.ts';
import { waitingException } from './waiting.ts';

const NAMED_MAX = 20;

/** What a person must see of the system now; the worst first. */
export function exceptionsOf(state: SystemState, system: string, now: number): SubjectException[] {
  const secrets = (which: 'pressing' | 'expired') =>
    (state.secrets ?? []).filter((secret) => standing(secret, now) === which);
  const [expired, pressing] = [secrets('expired'), secrets('pressing')];
  const waiting = waitingException(state.waiting ?? null, system, now);
  return [
    ...(waiting === null ? [] : [waiting]),
    ...(expired.length > 0 ? [secretsEnd(expired, 'expired', system)] : []),
    ...(pressing.length > 0 ? [secretsEnd(pressing, 'expires', system)] : []),
    ...(state.unknown.length > 0 ? [unknownDocuments(state, system)] : []),
  ];
}

export const unknownDocumentsCause = (system: string): string => `missing_reference:unknown_document:${system}`;

function unknownDocuments({ unknown, left }: SystemState, system: string): SubjectException {
  const named = unknown.slice(-NAMED_MAX).map(({ document }) => document);
  const more = unknown.length - named.length + left;
  return {
    cause: unknownDocumentsCause(system),
    category: 'missing_reference',
    severity: 'warning',
    owner: POLICY.missing_reference.owner,
    title: `"${system}" tells of documents under this shop's code that the shop has no order for`,
    next_step: `Search ${system} for the numbers in the detail: find out who made them, or cancel them there; then Resolve. Retry asks the shop for them again. What came is kept for 30 days beside the worker, in its folder "unclaimed".`,
    detail: `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
  };
}

/**
 * Two causes: who let the warning pass must still hear that it came true. The days that are left are not said: the
 * mirror would change every day.
 */
function secretsEnd(secrets: readonly DatedSecret[], which: 'expires' | 'expired', system: string): SubjectException {
  return {
    cause: `authentication:secret_${which}:${system}`,
    category: 'authentication',
    severity: which === 'expired' ? 'error' : 'warning',
    owner: POLICY.authentication.owner,
    title:
      which === 'expired'
        ? `A secret of the sign-in to "${system}" has reached its last day`
        : `A secret of the sign-in to "${system}" ends within two weeks`,
    next_step: `Have ${system} issue a new secret, put it into the file that the option names, write its day into the worker's configuration (systems.${system}.secretsExpire) and restart the worker: this then closes by itself. "causeway doctor ${system}" tries the new one.`,
    detail: secrets
      .map(({ option, expires }) => `${option}: ${expires}`)
      .join(', ')
      .slice(0, 1000),
  };
}
