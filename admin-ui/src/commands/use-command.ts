import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '../api/keys.ts';
import { write } from '../api/request.ts';
import type { CommandName, Seen, SelectedSubject } from '../api/shapes.ts';

/**
 * What a person asks: of one order, of those that they chose, or of all orders that share a cause (with the count they
 * were shown).
 */
export type CommandRequest = { readonly command: CommandName; readonly reason: string } & (
  | { readonly subject: string; readonly cause: string | null; readonly seen: Seen }
  | { readonly selected: readonly SelectedSubject[]; readonly cause?: string }
  | { readonly filter: { readonly cause: string; readonly count: number } }
);

export interface CommandAnswer {
  readonly requested: true;
  /** Of the event that asks, as the worker's log names it. */
  readonly id: string;
  readonly asked: number;
  /** Of those chosen: left out, because they had changed. */
  readonly changed: number;
}

/** Whether this person may ask the worker for something; who may only look sees no buttons. */
export const mayAsk = (): boolean => globalThis.window?.causewayPanel?.mayAsk ?? false;

/**
 * Asks. The answer says "requested" only: what comes of it appears when the worker has done it. `refresh` loads anew what it
 * may have changed. It is nothing that the answer waits for: by then a dialog's rows may be gone, and the dialog with them.
 */
export function useCommand() {
  const client = useQueryClient();
  const command = useMutation({
    mutationFn: (request: CommandRequest) => write<CommandAnswer>('POST', '/commands', request),
  });
  const refresh = (): void => {
    const changed = [
      keys.orders.all,
      keys.returns.all,
      keys.stock.all,
      keys.exceptions.all,
      keys.audit.all,
      keys.status,
    ];
    for (const queryKey of changed) void client.invalidateQueries({ queryKey });
  };
  return { ...command, refresh };
}
