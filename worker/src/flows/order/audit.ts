import type { Command } from '@causeway/contracts';
import { type Audited, withEntry } from '../audit/pending.ts';
import type { Turn } from './turn.ts';

/** Writes down what changed money, goods or what a customer sees: mirrors carry it until the shop has taken one. */
export function audit({ state, now }: Turn, action: string, audited: Audited): void {
  state.audit = withEntry(state.audit, state.mirror.asked + 1, { ...audited, at: now, action });
}

/** Who asked: of the shop's staff, or whoever sat at a command line. */
export const actorOf = ({ by }: Pick<Command, 'by'>): string => (by.user_id > 0 ? `user:${by.user_id}` : 'operator');
