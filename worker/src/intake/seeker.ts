import { createHash, randomUUID } from 'node:crypto';
import type { LookEvent } from '@causeway/contracts';
import type { Engine, EngineEvent } from '../engine/engine.ts';
import type { Asked, SystemState } from '../flows/system/state.ts';
import type { Found } from '../shop/asking.ts';
import type { OutsideSystem } from '../systems/system.ts';
import { isHeld, noticeOf } from './announcements.ts';
import { type OurDocument, ourDocuments } from './notices.ts';
import type { UnclaimedBodies } from './unclaimed-bodies.ts';

export interface SeekerPorts {
  readonly engine: Pick<Engine, 'peek' | 'labelled' | 'submit' | 'line'>;
  /** By shop code: how it is asked, and the systems that it uses. */
  readonly shops: ReadonlyMap<string, SoughtShop>;
  readonly bodies: Pick<UnclaimedBodies, 'drop' | 'prune'>;
}

export interface SoughtShop {
  /** Resolves once what was found is a look of the engine. */
  ask(subjects: readonly string[]): Promise<Found>;
  readonly systems: readonly Pick<OutsideSystem, 'name' | 'role'>[];
}

const EVERY_MS = 2_000;
const PRUNE_MS = 3600_000;
/** After the shop could not be asked. */
const AGAIN_MS = 10_000;
const SUBJECTS_MAX = 100;

interface Pending extends OurDocument {
  readonly system: Pick<OutsideSystem, 'name' | 'role'>;
  readonly asked: Asked;
}

/** Asks shops for the documents that their `system` subjects wait for, and tells them what came of it. */
export class Seeker {
  readonly #ports: SeekerPorts;
  readonly #running = new Map<string, Promise<void>>();
  readonly #notBefore = new Map<string, number>();
  #timers: NodeJS.Timeout[] = [];

  constructor(ports: SeekerPorts) {
    this.#ports = ports;
  }

  start(): void {
    const all = () => {
      for (const shop of this.#ports.shops.keys()) this.wake(shop);
    };
    this.#ports.bodies.prune();
    this.#timers = [setInterval(all, EVERY_MS), setInterval(() => this.#ports.bodies.prune(), PRUNE_MS)];
    all();
  }

  /** Looks now whether there is something to ask the shop for. */
  wake(shop: string): void {
    if (this.#running.has(shop) || performance.now() < (this.#notBefore.get(shop) ?? 0)) return;
    const run = this.seek(shop)
      .catch(() => void this.#notBefore.set(shop, performance.now() + AGAIN_MS))
      .finally(() => this.#running.delete(shop));
    this.#running.set(shop, run);
  }

  /** Ends when nothing more is asked for; questions that are out end with the shops' gateways. */
  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  /** One round: at most a hundred subjects. Rejects where the shop could not be asked. */
  async seek(shop: string): Promise<void> {
    const { engine, shops } = this.#ports;
    const sought = shops.get(shop);
    // What is being loaded anyway need not be asked for; afterwards it is held.
    if (sought === undefined || engine.line(shop).recovering) return;
    const pending = this.#pending(shop, sought);
    if (pending.length === 0) return;
    const unheld = pending.filter((one) => !isHeld(engine, one));
    const subjects = [
      ...new Set(unheld.flatMap(({ subject, begun }) => (begun === null ? [subject] : [subject, begun.order]))),
    ];
    const found = subjects.length === 0 ? new Map<string, LookEvent | null>() : await sought.ask(subjects);
    const claimed = new Set(
      pending.filter(
        (one) => !unheld.includes(one) || isAbout(found.get(one.subject) ?? null, one) || begins(found, one),
      ),
    );
    await engine.submit(eventsOf(shop, pending, claimed, found));
    for (const { asked } of claimed) if (asked.body !== null) this.#ports.bodies.drop(asked.body);
  }

  #pending(shop: string, { systems }: SoughtShop): Pending[] {
    const pending: Pending[] = [];
    const subjects = new Set<string>();
    for (const system of systems) {
      const held = this.#ports.engine.peek({ shop, subject: `system/${system.name}` });
      for (const asked of (held?.state as SystemState | undefined)?.asked ?? []) {
        for (const ours of ourDocuments([asked.document], system, new Set([shop]))) {
          if (subjects.size >= SUBJECTS_MAX && !subjects.has(ours.subject)) continue;
          subjects.add(ours.subject);
          pending.push({ ...ours, system, asked });
        }
      }
    }
    return pending;
  }
}

function eventsOf(
  shop: string,
  pending: readonly Pending[],
  claimed: ReadonlySet<Pending>,
  found: ReadonlyMap<string, LookEvent | null>,
): EngineEvent[] {
  const events = [...claimed].map((one) =>
    begins(found, one) ? beginningOf(one) : noticeOf(one, one.system, one.asked.source),
  );
  for (const name of new Set(pending.map(({ system }) => system.name))) {
    const asked = pending.filter(({ system }) => system.name === name);
    const documents = (is: boolean) => asked.filter((one) => claimed.has(one) === is).map(({ document }) => document);
    const event = { type: 'sought', found: documents(true), unknown: documents(false) } as const;
    events.push({ id: `sought:${randomUUID()}`, shop, subject: `system/${name}`, event });
  }
  return events;
}

/** A return that a system's own people began under an order that the shop has, and that nobody here knows of yet. */
function begins(found: ReadonlyMap<string, LookEvent | null>, { subject, begun }: Pending): boolean {
  if (begun === null || found.get(subject) !== null) return false;
  return isAbout(found.get(begun.order) ?? null, { document: begun.orderExternalId });
}

function beginningOf({ shop, subject, begun, system, asked }: Pending): EngineEvent {
  const { order: _, ...body } = begun ?? { order: '' };
  return {
    id: `${asked.source}@${asked.document}`,
    shop,
    subject,
    event: { type: 'told', from: `system/${system.name}`, body },
  };
}

/** The external id ends in a mark of the order's key: the same number may have been another order's before. */
function isAbout(look: LookEvent | null, { document }: Pick<OurDocument, 'document'>): boolean {
  if (look === null) return false;
  const { snapshot, memory } = look.data;
  if (JSON.stringify(memory.checkpoint?.body ?? {}).includes(`"${document}"`)) return true;
  const said = snapshot as { deleted?: unknown; key?: unknown; order?: { key?: unknown } } | null;
  // Of what was deleted before any engine left word, nobody but a person can tell whose document that is.
  if (said?.deleted === true) return false;
  const key = said?.key ?? said?.order?.key;
  return typeof key !== 'string' || createHash('sha256').update(key).digest('hex').startsWith(document.slice(-4));
}
