import { expect } from 'vitest';
import { panelStatus } from '../../promises/shop-store.ts';
import { evalPhp } from '../../stage/index.ts';
import { orderComesThrough } from '../orders.ts';
import type { Rig } from '../rig.ts';

/** Other versions of both packages, and back. */
export function update(rig: Rig): void {
  rig.step('updated and taken back, it goes on with the same shop', async () => {
    const { shop } = rig.ground.served;
    const versions = async () => {
      const status = await panelStatus(shop);
      return { worker: status.worker.version, plugin: await evalPhp<string>(shop, 'return Causeway\\VERSION;') };
    };
    await rig.follow('update the plugin');
    await rig.follow('update the worker');
    await rig.startWorker();
    await orderComesThrough(rig.ground, 2);
    expect(await versions()).toEqual({ worker: rig.ground.nextVersion, plugin: rig.ground.nextVersion });
    await rig.stopWorker();
    await rig.follow('go back with the worker');
    await rig.follow('go back with the plugin');
    await rig.startWorker();
    await orderComesThrough(rig.ground, 3);
    expect(await versions()).toEqual({ worker: rig.ground.version, plugin: rig.ground.version });
    await rig.stopWorker();
  });
}
