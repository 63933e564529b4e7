import { createHash } from 'node:crypto';
import type { Engine, EngineEvent } from '../engine/engine.ts';
import type { OutsideSystem } from '../systems/system.ts';
import type { Logger } from '../telemetry/log.ts';
import { type OurDocument, ourDocuments } from './notices.ts';
import type { UnclaimedBodies } from './unclaimed-bodies.ts';

export interface AnnouncementPorts {
  readonly engine: Pick<Engine, 'labelled' | 'submit'>;
  /** Codes of the served shops that use the system. */
  readonly shopsOf: (system: string) => ReadonlySet<string>;
  readonly bodies: Pick<UnclaimedBodies, 'keep'>;
  /** Told of shops that are now to be asked for a document. */
  readonly seek: (shop: string) => void;
  readonly log: Logger;
}

/** "These documents changed": believed, whatever brought it. `source` names the telling; a repeat has the same. */
export interface Announced {
  readonly system: Pick<OutsideSystem, 'name' | 'role'>;
  readonly source: string;
  readonly externalIds: readonly string[];
  /** As it came, and when (epoch ms); null: a poll. */
  readonly said: { readonly body: string; readonly receivedAt: number } | null;
}

/** What became of an announcement: `taken` by an order, `unclaimed` (the shop is asked), `foreign`: not about our documents. */
export type Outcome = 'taken' | 'unclaimed' | 'foreign';

/** The flow's state must stay small, and a vendor's ids need not be. */
const SOURCE_CHARACTERS_MAX = 64;

/**
 * Turns announcements into events: of the order, where this engine holds it under that very document; else of the system,
 * whose flow has the shop asked for it.
 */
export class Announcements {
  readonly #ports: AnnouncementPorts;

  constructor(ports: AnnouncementPorts) {
    this.#ports = ports;
  }

  /** Resolves once all of it is durable. */
  async take(announced: Announced): Promise<Outcome> {
    const events = this.eventsOf(announced);
    await this.#ports.engine.submit(events);
    for (const { shop, event } of events) if (event.type === 'unclaimed') this.#ports.seek(shop);
    return outcomeOf(events);
  }

  /** As `take`, but only for orders that this engine holds: nobody is asked for the others. */
  async takeHeld({ system, source, externalIds }: Announced): Promise<void> {
    const held = this.#ours(system, externalIds).filter((ours) => isHeld(this.#ports.engine, ours));
    await this.#ports.engine.submit(held.map((ours) => noticeOf(ours, system, shortened(system, source))));
  }

  /** The events for whoever submits them with others. */
  eventsOf({ system, source, externalIds, said }: Announced): EngineEvent[] {
    const name = shortened(system, source);
    return this.#ours(system, externalIds).map((ours) => {
      if (isHeld(this.#ports.engine, ours)) return noticeOf(ours, system, name);
      const body = said === null ? null : this.#keep(ours, name, { system: system.name, ...said });
      return {
        id: `unclaimed:${name}@${ours.document}`,
        shop: ours.shop,
        subject: `system/${system.name}`,
        event: { type: 'unclaimed', document: ours.document, source: name, body },
      };
    });
  }

  #ours(system: Pick<OutsideSystem, 'name' | 'role'>, externalIds: readonly string[]): OurDocument[] {
    return ourDocuments(externalIds, system, this.#ports.shopsOf(system.name));
  }

  /** A full disk must not keep the notice back. */
  #keep({ document, shop }: OurDocument, source: string, said: Parameters<UnclaimedBodies['keep']>[2]): string | null {
    try {
      return this.#ports.bodies.keep(document, source, said);
    } catch (error) {
      this.#ports.log.error({ shop, problem: String(error) }, "an unclaimed webhook's body could not be kept");
      return null;
    }
  }
}

export function outcomeOf(events: readonly EngineEvent[]): Outcome {
  if (events.some(({ event }) => event.type === 'notice')) return 'taken';
  return events.length > 0 ? 'unclaimed' : 'foreign';
}

/** Does this engine hold the subject, and under this document? Another order may have had the same number. */
export function isHeld(engine: Pick<Engine, 'labelled'>, { shop, subject, document }: OurDocument): boolean {
  return engine.labelled(shop, document).includes(subject);
}

export function noticeOf(
  { document, shop, subject }: OurDocument,
  { role }: Pick<OutsideSystem, 'role'>,
  source: string,
): EngineEvent {
  return { id: `${source}@${document}`, shop, subject, event: { type: 'notice', role } };
}

function shortened({ name }: Pick<OutsideSystem, 'name'>, source: string): string {
  const whole = `${name}:${source}`;
  if (whole.length <= SOURCE_CHARACTERS_MAX) return whole;
  return createHash('sha256').update(whole).digest('hex');
}
