import type { ReturnedOrder, SubjectException } from '@causeway/contracts';
import { raise } from '../../policy/raise.ts';
import { readable } from '../../policy/rounding/currency.ts';
import { scaled } from '../../policy/rounding/money.ts';
import { type ReturnLine, surprises } from './lines.ts';
import { memoOf } from './memo.ts';
import type { ReturnState } from './state.ts';

/** What a person decides about a return, each in words for staff. */
export const CAUSES = {
  approval: 'validation:refund_approval',
  unknown: 'unknown_outcome:refund',
  failed: 'validation:refund_failed',
  byHand: 'validation:refund_by_hand',
} as const;

const GOES_ON = 'Resolve with a reason: the return then goes on.';

export const switchedOff = (): SubjectException =>
  raise('validation', {
    about: ['returns_off'],
    owner: 'support',
    title: 'A return was asked for, and returns are switched off',
    nextStep: "Deal with it by hand and Resolve with a reason; or switch returns on in the worker's configuration.",
    detail: 'Nothing was sent.',
  });

export const lostInRestore = (externalId: string): SubjectException =>
  raise('conflict', {
    about: ['return_lost_in_restore'],
    owner: 'support',
    title: 'The shop lost a return in a restore that ERP or warehouse still have',
    nextStep: 'Enter it in the shop again, or cancel it in ERP and warehouse. Then Resolve with a reason.',
    detail: `It is there under ${externalId}.`,
  });

export const replaced = (externalId: string): SubjectException =>
  raise('conflict', {
    about: ['return_replaced_in_restore'],
    owner: 'support',
    title: 'Since a restore the shop has another return under the same number',
    nextStep:
      'Settle the one from before in ERP and warehouse, ask for the new one once more in the shop, then Resolve.',
    detail: `The one from before is there under ${externalId}.`,
  });

export const orderDeleted = ({ rma, externalId }: ReturnState): SubjectException =>
  raise('conflict', {
    about: ['return_order_deleted'],
    owner: 'support',
    title: 'A return was asked for, and its order was deleted from the shop',
    nextStep: 'Deal with it by hand, then Resolve with a reason.',
    detail: rma.tried ? `It was sent under ${externalId}.` : 'Nothing was sent.',
  });

export function beforeGoLive({ created_at }: ReturnedOrder, goLiveAt: number | null): SubjectException[] {
  if (goLiveAt !== null && Date.parse(created_at) >= goLiveAt) return [];
  return [
    raise('conflict', {
      about: ['return_before_go_live'],
      owner: 'support',
      title: 'A return of an order from before go-live',
      nextStep: 'ERP and warehouse do not know the order under our number: deal with it there by hand, then Resolve.',
      detail: 'Nothing was sent.',
    }),
  ];
}

/** What was asked for must be there to be returned. */
export function asking(goods: ReturnedOrder, lines: readonly ReturnLine[]): SubjectException[] {
  const wrong = lines.flatMap(({ lineId, sku, quantity }) => {
    const item = goods.items.find(({ id }) => String(id) === lineId);
    if (item === undefined) return [`item ${lineId} is not in the order`];
    if (sku === '') return [`item ${lineId} has no SKU`];
    const left = scaled(item.quantity) - scaled(item.refunded_quantity);
    if (scaled(quantity) <= 0n) return [`${sku}: ${quantity} is no number of units`];
    return scaled(quantity) > left
      ? [`${sku}: ${quantity} asked for, of ${item.quantity} sold ${item.refunded_quantity} are refunded`]
      : [];
  });
  if (wrong.length === 0) return [];
  return [
    raise('validation', {
      about: ['return_lines'],
      owner: 'support',
      title: 'A return asks for goods that cannot come back',
      nextStep: 'Withdraw it in the shop and ask for a right one; or Resolve with a reason, then nothing is sent.',
      detail: wrong.join('; '),
    }),
  ];
}

/** More than announced, or something else, came. */
export function surprising(state: ReturnState, lines: readonly ReturnLine[]): SubjectException[] {
  const { more, other } = surprises(state, lines);
  const came = (about: string, title: string, what: readonly string[], more = '') =>
    what.length === 0
      ? []
      : [
          raise('conflict', {
            about: [about],
            owner: 'support',
            title,
            nextStep: `Ask warehouse and customer. ${GOES_ON} Money goes back for what was announced alone.${more}`,
            detail: what.join('; '),
          }),
        ];
  const substitute =
    " Was it sent in an ordered line's place? Then refund that line in WooCommerce first: the ERP gets its credit memo by itself.";
  return [
    ...came('received_more', 'More came back than was announced', more),
    ...came('received_other', 'Other goods came back than were announced', other, substitute),
  ];
}

export const withdrawnLate = (): SubjectException =>
  raise('conflict', {
    about: ['withdrawn_late'],
    owner: 'support',
    title: 'A return was withdrawn, and its goods are here',
    nextStep: `Ask the customer: send the goods out again by hand and Reject the refund; or ${GOES_ON}`,
    detail: 'The warehouse had received goods before it could be told.',
  });

