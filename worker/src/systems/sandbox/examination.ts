import type { InventoryPage } from '@causeway/contracts';
import type { JsonReply } from '../../http/json-api.ts';
import { clockSkew } from '../clock-skew.ts';
import { type Finding, failed, ok, type References } from '../examination.ts';
import type { NativeCodes } from './stock.ts';

/** What both sandbox systems let us look at. */
export interface SandboxLooks {
  /** Needs no sign-in. */
  health(signal: AbortSignal): Promise<JsonReply>;
  codes(signal: AbortSignal): Promise<NativeCodes>;
  inventory(cursor: string | null, signal: AbortSignal): Promise<InventoryPage>;
}

/** Looks at a sandbox system, from the door inwards; after a closed door the rest is not checked. */
export async function examineSandbox(
  looks: SandboxLooks,
  references: References,
  signal: AbortSignal,
  now: () => number,
): Promise<readonly Finding[]> {
  try {
    const health = await looks.health(signal);
    const found = [ok('reachable', `answers ${health.status}`), clockSkew(health.headers.get('date'), now())];
    return [...found, ...(await behindTheDoor(looks, references, signal))];
  } catch (error) {
    return [failed('reachable', error, 'Check the address in the configuration, and that the system is up.')];
  }
}

async function behindTheDoor(looks: SandboxLooks, references: References, signal: AbortSignal): Promise<Finding[]> {
  let codes: NativeCodes;
  try {
    codes = await looks.codes(signal);
  } catch (error) {
    return [failed('sign_in', error, 'Check the client id and the secret file in the configuration.')];
  }
  const signedIn = ok('sign_in', 'the sign-in is accepted');
  try {
    return [signedIn, referenceData(await unknownWords(looks, codes, references, signal)), quota];
  } catch (error) {
    return [
      signedIn,
      failed('reference_data', error, 'Try again; if it stays so, look into the log of the system.'),
      quota,
    ];
  }
}

const quota: Finding = { check: 'quota', result: 'not_checked', detail: 'the sandbox tells no quota', advice: null };

async function unknownWords(
  looks: SandboxLooks,
  codes: NativeCodes,
  references: References,
  signal: AbortSignal,
): Promise<string[]> {
  const unknown = (what: string, wanted: readonly string[], known: readonly string[] | undefined) =>
    known === undefined ? [] : wanted.filter((word) => !known.includes(word)).map((word) => `${what} ${word}`);
  return [
    ...unknown('tax code', references.taxCodes, codes.tax_codes),
    ...unknown('payment method', references.paymentMethods, codes.payment_methods),
    ...unknown('shipping method', references.shippingMethods, codes.shipping_methods),
    ...unknown('SKU', references.skus, references.skus.length === 0 ? [] : await allSkus(looks, signal)),
  ];
}

async function allSkus(looks: SandboxLooks, signal: AbortSignal): Promise<string[]> {
  const skus: string[] = [];
  for (let cursor: string | null = null; ; ) {
    const page: InventoryPage = await looks.inventory(cursor, signal);
    skus.push(...page.positions.map(({ sku }) => sku));
    if (!page.more) return skus;
    cursor = page.cursor;
  }
}

function referenceData(unknown: readonly string[]): Finding {
  if (unknown.length === 0) return ok('reference_data', 'every mapped word is known');
  const detail = `not known here: ${unknown.join(', ')}`;
  return { check: 'reference_data', result: 'failed', detail, advice: 'Create them there, or correct the mapping.' };
}
