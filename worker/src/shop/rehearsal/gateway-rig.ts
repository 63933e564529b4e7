import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { host, Outside } from '../../engine/conformance/rig.ts';
import type { EmbeddedEngine } from '../../engine/embedded/embedded-engine.ts';
import { openEmbeddedEngine } from '../../engine/embedded/open.ts';
import { CredentialStore } from '../credential.ts';
import { type GatewayPorts, ShopGateway } from '../gateway.ts';
import { Lease } from '../lease.ts';
import { ModelShop } from './model-shop.ts';

type Told = Pick<GatewayPorts, 'returns' | 'untold'>;

/** A gateway between a model shop and a real engine, new for each test; both can be stopped and opened again. */
export class GatewayRig {
  folder = '';
  shop = new ModelShop();
  outside = new Outside();
  engine!: EmbeddedEngine;
  credentials!: CredentialStore;
  gateway!: ShopGateway;
  logged: string[] = [];

  openEngine(file = 'engine.sqlite'): void {
    this.outside = new Outside();
    this.engine = openEmbeddedEngine(join(this.folder, file), host(this.outside));
    this.engine.onEffects(() => this.gateway.ring());
    this.engine.start();
  }

  openGateway(told: Told = {}): void {
    const { engine, credentials, logged } = this;
    const credential = credentials.read('DEMO');
    if (credential === null) throw new Error('not paired');
    const ports = {
      ...{ engine, credentials, doorbell: null },
      api: { exchange: this.shop.exchange },
      lease: new Lease({ monotonicMs: () => performance.now(), wallMs: Date.now }),
      log: pino({ level: 'info' }, { write: (line: string) => void logged.push(JSON.parse(line).msg) }),
      observe: () => undefined,
      readHint: () => [],
      transcriptOf: (_: string, subject: string) => ({ subject, keeps: 'errors' as const, days: 7, entries: [] }),
      ...told,
    };
    this.gateway = new ShopGateway('DEMO', credential, ports);
    this.gateway.start();
  }

  isServing = () => eventually(() => expect([this.gateway.state, this.shop.waiting]).toEqual(['serving', 0]));

  async begin(): Promise<void> {
    this.folder = mkdtempSync(join(tmpdir(), 'causeway-gateway-'));
    this.credentials = new CredentialStore(this.folder);
    this.shop = new ModelShop();
    const { identity: shop } = this.shop;
    const token = 'x'.repeat(43);
    await this.credentials.write('DEMO', { url: 'http://127.0.0.1', token, shop, ackNumber: 0, goLiveAt: 0 });
    this.logged = [];
    this.openEngine();
  }

  async end(): Promise<void> {
    await this.gateway.stop();
    await this.engine.stop(0);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export const eventually = (met: () => void) => vi.waitFor(met, { interval: 2, timeout: 60_000 });

/** For a file of tests: the rig, begun and ended around each. */
export function gatewayRig(): GatewayRig {
  const rig = new GatewayRig();
  beforeEach(() => rig.begin());
  afterEach(() => rig.end());
  return rig;
}

/** Another worker serves the shop, and stops. */
export async function other(served: ModelShop): Promise<void> {
  served.leaseRuns = false;
  const request = { lease: { epoch: 0, release: true }, engine: { id: 'another', commit: 9 } };
  const nothing = {
    ack: { number: 0, rows: [] },
    effects: [],
    ask: { rows: 0, bytes: 0, open_after: null, looks: [] },
  };
  await served.exchange('', { ...request, ...nothing } as never);
}
