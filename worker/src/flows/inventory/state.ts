import type { FlowEvent } from '@causeway/contracts';
import { newShown, type ShownState } from '../system/state.ts';

export type SourceEvent = Extract<FlowEvent, { type: 'source' }>;

/** How a shop's source of stock is, and what people said of what it told. */
export interface InventoryState extends ShownState {
  /** As it said last; null: nothing yet. */
  source: Omit<SourceEvent, 'type'> | null;
  /** What a person said of the telling `held` (its id). The ledger hears it from here. */
  verdict: { readonly held: string; readonly approve: boolean } | null;
}

export function newInventoryState(): InventoryState {
  return { source: null, verdict: null, ...newShown() };
}
