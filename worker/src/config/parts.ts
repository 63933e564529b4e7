import { ShopCode } from '@causeway/contracts';
import type { Adapter } from '../systems/adapter.ts';
import { type Read, readSystem, type SystemSettings } from '../systems/settings.ts';
import type { Role } from '../systems/system.ts';
import { type Configuration, Shop, type ShopConfiguration, SystemName } from './configuration.ts';
import { addressKey } from './transport.ts';

/** A shop that isn't served, and why. `shop` is its code, or its place in the file where the code can't be read. */
export interface LeftOut {
  readonly shop: string;
  readonly urls: readonly string[];
  readonly mistakes: readonly string[];
}

/** The systems and shops of a file: those in order, and what is wrong with the others, each mistake once. */
export interface Parts {
  readonly systems: Configuration['systems'];
  readonly shops: readonly ShopConfiguration[];
  readonly leftOut: readonly LeftOut[];
  readonly mistakes: readonly string[];
}

type Raw = Readonly<Record<string, unknown>>;

/** Reads each system and each shop by itself. A mistake leaves out its own shop, or the shops of its system, alone. */
export function readParts(rawSystems: Raw, rawShops: readonly unknown[], adapters: readonly Adapter[]): Parts {
  const systems: Record<string, SystemSettings> = {};
  const ofSystem = new Map<string, readonly string[]>();
  for (const [name, raw] of Object.entries(rawSystems)) {
    const settings = readSystem(raw, adapters);
    const path = ['systems', name];
    const found = [...issuesOf(path, SystemName.safeParse(name)), ...issuesOf(path, settings)];
    if (found.length > 0) ofSystem.set(name, found);
    else if (settings.success) systems[name] = settings.data;
  }
  const context = { all: rawShops.map(recordOf), systems: rawSystems, adapters };
  const judged = rawShops.map((raw, index) => judge(index, recordOf(raw), context));
  const shops: ShopConfiguration[] = [];
  const leftOut = new Map<string, LeftOut>();
  for (const { name, urls, shop, uses, mistakes } of judged) {
    const why = [...mistakes, ...uses.flatMap((system) => ofSystem.get(system) ?? [])];
    const before = leftOut.get(name) ?? { urls: [], mistakes: [] };
    if (why.length === 0 && shop !== null) shops.push(shop);
    else leftOut.set(name, { shop: name, urls: [...before.urls, ...urls], mistakes: [...before.mistakes, ...why] });
  }
  const mistakes = [...ofSystem.values(), ...judged.map((one) => one.mistakes)].flat();
  return { systems, shops, leftOut: [...leftOut.values()], mistakes };
}

/** What a shop is judged beside. */
interface Context {
  readonly all: readonly Raw[];
  readonly systems: Raw;
  readonly adapters: readonly Adapter[];
}

/** One shop by itself, and what it has in common with the others. `uses`: the systems that it names. */
function judge(index: number, raw: Raw, context: Context) {
  const parsed = Shop.safeParse(raw);
  const uses: string[] = [];
  const mistakes = [...issuesOf(['shops', index], parsed), ...sharedWith(index, raw, context.all)];
  for (const role of ['erp', 'wms'] as const) {
    const name = raw[role];
    if (typeof name !== 'string' || name === '') continue;
    uses.push(name);
    const wrong = reference(name, role, context);
    if (wrong !== null) mistakes.push(`shops.${index}.${role}: ${wrong}`);
    else if (parsed.success) mistakes.push(...beyondAdapter(index, role, name, parsed.data, context));
  }
  return {
    name: ShopCode.safeParse(raw.code).success ? String(raw.code) : `shops.${index}`,
    urls: typeof raw.url === 'string' ? [raw.url] : [],
    shop: parsed.success ? parsed.data : null,
    uses,
    mistakes,
  };
}

/** A code of two shops says of neither which is meant; of two at one address the later is the mistake. */
function sharedWith(index: number, raw: Raw, all: readonly Raw[]): string[] {
  const keyOf = (value: unknown) => (typeof value === 'string' ? addressKey(value) : null);
  const same = (option: 'code' | 'url') => {
    const key = keyOf(raw[option]);
    return key === null ? -1 : all.findIndex((other, at) => at !== index && keyOf(other[option]) === key);
  };
  const [code, url] = [same('code'), same('url')];
  return [
    ...(code < 0 ? [] : [`shops.${index}.code: "${raw.code}" is the code of shops.${code} too`]),
    ...(url < 0 || url > index ? [] : [`shops.${index}.url: is the address of shops.${url} already`]),
  ];
}

function reference(name: string, role: Role, { systems, adapters }: Context): string | null {
  if (!Object.hasOwn(systems, name))
    return `no system "${name}" is configured (configured: ${Object.keys(systems).join(', ') || 'none'})`;
  const { adapter } = recordOf(systems[name]);
  const known = adapters.find((one) => one.name === adapter);
  return known === undefined || known.role === role ? null : `"${name}" is a ${known.name}, not a ${role}`;
}

/** A shop's returns need systems that take goods back, and parcels an ERP that can be told of them. */
function beyondAdapter(
  index: number,
  role: Role,
  name: string,
  shop: ShopConfiguration,
  { systems, adapters }: Context,
): string[] {
  const { adapter } = recordOf(systems[name]);
  const known = adapters.find((one) => one.name === adapter);
  if (known === undefined) return [];
  const is = `"${name}" is a ${known.name}, whose adapter`;
  const mistakes: string[] = [];
  if (shop.returns.mode !== 'off' && known.returns !== true)
    mistakes.push(`shops.${index}.returns.mode: ${is} knows no returns: "off" is the only mode`);
  if (role === 'erp' && shop.orders.reportShipments && known.reports !== true)
    mistakes.push(`shops.${index}.orders.reportShipments: ${is} can't be told of parcels: leave it off`);
  if (role === 'erp' && shop.returns.reportReceipts && known.reportsReturns !== true)
    mistakes.push(`shops.${index}.returns.reportReceipts: ${is} can't be told what came back: leave it off`);
  const { shortPick } = shop.orders;
  if (role === 'wms' && (shortPick === 'split' || shortPick === 'substitute') && known.tellsFreeStock !== true)
    mistakes.push(
      `shops.${index}.orders.shortPick: ${is} can't tell what lies where: "backorder" is as near as it gets`,
    );
  if (role === 'erp' && shortPick === 'substitute' && known.substitutes !== true)
    mistakes.push(`shops.${index}.orders.shortPick: ${is} takes no substitutes: "backorder" is as near as it gets`);
  return mistakes;
}

/** One line for each mistake that zod found, beginning with the option's path. */
export function issuesOf(path: readonly PropertyKey[], parsed: Read<unknown>): string[] {
  if (parsed.success) return [];
  return parsed.error.issues.map(
    (issue) => `${[...path, ...issue.path].join('.') || '(the whole file)'}: ${issue.message}`,
  );
}

export function recordOf(value: unknown): Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {};
}
