import type { DecisionContext } from '@causeway/contracts';
import { stumbledGate } from '../../engine/embedded/fallback-mirror.ts';
import { CAUSES } from '../../engine/embedded/problem.ts';
import type { Engine } from '../../engine/engine.ts';
import { type Explanation, explain } from '../../flows/order/explain.ts';
import { numberLabel, orderFlow } from '../../flows/order/order-flow.ts';
import type { OrderSettings } from '../../flows/order/settings.ts';
import type { OrderState } from '../../flows/order/state.ts';
import type { OrderName } from './order-name.ts';

export interface ShopContext {
  readonly code: string;
  /** Epoch ms; null: not live, or nobody said yet. */
  readonly goLiveAt: number | null;
  readonly settings: OrderSettings;
  /** What the calls to a role wait for; left out: nobody knows, no worker runs. */
  readonly held?: NonNullable<DecisionContext<OrderSettings>['held']>;
}

/** What an engine has of an order. `reason`: it knows of the name, and yet can't answer for it. */
export type Held = { readonly orderId: number; readonly explanation: Explanation } | { readonly reason: string };

type Found = Pick<Engine, 'peek' | 'labelled'>;

/** Finds the order in the engine's file and explains it. Null: it isn't held. */
export function heldOrder(engine: Found, shop: ShopContext, name: OrderName, now: number): Held | null {
  for (const subject of subjectsOf(engine, shop.code, name)) {
    const kept = engine.peek({ shop: shop.code, subject });
    const stumbled = stumbledAt(engine, shop.code, subject);
    if (kept === null) {
      if (stumbled === null) continue;
      return { reason: stumbled.detail };
    }
    if (kept.flow !== orderFlow.flow || kept.version !== orderFlow.version) {
      return { reason: `It was last decided by another version of the worker (${kept.flow} ${kept.version}).` };
    }
    const { settings, held = {} } = shop;
    const context: DecisionContext<OrderSettings> = { now, subject, shop, settings, held };
    const explanation = explain(kept.state as OrderState, context);
    const reason = mistaken(name, explanation.externalId);
    if (reason !== null) return { reason };
    const gates = stumbled === null ? explanation.gates : [stumbled, ...explanation.gates];
    return { orderId: Number(subject.slice('order/'.length)), explanation: { ...explanation, gates } };
  }
  return null;
}

/** An event of it could not be decided, and waits for a person: that comes before every gate of the flow. */
function stumbledAt(engine: Found, shop: string, subject: string) {
  const cause = Object.values(CAUSES).find((each) => engine.labelled(shop, each).includes(subject));
  return cause === undefined ? null : stumbledGate(cause, null);
}

/** The order with that id comes before one with that number. */
function subjectsOf(engine: Found, shop: string, { text, id, externalId }: OrderName): string[] {
  if (externalId !== null) return [...engine.labelled(shop, externalId), `order/${id}`];
  return [...(id === null ? [] : [`order/${id}`]), ...engine.labelled(shop, numberLabel(text))];
}

/** An external id is made of id and order key: another one under the same id is another order. */
function mistaken({ id, externalId }: OrderName, known: string | null): string | null {
  if (externalId === null || known === null || known === externalId) return null;
  return `Order ${id} is ${known}; nothing is known of ${externalId}. Was the shop restored, or is a character wrong?`;
}
