import type { Bench } from './client.ts';
import { order } from './orders.ts';

/** Lays one record of each kind that the bad requests name, and answers their ids by those names. */
export async function lay({ api, at, control }: Bench): Promise<Readonly<Record<string, string>>> {
  const idOf = async (set: string, number: string) =>
    (await api.get(`${set}?$filter=number eq '${number}'`)).body.value[0].id;
  const created = async (body: object) => (await api.post('salesOrders', body)).body;
  const first = await created(order('WC-1'));
  const released = await created(order('WC-2'));
  const empty = await created({ customerNumber: '10000' });
  for (const number of ['WC-3', 'WC-4', 'WC-5']) {
    const { id } = await created(order(number));
    await api.post(`salesOrders(${id})/Microsoft.NAV.shipAndInvoice`);
  }
  await control.release(released.number);
  const [invoice, paid, partly] = (await api.get('salesInvoices')).body.value;
  await control.pay(paid.number);
  await control.pay(partly.number, 1);
  await api.patch(`items(${await idOf('items', 'CW-020')})`, { blocked: true });
  return {
    company: at.companyId,
    order: first.id,
    stale: first['@odata.etag'],
    line: (await api.get(`salesOrders(${first.id})/salesOrderLines`)).body.value[0].id,
    released: released.id,
    empty: empty.id,
    invoice: invoice.id,
    paid: paid.id,
    partly: partly.id,
    item: await idOf('items', 'CW-001'),
    account: await idOf('accounts', '6810'),
    customer: await idOf('customers', '10000'),
  };
}
