import type { Books } from '../documents/books.ts';
import { cancelCreditMemo, cancelInvoice, makeCorrectiveCreditMemo } from '../documents/corrections.ts';
import { postOrder } from '../documents/order-posting.ts';
import { postCreditMemo, postInvoice } from '../documents/posting.ts';
import type { Entity } from '../model/entity.ts';
import { dialog, noMethod, noResource } from '../odata/api-error.ts';
import type { Stored } from '../records/records.ts';
import type { Answer, Call } from './call.ts';

type Action = (books: Books, document: Stored) => void;

/** By entity set and action; `…AndSend` does the same and mails nobody. */
const ACTIONS: Readonly<Record<string, Readonly<Record<string, Action>>>> = {
  salesOrders: { shipAndInvoice: (books, order) => postOrder(books, order, { ship: true, invoice: true }) },
  salesInvoices: {
    post: postInvoice,
    postAndSend: postInvoice,
    send: () => undefined,
    cancel: cancelInvoice,
    cancelAndSend: cancelInvoice,
    makeCorrectiveCreditMemo,
  },
  salesCreditMemos: {
    post: postCreditMemo,
    postAndSend: postCreditMemo,
    send: () => undefined,
    cancel: cancelCreditMemo,
    cancelAndSend: cancelCreditMemo,
  },
};

/** POST of a bound action: 204 without content ("Bound actions" on each resource's page). */
export function act(call: Call, books: Books, entity: Entity, document: Stored, name: string): Answer {
  const action = entity.actions?.includes(name) ? ACTIONS[entity.set]?.[name] : undefined;
  if (action === undefined) throw noResource(`Microsoft.NAV.${name}`);
  if (call.method !== 'POST') throw noMethod(call.method, `Microsoft.NAV.${name}`);
  if (name.endsWith('AndSend') && document.body.email === '')
    throw dialog('The document has no email address to be sent to.');
  action(books, document);
  return { status: 204 };
}
