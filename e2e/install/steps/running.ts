import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'vitest';
import { goLive, pairingCode } from '../../demo/connect.ts';
import { eventually } from '../../promises/ground.ts';
import { panelStatus } from '../../promises/shop-store.ts';
import { orderComesThrough } from '../orders.ts';
import type { Rig } from '../rig.ts';

const UNWELL = 'STATUS=NOT WELL: the engine cannot commit';

/** The service, from ready to asked to end; an order goes through it. */
export function running(rig: Rig): void {
  rig.step('ready is told once the intake listens, and the watchdog is fed', async () => {
    await rig.startWorker();
    expect(rig.heard[0]).toEqual(['READY=1', 'WATCHDOG=1', 'STATUS=nothing waits; not in touch with SHOP']);
    // On a busy machine an engine may take its time: then it is said, and well again.
    await eventually(() => expect(rig.heard.filter(([first]) => first === 'WATCHDOG=1').length).toBeGreaterThan(1));
    await eventually(async () => expect((await rig.healthz()).status).toBe(200));
    expect(JSON.parse(await rig.follow('health'))).toMatchObject({ healthy: true, problem: null });
  });

  rig.step('paired and live, an order goes through', async () => {
    const { shop } = rig.ground.served;
    rig.ground.server.replace(' CODE', ` ${await pairingCode(shop)}`);
    expect(await rig.follow('pair')).toContain('Paired SHOP');
    const looked = await rig.follow('doctor');
    for (const sign of [
      /✓ running /,
      /✓ sign in /,
      /✓ reference data /,
      /✓ plugin +version \S+ fits/,
      /✓ paired +not live/,
    ])
      expect(looked).toMatch(sign);
    await goLive(shop);
    await orderComesThrough(rig.ground, 1);
    expect((await panelStatus(shop)).worker.version).toBe(rig.ground.version);
  });

  rig.step('an engine that can not commit is not well, and the watchdog is not fed until it can', async () => {
    const file = new DatabaseSync(rig.ground.server.path('/var/lib/causeway/engine.sqlite'));
    file.exec('BEGIN IMMEDIATE');
    const before = rig.heard.length;
    const since = () => rig.heard.slice(before);
    await eventually(() => expect(since().filter(([first]) => first === UNWELL).length).toBeGreaterThan(2));
    await eventually(async () => {
      const sick = await rig.healthz();
      expect(sick.status).toBe(503);
      expect(await sick.json()).toMatchObject({ healthy: false, problem: 'the engine cannot commit' });
    });
    const unwell = since().findIndex(([first]) => first === UNWELL);
    const during = since().slice(unwell);
    file.exec('ROLLBACK');
    file.close();
    expect(during.flat()).not.toContain('WATCHDOG=1');
    const after = rig.heard.length;
    await eventually(() => expect(rig.heard.slice(after).flat()).toContain('WATCHDOG=1'));
    await eventually(async () => expect((await rig.healthz()).status).toBe(200));
  });

  rig.step('asked to end, it says so and ends with 0', async () => {
    const before = rig.heard.length;
    await rig.stopWorker();
    const last = ['STOPPING=1', 'STATUS=ending what it began'];
    await eventually(() => expect(rig.heard.slice(before).at(-1)).toEqual(last));
    expect(readFileSync(rig.log, 'utf8')).not.toContain('systemd can not be told');
  });
}
