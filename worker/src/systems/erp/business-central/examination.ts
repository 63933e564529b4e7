import { SystemFailure } from '../../../policy/system-failure.ts';
import { clockSkew } from '../../clock-skew.ts';
import { type Finding, failed, ok, type References as Words } from '../../examination.ts';
import type { Office } from './orders/office.ts';
import type { Settings } from './settings.ts';

/** What we read; that we may write, only a write would show. */
const READ_SETS = [
  ...['salesOrders', 'salesInvoices', 'salesShipments', 'salesCreditMemos'],
  ...['items', 'itemLedgerEntries'],
] as const;

/** Looks at a Business Central from the door inwards; behind a closed door nothing is checked. */
export async function examine(
  office: Office,
  words: Words,
  now: () => number,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const door = await atTheDoor(office, now, signal);
  if (door.some(({ result }) => result === 'failed')) return door;
  return [...door, await permissions(office, signal), await referenceData(office, words, signal), QUOTA];
}

const QUOTA: Finding = {
  check: 'quota',
  result: 'not_checked',
  detail: 'Business Central tells no quota: it allows 6,000 requests in five minutes to each user, and 5 at once',
  advice: null,
};

async function atTheDoor({ api }: Office, now: () => number, signal: AbortSignal): Promise<Finding[]> {
  try {
    await api.companyId(signal);
    const { headers } = await api.send({ path: '/salesOrders?$top=1' }, signal);
    const opened = [ok('reachable', 'it answers'), ok('sign_in', 'the sign-in is accepted')];
    return [...opened, clockSkew(headers.get('date'), now())];
  } catch (error) {
    if (!(error instanceof SystemFailure) || !ANSWERED.has(error.category)) {
      return [
        failed('reachable', error, 'Check tenant, environment and address in the configuration, and the network.'),
      ];
    }
    const advice =
      'Check tenant, clientId, the secret and the company; the app must be registered in Business Central too, with permission sets.';
    return [ok('reachable', 'it answers'), failed('sign_in', error, advice)];
  }
}

const ANSWERED: ReadonlySet<string> = new Set(['authentication', 'missing_reference', 'validation', 'rate_limit']);

async function permissions({ api }: Office, signal: AbortSignal): Promise<Finding> {
  const refused: string[] = [];
  for (const set of READ_SETS) {
    await api.send({ path: `/${set}?$top=1` }, signal).catch((error: unknown) => {
      signal.throwIfAborted();
      refused.push(`${set} (${error instanceof SystemFailure ? error.message : 'no answer'})`);
    });
  }
  if (refused.length === 0) return ok('permissions', `may read ${READ_SETS.join(', ')}; writing is not tried`);
  const advice =
    'Give the app a permission set for sales documents, posted sales documents, items and their ledger entries.';
  return { check: 'permissions', result: 'failed', detail: `can't read ${refused.join(', ')}`, advice };
}

async function referenceData({ references, settings }: Office, words: Words, signal: AbortSignal): Promise<Finding> {
  const lines = Object.values(settings.lines);
  const numbersOf = (type: string) => lines.filter((line) => line.type === type).map(({ number }) => number);
  const wanted = [
    ['items', 'item', [...words.skus, ...numbersOf('Item')]],
    ['accounts', 'G/L account', numbersOf('Account')],
    ['customers', 'customer', [settings.guestCustomerNumber]],
    ['shipmentMethods', 'shipment method', words.shippingMethods],
    ['paymentTerms', 'payment term', settings.payments === 'payment_terms' ? words.paymentMethods : []],
    ['taxGroups', 'tax code', [...words.taxCodes, ...lines.flatMap(({ taxCode }) => taxCode ?? [])]],
    ['locations', 'location', optional(settings.locationCode)],
  ] as const;
  try {
    const absent: string[] = [];
    for (const [set, word, names] of wanted) {
      absent.push(...(await references.absent(set, names, signal)).map((name) => `${word} ${name}`));
    }
    return absent.length === 0 ? ok('reference_data', known(settings)) : unknown(absent);
  } catch (error) {
    return failed('reference_data', error, 'Give the app a permission set that reads these, then try again.');
  }
}

const optional = (text: string | undefined): readonly string[] => (text === undefined ? [] : [text]);

function known({ lines }: Settings): string {
  const charges = Object.values(lines).filter(({ type }) => type === 'Charge');
  return `every mapped word is known${charges.length === 0 ? '' : '; item charges are not checked, the API has none'}`;
}

function unknown(absent: readonly string[]): Finding {
  const detail = `not known here: ${absent.slice(0, 50).join(', ')}`;
  const advice = 'Create them in Business Central, or correct the mapping and the settings.';
  return { check: 'reference_data', result: 'failed', detail, advice };
}
