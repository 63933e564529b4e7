import type { ControlAnswer, ControlRequest } from '../protocol.ts';

/** Who asked, while the answer is being made. */
export interface Asker {
  /** Says how far it is, in a line for people. What takes longer than half a minute says something meanwhile. */
  readonly tell: (text: string) => void;
  /** Aborts when nobody waits for the answer any more; always after the answer. */
  readonly gone: AbortSignal;
}

/** Answers one kind of question. May throw: the asker hears that it failed, the log hears what. */
export type Ask<A extends ControlRequest['ask']> = (
  request: Extract<ControlRequest, { ask: A }>,
  asker: Asker,
) => Promise<ControlAnswer>;

/** Every question there is, with who answers it. */
export type Asks = { readonly [A in ControlRequest['ask']]: Ask<A> };

/** Answers with the one that the question is for. */
export function answerWith(asks: Asks): (request: ControlRequest, asker: Asker) => Promise<ControlAnswer> {
  return (request, asker) => (asks[request.ask] as Ask<typeof request.ask>)(request, asker);
}
