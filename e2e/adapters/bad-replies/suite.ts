import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Poller } from '../../../worker/src/intake/poller.ts';
import type { Played } from '../../../worker/src/systems/conformance/bench.ts';
import { newExternalId, until } from '../../../worker/src/systems/conformance/documents.ts';
import type { Call, FaultProxy } from '../fault-proxy.ts';
import type { Candidate, Line } from './line.ts';
import type { Measured, Task } from './reader-child.ts';
import { type Outcome, openWayOut, type WayOut } from './way-out.ts';

/** How a bad reply comes, what a create and a look-up that get it end as, and what of it is kept. */
interface BadReply {
  readonly name: string;
  readonly play: (proxy: FaultProxy, befalls: (call: Call) => boolean) => Promise<Played> | Played;
  readonly create: readonly string[];
  readonly read: readonly string[];
  readonly kept: RegExp;
}

const BLANKS = /^ {1000}/;

const BAD_REPLIES: readonly BadReply[] = [
  {
    name: 'a reply that breaks its own schema',
    play: (proxy, befalls) => proxy.play('misshapen', befalls),
    create: ['parse after_send'],
    read: ['parse after_send'],
    kept: /unexpected/,
  },
  {
    name: 'HTML instead of JSON',
    play: (proxy, befalls) => proxy.play('unreadable', befalls),
    create: ['parse after_send'],
    read: ['parse after_send'],
    kept: /<h1>Welcome/,
  },
  {
    name: 'a body that is cut off',
    play: (proxy, befalls) => proxy.play('cut_off', befalls),
    create: ['unknown_outcome during_send'],
    read: ['connection during_send'],
    kept: /^[{[]/,
  },
  {
    name: '500 MB',
    play: (proxy, befalls) => proxy.play('too_large', befalls),
    create: ['too_large after_send'],
    read: ['too_large after_send'],
    kept: BLANKS,
  },
];

/** Every system says in its own way that it failed, and calls it a success. */
function errorInside({ body, ends }: Candidate['inside']): BadReply {
  const play = (proxy: FaultProxy, befalls: (call: Call) => boolean) => proxy.answer(body, befalls);
  return { name: 'a 200 with an error inside', play, create: [ends], read: [ends], kept: /went wrong/ };
}

const TOKEN_DOWN = [
  { fault: 'failing', ends: ['connection before_send'] },
  { fault: 'cut_off', ends: ['connection before_send'] },
  { fault: 'unreadable', ends: ['parse before_send'] },
  { fault: 'too_large', ends: ['parse before_send', 'too_large before_send'] },
] as const;

const HUGE_BYTES = 500 * 1024 * 1024;

/** What a transcript may take: an entry's bodies, as the shop may show them. */
const ENTRY_BYTES_MAX = 16 * 1024;

/** Plays every bad reply to a line, through dispatch and transcripts, and looks in the system itself what came of it. */
export function badReplies({ name, start, signsIn, inside }: Candidate): void {
  describe(name, () => {
    let line: Line;
    let way: WayOut;
    let folder: string;
    let played: Played | null = null;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'causeway-bad-replies-'));
      line = await start();
      way = openWayOut({ ...line, stateDirectory: folder });
      await way.call('order/1', line.find, { externalId: newExternalId() });
    });
    afterEach(async () => {
      await played?.heal();
      played = null;
    });
    afterAll(async () => {
      way.transcripts.close();
      await line.stop();
      rmSync(folder, { recursive: true });
    });

    const create = (externalId: string, subject: string) => way.call(subject, line.create, line.requestFor(externalId));
    const find = async (externalId: string) => {
      const found = await way.call('order/1', line.find, { externalId });
      if (found.kind !== 'ok') throw new Error(`the look-up failed: ${JSON.stringify(found)}`);
      return Object.values(found.reply as Record<string, unknown[]>)[0] ?? [];
    };
    const kept = (subject: string) => way.transcripts.answer('DEMO', subject).entries;

    /** Redacted, bounded, and there. */
    function expectKept(subject: string, outcome: string, body: RegExp): void {
      const entries = kept(subject);
      const told = entries.find((entry) => body.test(entry.reply?.body ?? ''));
      expect(told?.outcome, JSON.stringify(entries.map(({ reply }) => reply))).toBe(outcome);
      for (const entry of entries) expect(Buffer.byteLength(JSON.stringify(entry))).toBeLessThan(ENTRY_BYTES_MAX);
      const files = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'latin1'));
      for (const text of [JSON.stringify(entries), ...files])
        for (const secret of [...Object.values(line.secrets), 'frieda@example.test', 'Frieda Hansen'])
          expect(text.includes(secret), 'a secret or a person is kept').toBe(false);
    }

    /** The look-up shows what there is, and what goes on there is whole: what stopped half-way is none, or cancelled. */
    async function expectWhole(externalId: string): Promise<void> {
      const found = await find(externalId);
      const held = await line.held(externalId);
      expect(found).toHaveLength(held.length);
      const live = held.filter(({ isCancelled }) => !isCancelled);
      expect(live.length).toBeLessThanOrEqual(1);
      for (const { comesTo } of live) expect(Math.abs(comesTo - line.whole)).toBeLessThanOrEqual(line.roundingMax);
    }

    const all = [...BAD_REPLIES, errorInside(inside)];
    test.each(all)('$name to a create', async ({ name, play, create: ends, kept }) => {
      const [externalId, subject] = [newExternalId(), `order/${name.length}1`];
      played = await play(line.proxy, line.befalls.create);
      const outcome = await create(externalId, subject);
      expect(played.befell()).toBe(1);
      await played.heal();
      expect(ends).toContain(endOf(outcome));
      expectKept(subject, endOf(outcome).split(' ')[0] ?? '', kept);
      await expectWhole(externalId);
    });

    test.each(all)('$name to a look-up', async ({ name, play, read: ends, kept }) => {
      const [externalId, subject] = [newExternalId(), `order/${name.length}2`];
      expect(endOf(await create(externalId, subject))).toBe('ok');
      played = await play(line.proxy, line.befalls.read);
      const outcome = await way.call(subject, line.find, { externalId });
      expect(played.befell()).toBeGreaterThan(0);
      await played.heal();
      expect(ends).toContain(endOf(outcome));
      expectKept(subject, endOf(outcome).split(' ')[0] ?? '', kept);
      await expectWhole(externalId);
    });

    test.each(signsIn ? TOKEN_DOWN : [])('a token endpoint that is down: $fault', async ({ fault, ends }) => {
      const externalId = newExternalId();
      played = await line.proxy.play(fault, line.befalls.token);
      const fresh = openWayOut({ ...line, stateDirectory: folder });
      try {
        const outcome = await fresh.call('order/77', line.create, line.requestFor(externalId));
        expect(played.befell()).toBeGreaterThan(0);
        expect(ends).toContain(endOf(outcome));
        expect(fresh.transcripts.answer('DEMO', 'order/77').entries[0]?.outcome).toBe(endOf(outcome).split(' ')[0]);
        expect(await line.held(externalId)).toEqual([]);
        await played.heal();
        expect(endOf(await fresh.call('order/77', line.create, line.requestFor(externalId)))).toBe('ok');
      } finally {
        fresh.transcripts.close();
      }
    });

    test('a page that repeats ends, and nothing is told of twice', async () => {
      const told: string[] = [];
      const externalIds = [newExternalId(), newExternalId()];
      const written: string[] = [];
      const warned: string[] = [];
      const { cursor } = await endOfChanges();
      for (const externalId of externalIds) expect(endOf(await create(externalId, 'order/9'))).toBe('ok');
      played = await line.proxy.play('repeats', line.befalls.read);
      const poller = new Poller({
        system: way.system,
        announcements: {
          take: async ({ source, externalIds: changed }) => {
            // As the engine counts: what has the same source is the same telling.
            told.push(...changed.map((externalId) => `${source}@${externalId}`));
            return 'taken';
          },
          takeHeld: async () => undefined,
        },
        cursors: { read: () => cursor, write: (_, at) => void written.push(at) },
        log: { warn: (_: object, message: string) => void warned.push(message) } as never,
      });
      poller.start();
      await until(
        () => written.length + warned.length,
        (ends) => ends > 0,
      );
      await poller.stop();
      expect(played.befell()).toBeLessThan(20);
      expect(new Set(told).size).toBeLessThanOrEqual(externalIds.length);
    });

    test('500 MB grow the process by a small part of that', async () => {
      const externalIds = [newExternalId(), newExternalId(), newExternalId()];
      // Some systems write it in capitals.
      const last = new RegExp(externalIds.at(-1) ?? '', 'i');
      played = await line.proxy.play('too_large', (call) => line.befalls.create(call) && last.test(call.body));
      const { own, secrets, adapter } = line;
      const requests = externalIds.map((externalId) => line.requestFor(externalId));
      const stateDirectory = mkdtempSync(join(folder, 'child-'));
      const task: Task = { adapter: adapter.name, own, secrets, stateDirectory, operation: line.create, requests };
      const { outcomes, before, after } = await measured(task);
      expect(outcomes.map(endOf)).toEqual(['ok', 'ok', 'too_large after_send']);
      expect(after - before).toBeLessThan(HUGE_BYTES / 5);
    });

    async function endOfChanges() {
      for (let cursor: string | null = null; ; ) {
        const page = await way.system.changedSince(cursor, new AbortController().signal);
        if (page.cursor === cursor) return page;
        cursor = page.cursor;
      }
    }
  });
}

const child = join(import.meta.dirname, 'reader-child.ts');

async function measured(task: Task): Promise<Measured> {
  const reader = spawn(process.execPath, [child], { stdio: ['pipe', 'pipe', 'inherit'] });
  reader.stdin.end(JSON.stringify(task));
  const chunks: Buffer[] = [];
  for await (const chunk of reader.stdout) chunks.push(chunk as Buffer);
  return JSON.parse(String(Buffer.concat(chunks))) as Measured;
}

const endOf = (outcome: Outcome): string =>
  outcome.kind === 'failed' ? `${outcome.category} ${outcome.phase}` : outcome.kind;
