import { AUDIT_ENTRIES_MAX, type AuditEntry } from '@causeway/contracts';

/** What the next mirrors tell for the shop's audit. `mirror`: the count of the first that tells of an entry. */
export interface PendingAudit {
  /** Ever: what is told for the first time makes a mirror news. */
  readonly recorded: number;
  readonly pending: readonly { readonly mirror: number; readonly entry: AuditEntry }[];
}

export const NO_AUDIT: PendingAudit = { recorded: 0, pending: [] };

/** What is left out of `audited` is empty, the actor then `causeway`; of too many entries the oldest goes. */
export type Audited = Partial<Omit<AuditEntry, 'at' | 'action'>>;

export function withEntry(
  audit: PendingAudit,
  mirror: number,
  told: Pick<AuditEntry, 'at' | 'action'> & Audited,
): PendingAudit {
  const { at, action, actor = 'causeway', about = '', before = '', after = '', why = '' } = told;
  const entry: AuditEntry = {
    at,
    actor: cut(actor, 40),
    action,
    about: cut(about, 96),
    before: cut(before, 96),
    after: cut(after, 96),
    why: cut(why, 200),
  };
  return { recorded: audit.recorded + 1, pending: [...audit.pending, { mirror, entry }].slice(-AUDIT_ENTRIES_MAX) };
}

/** The part of a mirror that tells them; nothing where there is nothing to tell. */
export function toTell({ pending }: PendingAudit): { audit?: AuditEntry[] } {
  return pending.length === 0 ? {} : { audit: pending.map(({ entry }) => entry) };
}

/** The shop has applied the mirror of that count. */
export function afterMirror(audit: PendingAudit, mirror: number): PendingAudit {
  return audit.pending.length === 0 ? audit : { ...audit, pending: audit.pending.filter((one) => one.mirror > mirror) };
}

const cut = (text: string, length: number): string => (text.length <= length ? text : `${text.slice(0, length - 1)}…`);
