import { SystemFailure } from '../../../policy/system-failure.ts';
import { POLICY } from '../../../policy/taxonomy.ts';
import type { Errand } from '../../tryton/errand.ts';
import { SALE } from './sale.ts';

/** The button that takes a sale on. */
const NEXT = { draft: 'quote', quotation: 'confirm', confirmed: 'process' } as const;

interface Standing {
  readonly id: number;
  readonly state: string;
}

export const isHalfMade = ({ state }: Standing): boolean => state in NEXT;

/** Presses what is next until the sale is processed; Tryton tells only by the state whether a button did anything. */
export async function carryThrough<S extends Standing>(
  errand: Errand,
  from: S,
  read: (errand: Errand, id: number) => Promise<S>,
): Promise<S> {
  const { id } = from;
  let sale = from;
  while (isHalfMade(sale)) {
    const before = sale.state;
    await errand.press(SALE, NEXT[before as keyof typeof NEXT], [id]);
    sale = await read(errand, id);
    if (sale.state === before) {
      throw new SystemFailure('internal', 'after_send', `${errand.system} left sale ${id} in the state ${before}`);
    }
  }
  return sale;
}

/** A refusal leaves nothing: its sale is cancelled, and only then is it told as if it had never been made. */
export async function takenBack(
  errand: Errand,
  id: number,
  failure: unknown,
  read: (errand: Errand, id: number) => Promise<Standing>,
): Promise<unknown> {
  if (!(failure instanceof SystemFailure) || POLICY[failure.category].kind !== 'hold') return failure;
  try {
    // Tryton cancels no confirmed sale; back in draft it does. In another state the first button does nothing.
    await errand.press(SALE, 'draft', [id]);
    await errand.press(SALE, 'cancel', [id]);
    if ((await read(errand, id)).state !== 'cancelled') return failure;
  } catch {
    return failure;
  }
  return new SystemFailure(failure.category, 'before_send', failure.message);
}
