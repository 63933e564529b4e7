import * as z from 'zod';
import { toMinor } from '../../../worker/src/policy/rounding/money.ts';
import type { ErpBench, ErpWords, HeldOrder } from '../../../worker/src/systems/erp/conformance/bench.ts';
import { trytonErp } from '../../../worker/src/systems/erp/tryton/adapter.ts';
import type { TrytonSession } from '../../tryton/rpc.ts';
import { PLACES } from '../../tryton/set-up/wanted.ts';
import { erpSubject } from './subject.ts';
import { calls, layCurrency, PAGE_SIZE, SKUS, startTrytonStage, trytonMissing } from './tryton-stage.ts';

const WORDS: ErpWords = {
  skus: SKUS,
  unknownSku: 'NOPE-1',
  shippingMethod: 'STANDARD',
  taxCode: 'VAT 19%',
  taxPercent: 19,
  paymentMethod: 'COD',
  currencies: [
    { code: 'EUR', digits: 2 },
    { code: 'JPY', digits: 0 },
    { code: 'KWD', digits: 3 },
  ],
};

const BEFALLS = { create: calls(/^model\.sale\.sale\.create$/), read: calls(/^model\..+\.search_read$/) };

export const trytonErpSubject = erpSubject({
  name: 'tryton',
  real: true,
  returns: true,
  missing: trytonMissing,
  start,
});

async function start(): Promise<{ bench: ErpBench; stop(): Promise<void> }> {
  const stage = await startTrytonStage();
  const { admin, hands, proxy } = stage;
  await layCurrency(admin, 'JPY', 0);
  await layCurrency(admin, 'KWD', 3);
  // Shipments are assigned by the bench, so that orders begin without.
  const settings = trytonErp.settings.parse({
    ...stage.options,
    assign: false,
    places: PLACES,
    paymentTerms: { '*': 'Due at once' },
  });
  const shipmentsOf = (externalId: string) =>
    admin.search('stock.shipment.out', [
      ['moves.origin.sale.reference', '=', externalId, 'sale.line'],
      ['state', 'in', ['waiting', 'assigned']],
    ]);
  const eachShipment = async (externalId: string, act: (id: number) => Promise<unknown>) => {
    for (const id of await shipmentsOf(externalId)) await act(id);
  };
  const bench: ErpBench = {
    words: WORDS,
    pageSize: PAGE_SIZE,
    open: () => trytonErp.open(settings, stage.surroundings).port,
    openStranger: () => ({ port: trytonErp.open(settings, stage.stranger).port, secret: stage.strangersPassword }),
    held: (externalId) => salesUnder(admin, externalId),
    allocate: (externalId) => eachShipment(externalId, (id) => admin.call('model.stock.shipment.out.assign_try', [id])),
    ship: (externalId, share) =>
      eachShipment(externalId, (id) => (share === 'all' ? hands.ship(id) : hands.shipPart(id, { [SKUS[0]]: 1 }))),
    receiveReturn: async (id) => {
      const sale = ['moves.origin.sale', '=', Number(id), 'sale.line'];
      for (const shipment of await admin.search('stock.shipment.out.return', [sale])) await hands.takeBack(shipment);
    },
    setStock: stage.setStock,
    expireSignIn: stage.expireSignIn,
    signIns: stage.signIns,
    play: (fault, during) => proxy.play(fault, BEFALLS[during]),
  };
  return { bench, stop: stage.stop };
}

const State = z.object({ state: z.string() });
const Sale = z.object({
  id: z.number(),
  state: z.string(),
  comment: z.string().nullable(),
  total_amount: z.object({ decimal: z.string() }).nullable(),
  'currency.': z.object({ code: z.string(), digits: z.number() }),
  'shipment_address.': z.object({ city: z.string().nullable() }),
  'shipments.': z.array(State),
  'invoices.': z.array(State),
});
const FIELDS = [
  ...['state', 'comment', 'total_amount', 'currency.code', 'currency.digits', 'shipment_address.city'],
  ...['shipments.state', 'invoices.state'],
];

async function salesUnder(admin: TrytonSession, externalId: string): Promise<HeldOrder[]> {
  const sales = await admin.read('sale.sale', [['reference', '=', externalId]], Sale, FIELDS);
  return sales.map((sale) => {
    const { code, digits } = sale['currency.'];
    return {
      isCancelled: isCancelled(sale),
      city: sale['shipment_address.'].city ?? '',
      note: sale.comment ?? '',
      currency: code,
      totalMinor: toMinor(sale.total_amount?.decimal ?? '0', digits).minor,
    };
  });
}

/** A processed sale never gets that state: it shows by what followed from it. */
function isCancelled(sale: z.infer<typeof Sale>): boolean {
  const followed = [...sale['shipments.'], ...sale['invoices.']];
  return sale.state === 'cancelled' || (followed.length > 0 && followed.every(({ state }) => state === 'cancelled'));
}
