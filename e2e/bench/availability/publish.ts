import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Effect, EffectAnswer } from '@causeway/contracts';
import { openEmbeddedEngine } from '../../../worker/src/engine/embedded/open.ts';
import { deciders } from '../../../worker/src/flows/index.ts';
import { Ledger } from '../../../worker/src/inventory/ledger/ledger.ts';
import { Publisher } from '../../../worker/src/inventory/publisher.ts';
import { SourceReader } from '../../../worker/src/inventory/reader.ts';
import { positionsOf, SETTINGS } from './goods.ts';

const SKUS = 10_000;
const PAGE = 500;
const TAKEN_AT_ONCE = 200;
const SHOP = 'DEMO';
const live = new AbortController().signal;

/** How long 10,000 changed SKUs took: until they were in the ledger, in the engine, and their effects were all answered by the shop. */
export interface Published {
  readonly skus: number;
  readonly read_ms: number;
  readonly submitted_ms: number;
  readonly answered_ms: number;
}

/** Ledger, engine and flow as they are; the shop answers each effect at once, so this is what the worker can do, not a shop. */
export async function publish(folder: string): Promise<Published> {
  mkdirSync(folder, { recursive: true });
  for (const name of ['engine', 'inventory'])
    for (const end of ['', '-wal', '-shm']) rmSync(join(folder, `${name}.sqlite${end}`), { force: true });
  const ledger = new Ledger(join(folder, 'inventory.sqlite'));
  const engine = openEmbeddedEngine(join(folder, 'engine.sqlite'), {
    deciders,
    shop: () => ({ goLiveAt: 1, settings: SETTINGS }),
    dispatch: async () => ({ kind: 'waiting', at: Number.MAX_SAFE_INTEGER, why: 'no system' }),
    now: Date.now,
    callsAtOnce: 1,
    log: (level, message) => {
      if (level === 'error') throw new Error(message);
    },
  });
  engine.adopt(SHOP, { epoch: 1, shopId: 'bench', incarnation: 1, recovering: false });
  engine.start();
  const shop = { code: SHOP, erp: 'erp', wms: 'wms', settings: SETTINGS, isPaired: () => true };
  const publisher = new Publisher({ engine, ledger, shops: [shop], isStale: () => false, now: Date.now });
  let moved = 0;
  const reader = new SourceReader({
    ...{ source: 'erp', ledger, guards: [SETTINGS.guard], now: Date.now, log: { warn: () => undefined } as never },
    read: async (cursor) => {
      const from = cursor === null || cursor === 'end' ? 0 : Number(cursor);
      const asOf = new Date().toISOString();
      const positions = Array.from({ length: PAGE }, (_, nth) => positionsOf(from + nth, asOf, moved)).flat();
      const more = from + PAGE < SKUS;
      return { positions, asOf, cursor: more ? String(from + PAGE) : 'end', more } as never;
    },
  });
  try {
    await round();
    moved = 25;
    return await round();
  } finally {
    await engine.stop();
    ledger.close();
    rmSync(folder, { recursive: true });
  }

  async function round(): Promise<Published> {
    const began = performance.now();
    await reader.read(live);
    const read_ms = performance.now() - began;
    let ended = false;
    const answering = answerAll(() => ended);
    await publisher.publish('erp', live);
    const submitted_ms = performance.now() - began;
    await engine.drain();
    ended = true;
    const answered = await answering;
    if (answered !== SKUS) throw new Error(`${answered} SKUs were told, not ${SKUS}`);
    return { skus: SKUS, read_ms, submitted_ms, answered_ms: performance.now() - began };
  }

  /** Plays the shop: takes effects in batches and keeps each triple. Returns of how many SKUs it was told. */
  async function answerAll(isEnded: () => boolean): Promise<number> {
    const told = new Set<string>();
    for (;;) {
      const last = isEnded();
      const effects = engine.effects(SHOP, TAKEN_AT_ONCE);
      if (effects.length > 0)
        await engine.answer(
          SHOP,
          effects.map((effect) => answerOf(effect, told)),
        );
      else if (last) return told.size;
      else await pause(1);
    }
  }
}

function answerOf(effect: Effect, told: Set<string>): EffectAnswer {
  const { id, subject, epoch, n } = effect;
  const answer = { id, subject, epoch, n, result: 'applied', message: '', look: null } as const;
  if (effect.kind !== 'stock') return answer;
  const { sku, version, base, counted, checkpoint } = effect.body;
  told.add(sku);
  return { ...answer, stock: { sku, product_id: 1, version, base, counted, stock: base, checkpoint } };
}
