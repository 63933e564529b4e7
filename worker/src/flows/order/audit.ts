import { AUDIT_ENTRIES_MAX, type AuditEntry, type Command } from '@causeway/contracts';
import { cut } from './raise.ts';
import type { OrderState } from './state.ts';
import type { Turn } from './turn.ts';

/** What happened, in the words of the contract's `AuditEntry`; what is left out is empty, the actor then `causeway`. */
export type Audited = Partial<Omit<AuditEntry, 'at' | 'action'>>;

/** Writes down what changed money, goods or what a customer sees: mirrors carry it until the shop has taken one. */
export function audit({ state, now }: Turn, action: string, audited: Audited): void {
  const { actor = 'causeway', about = '', before = '', after = '', why = '' } = audited;
  const entry: AuditEntry = {
    at: now,
    actor: cut(actor, 40),
    action,
    about: cut(about, 96),
    before: cut(before, 96),
    after: cut(after, 96),
    why: cut(why, 200),
  };
  const pending = [...state.audit.pending, { mirror: state.mirror.asked + 1, entry }];
  state.audit = { recorded: state.audit.recorded + 1, pending: pending.slice(-AUDIT_ENTRIES_MAX) };
}

/** What the next mirror has to tell. */
export function auditToTell({ audit: { pending } }: OrderState): { audit?: AuditEntry[] } {
  return pending.length === 0 ? {} : { audit: pending.map(({ entry }) => entry) };
}

/** The shop has applied the mirror of that count. */
export function auditTaken(state: OrderState, mirror: number): void {
  if (state.audit.pending.length === 0) return;
  state.audit = { ...state.audit, pending: state.audit.pending.filter((one) => one.mirror > mirror) };
}

/** Who asked: of the shop's staff, or whoever sat at a command line. */
export const actorOf = ({ by }: Pick<Command, 'by'>): string => (by.user_id > 0 ? `user:${by.user_id}` : 'operator');
