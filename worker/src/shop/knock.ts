import { randomUUID } from 'node:crypto';
import { type ExchangeRequest, PROTOCOL, type Refusal } from '@causeway/contracts';
import { WORKER_VERSION } from '../config/versions.ts';
import type { Credential } from './credential.ts';
import { ShopApi } from './shop-api.ts';

/** How a shop stands with us, as far as it can be known without a turn of its own. */
export interface Knocked {
  /** Null: all that is looked at before an exchange takes its turn is in order. */
  readonly refusal: Refusal | null;
  /** The plugin's version; null: the shop did not come so far as to tell. */
  readonly plugin: string | null;
  readonly date: string | null;
}

/** No plugin is in it, so that the shop refuses, last of all before it would touch its lease. */
const NO_PLUGIN = { min: '0.0.0', below: '0.0.0' };
const NOBODY = {
  id: '00000000-0000-4000-8000-000000000000',
  incarnation: 1,
  home_hash: '0'.repeat(64),
  environment: '',
};

/**
 * Knocks at the shop's door without coming in: an exchange for which no plugin is right. The shop looks at transport,
 * token, pairing, shape, whether it is a copy, and at versions, in this order, and then refuses; it writes nothing, and a
 * worker that runs doesn't notice. Without a credential it refuses for want of a token: the plugin is there, no more.
 * Throws `SystemFailure`.
 */
export async function knock(url: string, credential: Credential | null, signal: AbortSignal): Promise<Knocked> {
  const { refusal, date } = await new ShopApi(url).refusalOf(credential?.token ?? '', requestOf(credential), signal);
  const plugin = typeof refusal.data.plugin === 'string' ? refusal.data.plugin : null;
  const expected =
    refusal.code === 'causeway_version' &&
    refusal.message.includes(`from ${NO_PLUGIN.min} to below ${NO_PLUGIN.below}`);
  return { refusal: expected ? null : refusal, plugin, date };
}

function requestOf(credential: Credential | null): ExchangeRequest {
  return {
    protocol: PROTOCOL,
    worker: { version: WORKER_VERSION, plugin: NO_PLUGIN },
    engine: { id: randomUUID(), commit: 0 },
    shop: credential?.shop ?? NOBODY,
    lease: { epoch: 0, release: false },
    ack: { number: 0, rows: [] },
    effects: [],
    ask: { rows: 0, bytes: 0, open_after: null, looks: [] },
    doorbell: null,
  };
}
