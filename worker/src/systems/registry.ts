import * as z from 'zod';
import { ERP_ACTING, erpOperations } from './erp/operations.ts';
import { SandboxErp } from './erp/sandbox/sandbox-erp.ts';
import { receiveSigned } from './sandbox/webhook.ts';
import type { OutsideSystem } from './system.ts';
import { WMS_ACTING, wmsOperations } from './wms/operations.ts';
import { SandboxWms } from './wms/sandbox/sandbox-wms.ts';

/** A file that holds a secret; `credential:NAME` is one of systemd's credentials. Never the secret itself. */
const SecretFile = z.string().min(1, 'the path of a file that holds the secret');

const limits = {
  url: z.url({ protocol: /^https?$/, error: 'an address such as "https://erp.example.com/api"' }),
  /** How long one call may take; at most 60, so that it fits the lease. */
  timeoutSeconds: z.number().min(1).max(60).default(20),
  callsAtOnce: z.int().min(1).max(64).default(4),
  /** How often to ask for changes that no webhook told of. */
  pollEverySeconds: z.number().min(1).max(3600).default(60),
  webhookSecretFile: SecretFile,
};

/** One outside system in the configuration; `adapter` says which of the fields below it has. */
export const SystemSettings = z.discriminatedUnion('adapter', [
  z.strictObject({
    adapter: z.literal('sandbox-erp'),
    clientId: z.string().min(1),
    clientSecretFile: SecretFile,
    ...limits,
  }),
  z.strictObject({ adapter: z.literal('sandbox-wms'), apiKeyFile: SecretFile, ...limits }),
]);

export type SystemSettings = z.infer<typeof SystemSettings>;

/** The adapters there are; a name ends with the role that its systems have. */
export const ADAPTERS = SystemSettings.options.map(({ shape }) => shape.adapter.value);

export interface Surroundings {
  /** Reads a secret file; throws with the path in its message, never the content. */
  readonly secret: (file: string) => string;
  readonly now: () => number;
}

/** Makes the adapter that the settings name. */
export function openSystem(name: string, settings: SystemSettings, { secret, now }: Surroundings): OutsideSystem {
  const webhookSecret = secret(settings.webhookSecretFile);
  const frame = {
    name,
    timeoutMs: settings.timeoutSeconds * 1000,
    callsAtOnce: settings.callsAtOnce,
    pollEverySeconds: settings.pollEverySeconds,
    receive: receiveSigned.bind(null, webhookSecret),
  };
  switch (settings.adapter) {
    case 'sandbox-erp': {
      const { url, clientId } = settings;
      const erp = new SandboxErp({ url, clientId, clientSecret: secret(settings.clientSecretFile) }, now);
      return {
        ...frame,
        role: 'erp',
        operations: erpOperations(erp),
        acting: ERP_ACTING,
        changedSince: erp.changedSince.bind(erp),
      };
    }
    case 'sandbox-wms': {
      const wms = new SandboxWms({ url: settings.url, apiKey: secret(settings.apiKeyFile) }, now);
      return {
        ...frame,
        role: 'wms',
        operations: wmsOperations(wms),
        acting: WMS_ACTING,
        changedSince: wms.changedSince.bind(wms),
      };
    }
  }
}
