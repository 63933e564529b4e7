import * as z from 'zod';
import type { WmsAdapter } from '../../adapter.ts';
import { examineSandbox } from '../../sandbox/examination.ts';
import { receiveSigned } from '../../sandbox/webhook.ts';
import { ApiAddress, SecretFile } from '../../settings.ts';
import { SandboxWms } from './sandbox-wms.ts';

const Settings = z.strictObject({ url: ApiAddress, apiKeyFile: SecretFile, webhookSecretFile: SecretFile });

/** The small warehouse of e2e/sandbox. */
export const sandboxWms: WmsAdapter = {
  name: 'sandbox-wms',
  role: 'wms',
  summary: 'The small warehouse that demo and tests run',
  settings: Settings,
  returns: true,
  tellsFreeStock: true,
  open({ url, apiKeyFile, webhookSecretFile }: z.infer<typeof Settings>, surroundings) {
    const { secret, now } = surroundings;
    const webhookSecret = secret(webhookSecretFile);
    const port = new SandboxWms({ url, apiKey: secret(apiKeyFile) }, surroundings);
    return {
      port,
      receive: receiveSigned.bind(null, webhookSecret),
      examine: (references, signal) => examineSandbox(port, references, signal, now),
    };
  },
};
