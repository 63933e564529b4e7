import * as z from 'zod';
import type { Adapter, Limits } from './adapter.ts';
import { PROTECTION, Protection } from './limits.ts';
import { secretFilesOf } from './options.ts';

/** A file that holds a secret; `credential:NAME` is one of systemd's credentials. Never the secret itself. */
export const SecretFile = z.string().min(1, 'the path of a file that holds the secret').meta({ secretFile: true });

/** Where an HTTP API begins. */
export const ApiAddress = z.url({
  protocol: /^https?$/,
  error: 'an address such as "https://erp.example.com/api"',
});

/** Of a system whose adapter and configuration say nothing else. */
export const LIMITS: Limits = { timeoutSeconds: 20, callsAtOnce: 4, pollEverySeconds: 60, ...PROTECTION };

/** What every configured system has, whatever its adapter. */
const Shared = Protection.extend({
  timeoutSeconds: z.number().min(1).max(60),
  callsAtOnce: z.int().min(1).max(64),
  pollEverySeconds: z.number().min(1).max(3600),
  /** A folder whose newest CSV file has its stock; left out: the system itself is asked. */
  stockFolder: z.string().startsWith('/', 'an absolute path').optional(),
  /** The day on which a secret ends, by the option that names its file: `{ "clientSecretFile": "2027-03-31" }`. */
  secretsExpire: z.record(z.string(), z.iso.date('a day such as "2027-03-31"')).default({}),
});

/** `secretsExpire` takes the adapter's own secrets only: a slip in the name would be a warning that never comes. */
function sharedOf(adapter: Adapter) {
  const files = secretFilesOf(adapter);
  return Shared.superRefine(({ secretsExpire }, context) => {
    for (const option of Object.keys(secretsExpire)) {
      if (files.includes(option)) continue;
      const message = `no secret file of ${adapter.name} (${files.join(', ') || 'it has none'})`;
      context.addIssue({ code: 'custom', path: ['secretsExpire', option], message });
    }
  });
}

/** One configured system: what it shares with all, its adapter, and what that adapter read of its own options. */
export interface SystemSettings extends z.infer<typeof Shared> {
  readonly adapter: Adapter;
  readonly own: unknown;
}

/** What zod's `safeParse` says, as far as it is looked at. */
export type Read<T> =
  | { readonly success: true; readonly data: T }
  | { readonly success: false; readonly error: { readonly issues: readonly z.core.$ZodIssue[] } };

/** Reads one entry of the configuration's `systems`, and tells every mistake in it at once. */
export function readSystem(raw: unknown, adapters: readonly Adapter[]): Read<SystemSettings> {
  const names = adapters.map(({ name }) => name);
  const entry = z.looseObject({ adapter: z.enum(names, `one of ${names.join(', ')}`) }).safeParse(raw);
  if (!entry.success) return entry;
  const { adapter: name, ...options } = entry.data;
  const adapter = adapters.find((one) => one.name === name) as Adapter;
  const isShared = (option: string) => Object.hasOwn(Shared.shape, option);
  const pick = (wanted: boolean) => Object.entries(options).filter(([option]) => isShared(option) === wanted);
  const shared = sharedOf(adapter).safeParse({ ...LIMITS, ...adapter.limits, ...Object.fromEntries(pick(true)) });
  const own = adapter.settings.safeParse(Object.fromEntries(pick(false)));
  if (shared.success && own.success) return { success: true, data: { ...shared.data, adapter, own: own.data } };
  return { success: false, error: { issues: [...(own.error?.issues ?? []), ...(shared.error?.issues ?? [])] } };
}
