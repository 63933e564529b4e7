import { EpochMs, ShopCode } from '@causeway/contracts';
import * as z from 'zod';
import { PauseShape } from '../dispatch/pause-file.ts';
import { SourceAnswer, StockAnswer } from '../inventory/answer.ts';
import { OrdersReport } from '../reconcile/orders/report.ts';
import { Rehearsal } from '../replay/rehearsal.ts';
import { Errand, RunId, RunRecord } from '../replay/run-record.ts';
import { Tally } from '../replay/tally.ts';
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
  /** What a run over past orders would do. */
  z.strictObject({ ask: z.literal('forecast'), errand: Errand }),
  z.strictObject({
    ask: z.literal('run'),
    run: z.union([
      z.strictObject({ begin: Errand }),
      z.strictObject({ resume: RunId }),
      z.strictObject({ stop: RunId }),
    ]),
  }),
  /** `from` included, `before` excluded (epoch ms of creation); `look_up`: the ERP is asked for SKUs. */
  z.strictObject({
    ask: z.literal('rehearse'),
    shop: ShopCode,
    from: EpochMs,
    before: EpochMs,
    look_up: z.boolean(),
  }),
  /** Shop, ERP and warehouse are compared; `dry_run`: no order is told what was found. */
  z.strictObject({ ask: z.literal('reconcile'), shop: ShopCode, from: EpochMs, before: EpochMs, dry_run: z.boolean() }),
  z.strictObject({ ask: z.literal('stock'), shop: ShopCode, sku: z.string().min(1).max(100) }),
  /** How the sources of a shop's stock are, and what of them is held. */
  z.strictObject({ ask: z.literal('sources'), shop: ShopCode }),
]);

/** What the worker says at last: one line of JSON, after any number of `ControlProgress`. */
export const ControlAnswer = z.discriminatedUnion('said', [
  z.object({ said: z.literal('why'), why: WhyAnswer }),
  /** What is paused now. */
  z.object({ said: z.literal('traffic'), pauses: z.array(PauseShape) }),
  z.object({ said: z.literal('forecast'), tally: Tally }),
  /** As it stands: over, or going on after nobody listened any more. */
  z.object({ said: z.literal('run'), run: RunRecord }),
  z.object({ said: z.literal('rehearse'), rehearsal: Rehearsal }),
  /** The first `SHOWN_MAX` orders of the report; `file` has all. */
  z.object({ said: z.literal('reconcile'), report: OrdersReport, file: z.string() }),
  z.object({ said: z.literal('stock'), stock: StockAnswer }),
  z.object({ said: z.literal('sources'), shop: ShopCode, sources: z.array(SourceAnswer) }),
  z.object({ said: z.literal('no'), problem: z.string() }),
]);

/** How far it is: one line of JSON, for people. */
export const ControlProgress = z.object({ said: z.literal('progress'), text: z.string() });

export type ControlRequest = z.infer<typeof ControlRequest>;
export type ControlAnswer = z.infer<typeof ControlAnswer>;
