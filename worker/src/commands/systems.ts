import type { LoadedConfiguration } from '../config/load.ts';
import type { Adapter, Limits } from '../systems/adapter.ts';
import { type Option, optionsOf } from '../systems/options.ts';
import { LIMITS } from '../systems/settings.ts';
import type { Terminal } from './command.ts';

const ROLES = { erp: 'ERP', wms: 'warehouse' } as const;

const ABOUT: Readonly<Record<string, string>> = {
  timeoutSeconds: 'how long one call may take',
  callsAtOnce: 'how many calls, over all shops',
  pollEverySeconds: 'how often it is asked what changed',
  rates: 'at most so many requests: [{"requests": 600, "perSeconds": 60, "burst": 20}]',
  adaptive: 'fewer calls at once while it is slow or says "too many"',
  breaker: 'after so many failures in a row it is left alone, and tried again after a pause',
  maintenance: 'when it is left alone: [{"days": ["sun"], "from": "02:00", "to": "04:00", "zone": "Europe/Berlin"}]',
  secretsExpire: 'the day on which a secret ends: {"<option>": "2027-03-31"}',
};

/** A configured system, its adapter's name, and the shops that use it, by code. */
interface InUse {
  readonly name: string;
  readonly adapter: string;
  readonly role: 'erp' | 'wms';
  readonly shops: readonly string[];
}

/** `causeway systems`: the adapters there are with their options, and, with a configuration, who uses what. */
export function systems(
  adapters: readonly Adapter[],
  configuration: LoadedConfiguration | null,
  json: boolean,
  terminal: Terminal,
): void {
  const told = adapters.map((adapter) => {
    const { name, role, summary, limits } = adapter;
    return { name, role, summary, options: [...optionsOf(adapter), ...shared({ ...LIMITS, ...limits })] };
  });
  const inUse = configuration === null ? null : used(configuration);
  if (json) {
    terminal.out(JSON.stringify({ adapters: told, systems: inUse }, null, 2));
    return;
  }
  for (const { name, role, summary, options } of told) {
    terminal.out(`${name} (${ROLES[role]}): ${summary}`);
    for (const option of options) terminal.out(`  ${lineOf(option)}`);
    terminal.out('');
  }
  for (const { name, adapter, role, shops } of inUse ?? [])
    terminal.out(`${name}: ${adapter}, ${ROLES[role]} of ${shops.join(', ') || 'no shop'}`);
}

/** What every system may say, with what its adapter takes for granted. */
function shared(limits: Limits): Option[] {
  const frame = { ...limits, secretsExpire: {} };
  return Object.entries(frame).map(([name, value]) => {
    return { name, required: false, default: value, about: ABOUT[name] ?? '', secretFile: false };
  });
}

function lineOf({ name, required, default: otherwise, about, oneOf = [], secretFile }: Option): string {
  const need = required
    ? 'needed'
    : otherwise === undefined
      ? 'may be left out'
      : `default ${JSON.stringify(otherwise)}`;
  const says = [about, oneOf.join(' or '), secretFile ? "a secret's file" : '']
    .filter((part) => part !== '')
    .join('; ');
  return `${name.padEnd(20)} ${need}${says === '' ? '' : `; ${says}`}`;
}

function used({ systems, shops }: LoadedConfiguration): InUse[] {
  return Object.entries(systems).map(([name, { adapter }]) => ({
    name,
    adapter: adapter.name,
    role: adapter.role,
    shops: shops.filter(({ erp, wms }) => erp === name || wms === name).map(({ code }) => code),
  }));
}
