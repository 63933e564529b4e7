import { ShopCode } from '@causeway/contracts';
import * as z from 'zod';
import { PauseShape } from '../dispatch/pause-file.ts';
import { WhyAnswer } from './why/shape.ts';

/** The socket's name in the state directory. */
export const SOCKET = 'control.sock';

/** A request is one line of JSON, at most this long. */
export const REQUEST_BYTES_MAX = 16 * 1024;

/** What the command line asks a running worker: one line of JSON. Who closes the connection wants no answer any more. */
export const ControlRequest = z.discriminatedUnion('ask', [
  z.strictObject({ ask: z.literal('why'), shop: ShopCode, order: z.string().min(1).max(80) }),
  z.strictObject({
    ask: z.literal('traffic'),
    act: z.enum(['pause', 'resume', 'drain']),
    system: z.string().min(1).max(32).nullable(),
    shop: ShopCode.nullable(),
    reason: z.string().max(60),
  }),
]);

/** What the worker says at last: one line of JSON, after any number of `ControlProgress`. */
export const ControlAnswer = z.discriminatedUnion('said', [
  z.object({ said: z.literal('why'), why: WhyAnswer }),
  /** What is paused now. */
  z.object({ said: z.literal('traffic'), pauses: z.array(PauseShape) }),
  z.object({ said: z.literal('no'), problem: z.string() }),
]);

/** How far it is: one line of JSON, for people. */
export const ControlProgress = z.object({ said: z.literal('progress'), text: z.string() });

export type ControlRequest = z.infer<typeof ControlRequest>;
export type ControlAnswer = z.infer<typeof ControlAnswer>;
