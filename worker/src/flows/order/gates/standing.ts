import type { Gate, SubjectException } from '@causeway/contracts';
import { cut } from '../../../policy/raise.ts';
import { CHECKS } from '../checks/index.ts';

/**
 * A gate as the flow sees it. `moving`: at `until` nothing but our own next look-up or telling comes; that instant
 * moves with each of them, so the mirror leaves it out, or every one would be a new mirror.
 */
export interface Standing extends Gate {
  readonly moving: boolean;
}

/** How an open gate stands: what it waits for, or who must decide. */
export interface Open {
  readonly status: 'waiting' | 'held';
  readonly detail: string;
  /** Epoch ms, always after now. */
  readonly until?: number | null;
  readonly moving?: boolean;
}

const LABELS = {
  received: 'Received from the shop',
  go_live: 'Placed after go-live',
  paid: 'The shop lets it go: paid, or on account',
  accepted: 'Accepted by the ERP',
  number: 'ERP number on the order in the shop',
  allocated: 'Stock allocated in full',
  released: 'Released to the warehouse',
  picked: 'Picked',
  packed: 'Packed',
  shipped: 'Shipped in full',
  told: 'Shown to the customer as completed',
  release_cancelled: 'Cancelled in the warehouse',
  order_cancelled: 'Cancelled in the ERP',
  closed: 'Nothing left to do or to decide',
} as const;

export type GateName = keyof typeof LABELS | `check_${string}`;

/** The gate of a check: `tax codes` → `check_tax_codes`. */
export const gateOfCheck = (check: string): GateName => `check_${check.toLowerCase().replace(/[^a-z]+/g, '_')}`;

const CHECK_LABELS: ReadonlyMap<string, string> = new Map(
  CHECKS.map(({ name }) => [gateOfCheck(name), `Check: ${name}`]),
);

export function labelOf(name: GateName): string {
  return LABELS[name as keyof typeof LABELS] ?? CHECK_LABELS.get(name) ?? name;
}

/** Held by an exception: what it is, and what to do, in as many words as a gate has room for. */
export function heldBy({ title, next_step }: SubjectException): Open {
  return { status: 'held', detail: cut(`${/[.!?]$/.test(title) ? title : `${title}.`} ${next_step}`, 200) };
}
