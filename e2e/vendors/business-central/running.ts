import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type * as z from 'zod';
import { Configuration } from './configuration.ts';
import { Control } from './control-client.ts';

export interface Options {
  /** The folder of the store; the same folder again is the same Business Central. */
  readonly folder: string;
  /** 0: any free port. Give the port of before for a restart under the same addresses. */
  readonly port?: number;
  readonly controlPort?: number;
  /** What differs from the configuration's defaults (configuration.ts). */
  readonly configuration?: z.input<typeof Configuration>;
}

/** A Business Central that runs as a process of its own. */
export interface BusinessCentral {
  /**
   * What stands for `https://api.businesscentral.dynamics.com`. The API is at
   * `{url}/v2.0/{tenant}/{environment}/api/v2.0`, a company below it at `companies({companyId})`.
   */
  readonly url: string;
  /** The whole address of the token endpoint. */
  readonly tokenUrl: string;
  readonly scope: string;
  readonly tenant: string;
  readonly environment: string;
  readonly companyId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly control: Control;
  /** SIGTERM, and waits for the end. */
  stop(): Promise<void>;
  /** SIGKILL, and waits for the end. */
  kill(): Promise<void>;
}

/** Starts a Business Central; rejects with what it said when it doesn't come up. */
export async function startBusinessCentral(options: Options): Promise<BusinessCentral> {
  const configuration = Configuration.parse(options.configuration ?? {});
  const file = join(options.folder, 'business-central.json');
  writeFileSync(file, JSON.stringify(configuration), { mode: 0o600 });
  const [port, controlPort] = [options.port ?? 0, options.controlPort ?? 0].map(String);
  const main = join(import.meta.dirname, 'main.ts');
  const flags = [
    '--dir',
    options.folder,
    '--port',
    port ?? '0',
    '--control-port',
    controlPort ?? '0',
    '--config',
    file,
  ];
  const child = spawn(process.execPath, [main, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  const { url, control } = await ready(child);
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };
  return {
    url,
    tokenUrl: `${url}/${configuration.tenant}/oauth2/v2.0/token`,
    scope: configuration.scope,
    tenant: configuration.tenant,
    environment: configuration.environment,
    companyId: configuration.companies[0]?.id ?? '',
    clientId: configuration.client_id,
    clientSecret: configuration.client_secret,
    control: new Control(control, configuration.control_token),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

async function ready(child: ChildProcess): Promise<{ url: string; control: string }> {
  if (child.stdout === null) throw new Error('no output to read');
  for await (const line of createInterface({ input: child.stdout }))
    return JSON.parse(line) as { url: string; control: string };
  throw new Error('business-central ended before it was ready');
}
