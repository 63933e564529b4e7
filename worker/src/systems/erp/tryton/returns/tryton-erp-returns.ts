import type { CreditMemo, ErpCreditMemo, ErpReturn, ReturnAuthorization, WarehouseReturn } from '@causeway/contracts';
import type { TrytonClient } from '../../../tryton/client.ts';
import type { Directory } from '../../../tryton/directory.ts';
import { Errand } from '../../../tryton/errand.ts';
import type { Places } from '../../../tryton/places.ts';
import type { ErpReturns } from '../../erp.ts';
import type { ServiceCodes } from '../lines.ts';
import { isCancelled } from '../sale.ts';
import { bookMemo, finishNote, reverse } from './booking.ts';
import { callBackReturn } from './calling-back.ts';
import { type CreditNote, creditNoteOf, isPosted, notesUnder, titleIn, toErpCreditMemo } from './credit-note.ts';
import { finishReturn, makeReturn } from './making.ts';
import { bookReceipt, shipmentsOf } from './receiving.ts';
import { returnOf, returnsBy, returnsOf, toErpReturn } from './return-sale.ts';

export interface TrytonReturnOptions {
  readonly services: ServiceCodes;
  readonly places: Places;
}

/** Returns (sales with negative quantities) and credit notes of Tryton 6.0: see ../README.md. */
export class TrytonErpReturns implements ErpReturns {
  readonly #client: TrytonClient;
  readonly #directory: Directory;
  readonly #options: TrytonReturnOptions;

  constructor(client: TrytonClient, directory: Directory, options: TrytonReturnOptions) {
    this.#client = client;
    this.#directory = directory;
    this.#options = options;
  }

  async createReturn(authorization: ReturnAuthorization, signal: AbortSignal): Promise<ErpReturn> {
    const errand = new Errand(this.#client, signal);
    const id = await makeReturn(errand, authorization);
    return toErpReturn(await returnOf(errand, String(id)));
  }

  /** Looking helps, as with sales: the oldest that a crash left half-made is finished. */
  async findReturns(externalId: string, signal: AbortSignal): Promise<readonly ErpReturn[]> {
    const errand = new Errand(this.#client, signal);
    const under = () => returnsBy(errand, [['reference', '=', externalId]]);
    const found = await under();
    const first = found.find(({ sale }) => !isCancelled(sale));
    const finished = first !== undefined && (await finishReturn(errand, first));
    return (finished ? await under() : found).map(toErpReturn);
  }

  async findReturnsOfOrder(orderExternalId: string, signal: AbortSignal): Promise<readonly ErpReturn[]> {
    return (await returnsOf(new Errand(this.#client, signal), orderExternalId)).map(toErpReturn);
  }

  async cancelReturn(id: string, signal: AbortSignal): Promise<ErpReturn> {
    const errand = new Errand(this.#client, signal);
    const found = await returnOf(errand, id);
    await callBackReturn(errand, found, await shipmentsOf(errand, found));
    return toErpReturn(await returnOf(errand, id));
  }

  async reportReturn(id: string, receipt: WarehouseReturn, signal: AbortSignal): Promise<ErpReturn> {
    const errand = new Errand(this.#client, signal);
    await bookReceipt(errand, this.#directory, this.#options.places, await returnOf(errand, id), receipt);
    return toErpReturn(await returnOf(errand, id));
  }

  async createCreditMemo(memo: CreditMemo, signal: AbortSignal): Promise<ErpCreditMemo> {
    const errand = new Errand(this.#client, signal);
    return toErpCreditMemo(await bookMemo(errand, this.#directory, memo, this.#options.services));
  }

  /** As `findReturns`; a later draft is cancelled. */
  async findCreditMemos(externalId: string, signal: AbortSignal): Promise<readonly ErpCreditMemo[]> {
    const errand = new Errand(this.#client, signal);
    let notes = await notesUnder(errand, externalId);
    const live = notes.filter(({ state }) => state !== 'cancelled');
    for (const draft of live.filter(isDraft)) {
      if (draft === live[0]) await finishNote(errand, draft);
      else await reverse(errand, draft);
    }
    if (live.some(isDraft)) notes = await notesUnder(errand, externalId);
    return notes.filter(isTold).map(toErpCreditMemo);
  }

  async cancelCreditMemo(id: string, signal: AbortSignal): Promise<ErpCreditMemo> {
    const errand = new Errand(this.#client, signal);
    await reverse(errand, await creditNoteOf(errand, id));
    return toErpCreditMemo(await creditNoteOf(errand, id));
  }
}

/** One whose description people changed is left to them. */
const isDraft = (note: CreditNote): boolean =>
  (note.state === 'draft' || note.state === 'validated') && titleIn(note) !== null;
const isTold = (note: CreditNote): boolean => isPosted(note) || note.state === 'cancelled';
