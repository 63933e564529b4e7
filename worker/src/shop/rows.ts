import { type Hint, LookEvent, OutboxRow, type SelectedSubject } from '@causeway/contracts';
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

/** What a webhook of the shop's mailbox says; nothing where it isn't believed. */
export type Hinted = (hint: Hint) => readonly EngineEvent[];

type CommandEvent = Extract<OutboxRow, { kind: 'command' }>['event'];

/** Reads what a shop served; one bad row spoils no other. */
export function readRows(shop: string, rows: readonly unknown[], matching: Matching, hinted: Hinted): Intake {
  const events: EngineEvent[] = [];
  const taken: number[] = [];
  const unreadable: Intake['unreadable'][number][] = [];
  for (const raw of rows) {
    const parsed = OutboxRow.safeParse(raw);
    if (parsed.success) {
      taken.push(parsed.data.row);
      events.push(...eventsOf(shop, parsed.data, matching, hinted));
    } else {
      const { row, subject } = outline(raw);
      if (row !== null) taken.push(row);
      unreadable.push({ row, subject, why: firstIssue(parsed.error) });
    }
  }
  return { events, taken, unreadable };
}

function eventsOf(shop: string, row: OutboxRow, matching: Matching, hinted: Hinted): readonly EngineEvent[] {
  const { event } = row;
  switch (row.kind) {
    case 'look': {
      const { incarnation, rev } = row.event.data;
      // A row that is served again may carry a newer revision: that is another event.
      return [lookOf(shop, row.event, `${event.id}@${incarnation}.${rev}`)];
    }
    case 'command':
      return commandsOf(shop, row.event, matching);
    case 'hint':
      return hinted(row.event.data);
  }
}

/** One command each for the subject, for all that match, or for those that were chosen. */
function commandsOf(shop: string, { id, subject, data }: CommandEvent, matching: Matching): readonly EngineEvent[] {
  const { about, selected, ...command } = data;
  const all = command.filter === null ? [subject] : matching(command.filter.cause);
  const chosen: readonly SelectedSubject[] = selected ?? all.map((each) => ({ subject: each, seen: command.seen }));
  const commands = chosen.map(({ subject: each, seen }): EngineEvent => {
    return { id: `${id}@${each}`, shop, subject: each, event: { type: 'command', command: { ...command, seen } } };
  });
  // An engine that doesn't hold a subject must know it before it can obey.
  const names = new Set(chosen.map((each) => each.subject));
  const looks = [about].flat().flatMap((raw) => {
    const look = LookEvent.safeParse(raw);
    return look.success && names.has(look.data.subject) ? [look.data] : [];
  });
  return [...looks.map((look) => lookOf(shop, look, `${id}@look@${look.subject}`)), ...commands];
}

/** A look at a subject, whatever brought it, as an event of the engine. */
export function lookOf(shop: string, event: LookEvent, id: string, more: { recovering?: true } = {}): EngineEvent {
  const { subject, traceparent, data: look } = event;
  const traceId = traceparent.slice(3, 35);
  return { id, shop, subject, event: { type: 'look', look, traceId, ...more }, memory: look.memory };
}

/** What the shop answered to `ask.looks`. A subject whose look can't be read is in `unreadable`, and has no answer. */
export function readLooks(looks: readonly { readonly subject: string; readonly event: unknown }[]) {
  const found = new Map<string, LookEvent | null>();
  const unreadable: (UnreadableLook & { readonly subject: string })[] = [];
  for (const { subject, event } of looks) {
    const parsed = event === null ? null : LookEvent.safeParse(event);
    if (parsed === null) found.set(subject, null);
    else if (parsed.success && parsed.data.subject === subject) found.set(subject, parsed.data);
    else unreadable.push({ subject, why: parsed.success ? 'it is about another subject' : firstIssue(parsed.error) });
  }
  return { found, unreadable };
}

export interface UnreadableLook {
  /** Null: it doesn't even say what it is about. */
  readonly subject: string | null;
  readonly why: string;
}

/** A page of open subjects. */
export function readOpen(events: readonly unknown[]) {
  const found: LookEvent[] = [];
  const unreadable: UnreadableLook[] = [];
  for (const raw of events) {
    const parsed = LookEvent.safeParse(raw);
    if (parsed.success) found.push(parsed.data);
    else unreadable.push({ subject: outline({ event: raw }).subject, why: firstIssue(parsed.error) });
  }
  return { found, unreadable };
}

function firstIssue({ issues }: { readonly issues: readonly { path: PropertyKey[]; message: string }[] }): string {
  return `${issues[0]?.path.map(String).join('.')}: ${issues[0]?.message}`;
}

function outline(raw: unknown): { row: number | null; subject: string | null } {
  const { row, event } = (raw ?? {}) as { row?: unknown; event?: { subject?: unknown } };
  return {
    row: Number.isSafeInteger(row) && Number(row) > 0 ? Number(row) : null,
    subject: typeof event?.subject === 'string' ? event.subject.slice(0, 64) : null,
  };
}
