import { join } from 'node:path';
import type { LoadedConfiguration } from '../config/load.ts';
import { askWorker, ControlRefused } from '../control/client.ts';
import { SOCKET } from '../control/protocol.ts';
import { whyFromFile } from '../control/why/from-file.ts';
import { printed } from '../control/why/print.ts';
import type { WhyAnswer } from '../control/why/shape.ts';
import { EngineFileInUse } from '../engine/embedded/file-lock.ts';
import { CredentialStore } from '../shop/credential.ts';
import { askedOrder } from './asked-order.ts';
import type { Terminal } from './command.ts';

/**
 * `causeway why [SHOP] ORDER`: asks the worker that runs, or else the engine's file. Returns the exit status: 0, or 1
 * where nothing is known of the order. Throws `UsageMistake`, `ControlRefused`, `EngineFileTooNew`.
 */
export async function why(
  configuration: LoadedConfiguration,
  words: readonly string[],
  json: boolean,
  terminal: Terminal,
): Promise<number> {
  const { shop, order } = askedOrder('why', configuration, words);
  const answer = await answerTo(configuration, shop, order);
  if (json) terminal.out(JSON.stringify(answer, null, 2));
  else for (const line of printed(answer)) (answer.found ? terminal.out : terminal.err)(line);
  return answer.found ? 0 : 1;
}

async function answerTo(configuration: LoadedConfiguration, shop: string, order: string): Promise<WhyAnswer> {
  const { stateDirectory } = configuration;
  const socket = join(stateDirectory, SOCKET);
  const said = await askWorker(socket, { ask: 'why', shop, order });
  if (said !== null) return said.why;
  const settings = configuration.shops.find(({ code }) => code === shop)?.orders;
  if (settings === undefined) {
    const reason = `No worker runs, and the configuration of shop ${shop} has mistakes: causeway check names them.`;
    return { found: false, told_by: 'file', now: Date.now(), shop, reason, since: null };
  }
  const goLiveAt = new CredentialStore(stateDirectory).read(shop)?.goLiveAt ?? null;
  const file = join(stateDirectory, 'engine.sqlite');
  try {
    return await whyFromFile(file, { code: shop, goLiveAt, settings }, order, Date.now());
  } catch (error) {
    if (!(error instanceof EngineFileInUse)) throw error;
    throw new ControlRefused(`A worker runs, but does not answer on ${socket}; its log says why.`);
  }
}
