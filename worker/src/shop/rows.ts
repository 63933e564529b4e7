import { OutboxRow } from '@causeway/contracts';
import type { EngineEvent } from '../engine/engine.ts';

/** Served rows as events of the engine. `taken` are the row numbers to acknowledge once those are committed. */
export interface Intake {
  readonly events: readonly EngineEvent[];
  readonly taken: readonly number[];
  /** Rows that can't be read: logged, acknowledged by number where there is one, never a loop. */
  readonly unreadable: readonly {
    readonly row: number | null;
    readonly subject: string | null;
    readonly why: string;
  }[];
}

/** Subjects that an "all that match" command is about. */
export type Matching = (cause: string) => readonly string[];

/** Reads what a shop served; one bad row spoils no other. */
export function readRows(shop: string, rows: readonly unknown[], matching: Matching): Intake {
  const events: EngineEvent[] = [];
  const taken: number[] = [];
  const unreadable: Intake['unreadable'][number][] = [];
  for (const raw of rows) {
    const parsed = OutboxRow.safeParse(raw);
    if (parsed.success) {
      taken.push(parsed.data.row);
      events.push(...eventsOf(shop, parsed.data, matching));
    } else {
      const issue = parsed.error.issues[0];
      const { row, subject } = outline(raw);
      if (row !== null) taken.push(row);
      unreadable.push({ row, subject, why: `${issue?.path.join('.')}: ${issue?.message}` });
    }
  }
  return { events, taken, unreadable };
}

function eventsOf(shop: string, row: OutboxRow, matching: Matching): EngineEvent[] {
  const { event } = row;
  switch (row.kind) {
    case 'look': {
      const look = row.event.data;
      const traceId = event.traceparent.slice(3, 35);
      // A row that is served again may carry a newer revision: that is another event.
      const id = `${event.id}@${look.incarnation}.${look.rev}`;
      return [{ id, shop, subject: event.subject, event: { type: 'look', look, traceId }, memory: look.memory }];
    }
    case 'command': {
      const command = row.event.data;
      const subjects = command.filter === null ? [event.subject] : matching(command.filter.cause);
      return subjects.map((subject) => ({
        id: `${event.id}@${subject}`,
        shop,
        subject,
        event: { type: 'command', command },
      }));
    }
    case 'hint':
      // The mailbox route, which makes these, comes with its signature checks; until then there is none to read.
      return [];
  }
}

function outline(raw: unknown): { row: number | null; subject: string | null } {
  const { row, event } = (raw ?? {}) as { row?: unknown; event?: { subject?: unknown } };
  return {
    row: Number.isSafeInteger(row) && Number(row) > 0 ? Number(row) : null,
    subject: typeof event?.subject === 'string' ? event.subject.slice(0, 64) : null,
  };
}
