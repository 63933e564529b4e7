import type { Shop } from '../../stage/index.ts';

/** One way for orders to travel from a shop to an outside system, and that system, which can be made to fail. */
export interface Side {
  readonly name: string;
  readonly shop: Shop;
  /** Order id → when the system took it (answered with success), epoch ms. */
  arrivals(): ReadonlyMap<number, number>;
  /** From now on the system answers 500 to everything, or is well again. */
  setFailing(failing: boolean): Promise<void>;
  /** Nothing that waits is tried any more by itself. */
  hasGivenUp(): Promise<boolean>;
  /** What a person finds afterwards. */
  verdict(): Promise<string>;
  stop(): Promise<void>;
}