export const tooMuch = (amount: string, left: string, currency: string): SubjectException =>
  raise('total_mismatch', {
    about: ['refund_above_paid'],
    owner: 'finance',
    title: 'A refund would be above what the customer paid',
    nextStep:
      'Find out what was paid back before. Reject: nothing is paid back. Refund by hand what is right, then Resolve with a reason.',
    detail: `Due are ${amount} ${currency}, left of the order are ${left} ${currency}.`,
  });

export const bookedAlready = (number: string): SubjectException =>
  raise('conflict', {
    about: ['memo_without_refund'],
    owner: 'finance',
    title: 'The ERP has a credit memo of a refund that the shop does not show',
    nextStep:
      'The shop may have lost it in a restore. Look at the payment provider. Paid: Resolve with a reason. Not paid: cancel the credit memo in the ERP, then Retry.',
    detail: `It is ${number}. Nothing is paid back before a person has looked.`,
  });

export const approval = (amount: string, currency: string): SubjectException =>
  raise('validation', {
    about: ['refund_approval'],
    owner: 'finance',
    severity: 'warning',
    title: 'A refund waits to be approved',
    nextStep: 'Approve: it is paid back. Reject with a reason: it is not, and the return ends.',
    detail: `${amount} ${currency} for what was received and inspected.`,
  });

export const byHand = (amount: string, currency: string): SubjectException =>
  raise('validation', {
    about: ['refund_by_hand'],
    owner: 'finance',
    severity: 'warning',
    title: 'A refund is due, to be made in WooCommerce',
    nextStep:
      'Refund it in WooCommerce: the ERP gets its credit memo by itself. Then Resolve. Reject with a reason where nothing is paid back.',
    detail: `${amount} ${currency} for what was received and inspected.`,
  });

export function refundTrouble({ refund, goods }: ReturnState): SubjectException[] {
  const sum = `${refund?.amount} ${goods?.currency ?? ''}`;
  if (refund?.status === 'unknown') {
    return [
      raise('unknown_outcome', {
        about: ['refund'],
        owner: 'finance',
        severity: 'critical',
        title: 'It is not known whether a refund was paid',
        nextStep:
          'Look at the payment provider. Paid: Resolve with a reason, the ERP then gets its credit memo. Not paid: Reject with a reason, and refund by hand. Causeway never pays it again by itself.',
        detail: `${sum}: ${refund.message}`,
      }),
    ];
  }
  if (refund?.status !== 'failed') return [];
  return [
    raise('validation', {
      about: ['refund_failed'],
      owner: 'finance',
      title: 'A refund was refused, nothing was paid',
      nextStep: 'See the detail. Retry asks the shop once more; Reject with a reason: it is not paid back.',
      detail: `${sum}: ${refund.message}`,
    }),
  ];
}

/** A document that a system ended itself, or won't call back. */
export function ended({ rma, receipt, memo }: ReturnState): SubjectException[] {
  const documents = [
    { ...rma, name: 'rma', document: 'return authorisation', system: 'the ERP', owner: 'support' },
    { ...receipt, name: 'receipt', document: 'announced return', system: 'the warehouse', owner: 'fulfilment' },
    { ...memo, name: 'memo', document: 'credit memo', system: 'the ERP', owner: 'finance' },
  ] as const;
  return documents.flatMap(({ name, document, system, owner, gone, refused }) => {
    if (!gone && refused === null) return [];
    const what = gone ? `${system} cancelled the ${document} itself` : `${system} does not cancel the ${document}`;
    return [
      raise('conflict', {
        about: [gone ? 'ended_there' : 'not_cancelled', name],
        owner,
        system,
        title: what.charAt(0).toUpperCase() + what.slice(1),
        nextStep: gone
          ? 'Find out why. Retry makes it anew; Resolve with a reason ends the return.'
          : 'Settle it there by hand, then Resolve with a reason.',
        detail: refused ?? 'A look-up shows it cancelled.',
      }),
    ];
  });
}

/** The ERP's credit memo is over another sum than the refund. */
export function differs(state: ReturnState): SubjectException[] {
  const { doc } = state.memo;
  const wanted = memoOf(state);
  if (doc === null || doc.status !== 'posted' || wanted === null) return [];
  if (doc.totalMinor === wanted.totalMinor && doc.currency === wanted.currency) return [];
  return [
    raise('total_mismatch', {
      about: ['credit_memo'],
      owner: 'finance',
      system: 'the ERP',
      title: "The ERP's credit memo is over another sum than the refund",
      nextStep: 'Correct it in the ERP, then Retry; or Resolve with a reason.',
      detail: `${doc.number}: ${readable(doc.totalMinor, doc.currency)}, refunded ${readable(wanted.totalMinor, wanted.currency)}.`,
    }),
  ];
}
