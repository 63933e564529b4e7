import { afterEach, beforeEach, describe } from 'vitest';
import { fairness } from './conformance/fairness.conformance.ts';
import { isolation } from './conformance/isolation.conformance.ts';
import { lasting } from './conformance/lasting.conformance.ts';
import { once } from './conformance/once.conformance.ts';
import { order } from './conformance/order.conformance.ts';
import { asThePortSays } from './conformance/port.conformance.ts';
import { recovery } from './conformance/recovery.conformance.ts';
import { type EnginePlace, Stage } from './conformance/stage.ts';

/**
 * What every engine must keep to, whatever it stands on; named after the promises of design 6.
 *
 * @example conformance('The embedded engine', () => ({ open, crash, remove }));
 */
export function conformance(name: string, makePlace: () => EnginePlace): void {
  describe(`${name} keeps to the engine's port`, () => {
    const stage = new Stage(makePlace);
    beforeEach(() => stage.set());
    afterEach(() => stage.strike());
    lasting(stage);
    once(stage);
    order(stage);
    isolation(stage);
    fairness(stage);
    recovery(stage);
    asThePortSays(stage);
  });
}
