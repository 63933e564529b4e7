import * as z from 'zod';
import type { ErpAdapter } from '../../adapter.ts';
import { examineSandbox } from '../../sandbox/examination.ts';
import { receiveSigned } from '../../sandbox/webhook.ts';
import { ApiAddress, SecretFile } from '../../settings.ts';
import { SandboxErp } from './sandbox-erp.ts';

const Settings = z.strictObject({
  url: ApiAddress,
  clientId: z.string().min(1),
  clientSecretFile: SecretFile,
  webhookSecretFile: SecretFile,
});

/** The small ERP of e2e/sandbox. */
export const sandboxErp: ErpAdapter = {
  name: 'sandbox-erp',
  role: 'erp',
  summary: 'The small ERP that demo and tests run',
  settings: Settings,
  reports: true,
  substitutes: true,
  returns: true,
  reportsReturns: true,
  open({ url, clientId, clientSecretFile, webhookSecretFile }: z.infer<typeof Settings>, surroundings) {
    const { secret, now } = surroundings;
    const webhookSecret = secret(webhookSecretFile);
    const port = new SandboxErp({ url, clientId, clientSecret: secret(clientSecretFile) }, surroundings);
    return {
      port,
      receive: receiveSigned.bind(null, webhookSecret),
      examine: (references, signal) => examineSandbox(port, references, signal, now),
    };
  },
};
