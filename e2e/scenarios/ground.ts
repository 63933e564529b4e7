import { control, heal, set } from '../demo/back-office-control.ts';
import { type Demo, startDemo } from '../demo/demo.ts';
import type { DemoOptions } from '../demo/options.ts';
import { checkout } from '../promises/ground.ts';
import { evalPhp, productCount } from '../stage/index.ts';
import { count } from './goods.ts';
import { type ScenarioWorker, takeOver } from './worker.ts';

/** One shop, one back office and one worker for all scenarios, one after the other. */
export interface Ground {
  readonly demo: Demo;
  readonly worker: ScenarioWorker;
  stop(): Promise<void>;
}

/** Lays and starts everything; WooCommerce's fulfilments are on. Throws where there is no WooCommerce. */
export async function openGround(options: DemoOptions, say: (line: string) => void): Promise<Ground> {
  const demo = await startDemo({ ...options, store: 'woocommerce' }, checkout, say);
  try {
    await evalPhp(demo.served.shop, FULFILMENTS_ON);
    // As many of the stage's own products as the shop has.
    const skus = Array.from({ length: productCount }, (_, index) => `SKU-${String(index + 1).padStart(3, '0')}`);
    await count(demo.backOffice, Object.fromEntries(skus.map((sku) => [sku, 1000])));
    const worker = await takeOver(demo);
    const stop = async () => {
      await worker.stop();
      await demo.stop();
    };
    return { demo, worker, stop };
  } catch (error) {
    await demo.stop();
    throw error;
  }
}

/** The back office as its configuration has it, whatever the scenario before did to it. */
export async function calm({ demo: { backOffice } }: Ground): Promise<void> {
  await heal(backOffice);
  await control(backOffice, 'wms', 'DELETE', 'picks');
  await set(backOffice, 'erp', { allocate_after_ms: 200, close_after_ms: 1000 });
  await set(backOffice, 'wms', { pick_after_ms: 200, pack_after_ms: 100, ship_after_ms: 100 });
}

/** Its tables come with the first request after. */
const FULFILMENTS_ON = `
  update_option( 'woocommerce_feature_fulfillments_enabled', 'yes' );
  wc_get_container()->get( Automattic\\WooCommerce\\Admin\\Features\\Fulfillments\\FulfillmentsController::class )->initialize_fulfillments();
  return true;`;
