import { type Checkpoint, Decimal, SubjectKey } from '@causeway/contracts';
import * as z from 'zod';
import type { Frontier } from './frontier.ts';
import { type Memory, type Need, withRoom } from './needs.ts';
import type { StockState } from './state.ts';

export const FLOW = 'availability';
export const VERSION = 1;
/** So many orders are named in the shop; one takes some 95 bytes. */
const NAMED_MAX = 120;

const Ms = z.int().nullable();
const Named = z.tuple([SubjectKey, z.int(), z.int(), Decimal, Ms, Ms, Ms, Ms, Decimal]);
const Body = z.object({
  orders: z.array(Named),
  retired: Decimal,
  unnamed: Decimal,
  unnamedIn: Decimal,
  newest: z.int(),
});

/** What the shop keeps beside the triple: which orders are in `counted`, and how far each is; those that wait for it first. */
export function toCheckpoint(memory: Memory, frontier: Frontier, ends: StockState['ends']): Checkpoint {
  const { orders, ...rest } = withRoom(memory, frontier, NAMED_MAX, (order) => Object.hasOwn(ends, order));
  const named = Object.entries(orders).map(([order, need]) => {
    const { incarnation, rev, units, allocated, released, shipped, finalAt, settled } = need;
    return [order, incarnation, rev, units, allocated, released, shipped, finalAt, settled];
  });
  return { flow: FLOW, version: VERSION, body: { orders: named, ...rest } };
}

/** Null: not a memory that this version of the flow can read. */
export function fromCheckpoint({ flow, version, body }: Checkpoint): Memory | null {
  if (flow !== FLOW || version !== VERSION) return null;
  const read = Body.safeParse(body);
  if (!read.success) return null;
  const { orders, ...rest } = read.data;
  const named = orders.map(([order, incarnation, rev, units, allocated, released, shipped, finalAt, settled]) => {
    const need: Need = { incarnation, rev, units, allocated, released, shipped, finalAt, settled };
    return [order, need] as const;
  });
  return { ...rest, orders: Object.fromEntries(named) };
}
