import * as z from 'zod';
import type { Held, Words } from '../../../worker/src/systems/conformance/bench.ts';
import { until } from '../../../worker/src/systems/conformance/documents.ts';
import type { WmsBench } from '../../../worker/src/systems/wms/conformance/bench.ts';
import { trytonWms } from '../../../worker/src/systems/wms/tryton/adapter.ts';
import { TrytonRefused, type TrytonSession } from '../../tryton/rpc.ts';
import { PLACES } from '../../tryton/set-up/wanted.ts';
import { warehouseSubject } from './subject.ts';
import { calls, PAGE_SIZE, SKUS, startTrytonStage, type TrytonStage, trytonMissing } from './tryton-stage.ts';

const WORDS: Words = { skus: SKUS, unknownSku: 'NOPE-1', shippingMethod: 'STANDARD' };
const MODEL = 'stock.shipment.out';
const BEFALLS = {
  create: calls(/^model\.stock\.shipment\.out\.create$/),
  read: calls(/^model\..+\.search_read$/),
};

/** The warehouse of orders that are in another ERP. */
export const trytonWmsSubject = warehouseSubject({
  name: 'tryton',
  real: true,
  returns: true,
  missing: trytonMissing,
  start,
});

async function start(): Promise<{ bench: WmsBench; stop(): Promise<void> }> {
  const stage = await startTrytonStage();
  const { admin, hands, proxy } = stage;
  const settings = trytonWms.settings.parse({ ...stage.options, orders: 'elsewhere', assign: false, places: PLACES });
  const open = () => trytonWms.open(settings, stage.surroundings).port;
  const openShipments = (externalId: string) =>
    admin.search(MODEL, [
      ['reference', '=', externalId],
      ['state', 'in', ['waiting', 'assigned', 'picked', 'packed']],
    ]);
  const bench: WmsBench = {
    words: WORDS,
    pageSize: PAGE_SIZE,
    open,
    openStranger: () => ({ port: trytonWms.open(settings, stage.stranger).port, secret: stage.strangersPassword }),
    held: (externalId) => shipmentsUnder(admin, externalId),
    pick: async (externalId) => {
      for (const id of await openShipments(externalId))
        for (let state = 'waiting'; state !== 'picked'; ) state = await hands.step({ id, state });
    },
    ship: async (externalId, share) => {
      // The shipment of what was left out is made when somebody looks.
      await until(
        async () => (await open().findReleases(externalId, new AbortController().signal)).length,
        (releases) => releases > 0,
      );
      for (const id of await openShipments(externalId))
        await answeringYes(stage, () => (share === 'all' ? hands.ship(id) : hands.shipPart(id, { [SKUS[0]]: 1 })));
    },
    inspectReturn: async (number, { lines: [line] }) => {
      const id = await admin.first('stock.shipment.out.return', [['number', '=', number]]);
      await answeringYes(stage, () => hands.inspect(id, { [line?.sku ?? '']: { [PLACES.damaged]: 1 } }));
    },
    setStock: stage.setStock,
    expireSignIn: stage.expireSignIn,
    signIns: stage.signIns,
    play: (fault, during) => proxy.play(fault, BEFALLS[during]),
  };
  return { bench, stop: stage.stop };
}

/** Tryton asks whoever sends goods that were not sold here whether that is meant; they say yes and press again. */
async function answeringYes({ admin, warehouse }: TrytonStage, press: () => Promise<unknown>): Promise<void> {
  const user = await admin.first('res.user', [['login', '=', 'warehouse']]);
  for (const asked = new Set<string>(); ; ) {
    try {
      await press();
      return;
    } catch (error) {
      const name = error instanceof TrytonRefused ? QUESTION.exec(error.message)?.[1] : undefined;
      if (name === undefined || asked.has(name)) throw error;
      asked.add(name);
      await warehouse.create('res.user.warning', { user, name, always: true });
    }
  }
}

/** A warning's name, which is all that the refusal tells of it. */
const QUESTION = /: ([0-9a-f]{32}\.[a-z_]+)$/;

const Shipment = z.object({
  id: z.number(),
  state: z.string(),
  'delivery_address.': z.object({ city: z.string().nullable() }),
});
const Note = z.object({ resource: z.string(), message: z.string() });

/** The note is what people wrote, or were written: not the adapter's own book-keeping. */
async function shipmentsUnder(admin: TrytonSession, externalId: string): Promise<Held[]> {
  const domain = [['reference', '=', externalId]];
  const shipments = await admin.read(MODEL, domain, Shipment, ['state', 'delivery_address.city']);
  const resources = shipments.map(({ id }) => `${MODEL},${id}`);
  const notes = await admin.read('ir.note', [['resource', 'in', resources]], Note, ['resource', 'message']);
  return shipments.map(({ id, state, 'delivery_address.': { city } }) => ({
    isCancelled: state === 'cancelled',
    city: city ?? '',
    note: notes
      .filter(({ resource, message }) => resource === `${MODEL},${id}` && !message.includes('Order lines of the shop'))
      .map(({ message }) => message)
      .join('\n'),
  }));
}
