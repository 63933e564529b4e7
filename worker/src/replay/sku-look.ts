import type { Finding } from '../systems/examination.ts';
import type { OutsideSystem } from '../systems/system.ts';
import type { SkuLook } from './rehearsal.ts';

/** Looking at more than this would be a load on the ERP. */
const QUESTIONS_MAX = 200;

/**
 * Which SKUs the ERP doesn't have, by what its adapter examines for `doctor`: that says only whether all are known, so
 * halves are asked about until each unknown one stands alone.
 */
export function skuLook(examine: OutsideSystem['examine']): SkuLook {
  return async (skus, signal) => {
    let questions = 0;
    const verdict = async (asked: readonly string[]): Promise<Finding | undefined> => {
      questions += 1;
      const words = { skus: asked, taxCodes: [], paymentMethods: [], shippingMethods: [] };
      return (await examine(words, signal)).find(({ check }) => check === 'reference_data');
    };
    if (skus.length === 0) return [];
    const plain = await verdict([]);
    if (plain === undefined || plain.result === 'not_checked') return 'its adapter does not look at SKUs';
    if (plain.result !== 'ok') return `it lacks more than SKUs (${plain.detail}); see causeway doctor`;
    const unknown: string[] = [];
    const waiting: (readonly string[])[] = [skus];
    for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
      if (questions >= QUESTIONS_MAX)
        return `more than ${unknown.length} of them it does not (${unknown.slice(0, 20).join(', ')})`;
      if ((await verdict(part))?.result === 'ok') continue;
      const half = Math.ceil(part.length / 2);
      if (part.length === 1) unknown.push(...part);
      else waiting.push(part.slice(half), part.slice(0, half));
    }
    return unknown;
  };
}
