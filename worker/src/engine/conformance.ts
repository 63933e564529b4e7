import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { command, heard, host, look, mirror, OK, Outside, type Script, scripted, tell } from './conformance-rig.ts';
import type { Engine, EngineHost } from './engine.ts';
import { EngineStopped, EventRefused } from './errors.ts';
import { LIMITS } from './limits.ts';

/** One durable place for engines: what one instance committed there, the next one finds. */
export interface EnginePlace {
  open(host: EngineHost): Engine;
  /** Ends an instance as a killed process would end: nothing more is written, nothing comes back. */
  crash(engine: Engine): void;
  remove(): void;
}

/** What every engine must keep to, whatever it stands on. Named after the promises of design 6. */
export function conformance(name: string, makePlace: () => EnginePlace): void {
  describe(`${name} keeps to the engine's port`, () => {
    let place: EnginePlace;
    let outside: Outside;
    let engine: Engine;
    const open = (overrides: Partial<EngineHost> = {}) => {
      engine = place.open(host(outside, overrides));
      engine.start();
      return engine;
    };
    const reopen = (overrides: Partial<EngineHost> = {}) => {
      place.crash(engine);
      return open(overrides);
    };
    const send = async (subject: string, ...scripts: (Script | string)[]) => {
      await engine.submit(scripts.map((script) => tell(subject, script)));
      await engine.drain();
    };
    const until = async (met: () => boolean) => {
      while (!met()) await new Promise((resolve) => setImmediate(resolve));
    };

    beforeEach(() => {
      place = makePlace();
      outside = new Outside();
    });
    afterEach(async () => {
      await engine.stop(0);
      place.remove();
    });

    describe('promise 1: what was taken is not lost', () => {
      it('an event that submit confirmed is decided by the next instance', async () => {
        engine = place.open(host(outside));
        await engine.submit([tell('order/1', 'a')]);
        reopen();
        await engine.drain();
        expect(heard(engine, 'order/1')).toEqual(['a']);
      });

      it('a call that was never started is started by the next instance', async () => {
        open();
        engine.pause();
        await send('order/1', { note: 'a', calls: ['create'] });
        expect(outside.asked).toEqual([]);
        reopen();
        await engine.drain();
        expect(outside.asked).toEqual(['DEMO:order/1:create']);
        expect(heard(engine, 'order/1')).toEqual(['a', 'called:create:ok']);
      });

      it('a timer set before a crash still fires, once', async () => {
        open();
        await send('order/1', { note: 'a', timers: [{ name: 'wake', at: Date.now() + 5 }] });
        reopen();
        await until(() => heard(engine, 'order/1').length > 1);
        reopen();
        await engine.drain();
        expect(heard(engine, 'order/1')).toEqual(['a', 'timer:wake']);
      });

      it('effects are handed out again, the same, until they are answered', async () => {
        open();
        await send('order/1', { note: 'a', notes: ['x'], mirror: 'm' });
        const first = engine.effects('DEMO', 10);
        reopen();
        expect(engine.effects('DEMO', 10)).toEqual(first);
        await engine.answer(
          'DEMO',
          first.map((effect) => answerTo(effect)),
        );
        expect(engine.effects('DEMO', 10)).toEqual([]);
        await engine.drain();
        expect(heard(engine, 'order/1')).toEqual(['a', 'answered:note:x:applied', 'answered:mirror:applied']);
      });

      it('an engine without the subject goes on from the memory that the shop kept', async () => {
        open();
        const memory = { checkpoint: { flow: 'order', version: 1, body: { heard: ['before'] } }, epoch: 3, n: 7 };
        await engine.submit([{ ...tell('order/1', { note: 'a', mirror: 'm' }), memory }]);
        await engine.drain();
        expect(heard(engine, 'order/1')).toEqual(['before', 'a']);
        expect(engine.effects('DEMO', 10)).toMatchObject([{ id: 'order/1:3.8', epoch: 3, n: 8 }]);
        await engine.submit([{ ...tell('order/1', 'b'), memory }]);
        await engine.drain();
        expect(heard(engine, 'order/1')).toEqual(['before', 'a', 'b']);
      });

      it('numbers stay above what the shop has applied, also of a subject that is held already', async () => {
        open();
        await send('order/1', 'a');
        const event = tell('order/1', { note: 'b', mirror: 'm' });
        await engine.submit([{ ...event, memory: { checkpoint: null, epoch: 3, n: 7 } }]);
        await engine.drain();
        expect(engine.effects('DEMO', 10)).toMatchObject([{ epoch: 3, n: 8 }]);
      });
    });

    describe('promise 2: nothing is done twice', () => {
      it('an event is taken once by its id, also after a crash and after it was decided', async () => {
        open();
        const event = tell('order/1', 'a');
        await Promise.all([engine.submit([event, event]), engine.submit([event])]);
        await engine.drain();
        await engine.submit([event]);
        reopen();
        await engine.submit([event]);
        await engine.drain();
        expect(heard(engine, 'order/1')).toEqual(['a']);
      });

      it('a call that was out in a crash is not repeated: its outcome is unknown', async () => {
        open();
        outside.hold = true;
        await engine.submit([tell('order/1', { note: 'a', calls: ['create'] })]);
        await until(() => outside.asked.length > 0);
        reopen();
        await engine.drain();
        expect(outside.asked).toEqual(['DEMO:order/1:create']);
        expect(heard(engine, 'order/1')).toEqual(['a', 'called:create:unknown_outcome']);
      });

      it('a call leaves only after its decision is durable', async () => {
        let known: unknown = null;
        open({
          dispatch: (call) => {
            known = engine.peek(call);
            return Promise.resolve(OK);
          },
        });
        await send('order/1', { note: 'a', calls: ['create'] });
        expect(known).toMatchObject({ state: { heard: ['a'] } });
      });

      it("a call's key is used once within a subject, and freely by another", async () => {
        open();
        await send('order/1', { note: 'a', calls: ['create'] }, { note: 'b', calls: ['create'] });
        await send('order/2', { note: 'a', calls: ['create'] });
        reopen();
        await send('order/1', { note: 'c', calls: ['create'] });
        expect(outside.asked).toEqual(['DEMO:order/1:create', 'DEMO:order/2:create']);
      });

      it('a mirror that says nothing new is not sent again', async () => {
        open();
        await send('order/1', { note: 'a', mirror: 'm' });
        await engine.answer(
          'DEMO',
          engine.effects('DEMO', 10).map((effect) => answerTo(effect)),
        );
        await send('order/1', { note: 'b', mirror: 'm' });
        expect(engine.effects('DEMO', 10)).toEqual([]);
        await send('order/1', { note: 'c', mirror: 'other' });
        expect(engine.effects('DEMO', 10)).toMatchObject([{ n: 2, body: { reason: 'other' } }]);
      });

      it('a mirror that the shop did not take may be sent again, under a new number', async () => {
        open();
        await send('order/1', { note: 'a', mirror: 'm' });
        await engine.answer(
          'DEMO',
          engine.effects('DEMO', 10).map((effect) => answerTo(effect, 'later')),
        );
        await send('order/1', { note: 'b', mirror: 'm' });
        expect(engine.effects('DEMO', 10)).toMatchObject([{ n: 2, body: { reason: 'm' } }]);
      });

      it('answers to unknown effects change nothing', async () => {
        open();
        await send('order/1', { note: 'a', notes: ['x'] });
        const effect = { id: 'order/1:9.9', subject: 'order/1', epoch: 9, n: 9 };
        await engine.answer('DEMO', [answerTo(effect), answerTo({ ...effect, id: 'wrong', epoch: 1, n: 1 })]);
        await engine.answer(
          'OTHER',
          engine.effects('DEMO', 10).map((known) => answerTo(known)),
        );
        await engine.drain();
        expect(heard(engine, 'order/1')).toEqual(['a']);
        expect(engine.effects('DEMO', 10)).toHaveLength(1);
      });

      it('waiting spends nothing: the same call is asked again at that instant', async () => {
        open();
        outside.says.set('create', { kind: 'waiting', at: Date.now() + 5, why: "the ERP's limit" });
        await engine.submit([tell('order/1', { note: 'a', calls: ['create'] })]);
        await until(() => heard(engine, 'order/1').length > 1);
        expect(outside.asked).toEqual(['DEMO:order/1:create', 'DEMO:order/1:create']);
        expect(heard(engine, 'order/1')).toEqual(['a', 'called:create:ok']);
      });
    });

    describe('promise 3: order within a subject, isolation between subjects', () => {
      it('with promise 2: in order, once, one outcome a call (any mix of subjects, batches and crashes)', async () => {
        open();
        await fc.assert(
          fc.asyncProperty(plans(), async (steps) => {
            outside.asked.length = 0;
            const expected = await follow(steps, { send: (events) => engine.submit(events), reopen });
            await engine.drain();
            for (const [subject, notes] of expected) {
              const story = heard(engine, subject);
              expect(story.filter((word) => !word.startsWith('called:'))).toEqual(notes);
              const called = story.filter((word) => word.startsWith('called:')).map((word) => word.split(':')[1]);
              expect(called.sort()).toEqual([...notes].sort());
            }
            expect(new Set(outside.asked).size).toBe(outside.asked.length);
          }),
          { numRuns: 30 },
        );
      }, 60_000);

      it('effects of a subject come in rising order, oldest first, with the newest mirror only', async () => {
        open();
        await send('order/1', { note: 'a', notes: ['x'], mirror: 'one' }, { note: 'b', notes: ['y'], mirror: 'two' });
        engine.effects('DEMO', 10);
        await send('order/1', { note: 'c', mirror: 'three' });
        const effects = engine.effects('DEMO', 10);
        expect(effects.map(({ n, kind }) => `${kind} ${n}`)).toEqual(['note 1', 'note 3', 'mirror 5']);
        expect(engine.effects('DEMO', 1)).toEqual(effects.slice(0, 1));
      });

      it('a higher epoch restarts the numbers; a lower one changes nothing', async () => {
        open();
        await send('order/1', { note: 'a', notes: ['x'] });
        engine.adoptEpoch('DEMO', 4);
        await send('order/1', { note: 'b', notes: ['y', 'z'] });
        engine.adoptEpoch('DEMO', 2);
        reopen();
        await send('order/1', { note: 'c', notes: ['w'] });
        expect(engine.effects('DEMO', 10).map((effect) => effect.id)).toEqual([
          'order/1:1.1',
          'order/1:4.1',
          'order/1:4.2',
          'order/1:4.3',
        ]);
      });

      it('a decider that throws blocks its own subject; a retry decides all of it, in order', async () => {
        const flow = scripted();
        open({ deciders: { order: flow } });
        await send('order/1', { note: 'fine', mirror: 'm', labels: ['l'] });
        await engine.submit([
          tell('order/1', { note: 'poison', fail: true }),
          tell('order/1', 'after'),
          tell('order/2', 'other'),
        ]);
        await engine.drain();
        expect(heard(engine, 'order/1')).toEqual(['fine']);
        expect(heard(engine, 'order/2')).toEqual(['other']);
        expect(engine.backlog()).toMatchObject({ setAside: 2, events: 0 });
        expect(engine.labelled('DEMO', 'internal:decider')).toEqual(['order/1']);
        expect(engine.effects('DEMO', 10)).toMatchObject([
          { n: 2, body: { exceptions: [{ cause: 'internal:decider' }], checkpoint: mirror('m').checkpoint } },
        ]);

        flow.broken = false;
        await engine.submit([command('order/1', 'retry')]);
        await engine.drain();
        expect(heard(engine, 'order/1')).toEqual(['fine', 'poison', 'after', 'command:retry']);
        expect(engine.labelled('DEMO', 'internal:decider')).toEqual([]);
        expect(engine.backlog()).toMatchObject({ setAside: 0 });
      });

      it('an exception shows no word of what the event said', async () => {
        open();
        await send('order/1', { note: 'Ada Lovelace', fail: true });
        expect(JSON.stringify(engine.effects('DEMO', 1))).toContain('TypeError');
        expect(JSON.stringify(engine.effects('DEMO', 1))).not.toContain('Lovelace');
      });

      it('what was set aside is tried again by the next instance, which may know better', async () => {
        open();
        await send('order/1', { note: 'poison', fail: true });
        reopen({ deciders: { order: scripted({ broken: false }) } });
        await engine.drain();
        expect(heard(engine, 'order/1')).toEqual(['poison']);
      });

      it('a newer look makes a set-aside look void and tries the rest again', async () => {
        const flow = scripted();
        open({ deciders: { order: flow } });
        await send('order/1', { note: 'poison', fail: true });
        await engine.submit([look('order/1', 1)]);
        flow.broken = false;
        await engine.submit([look('order/1', 2)]);
        await engine.drain();
        expect(heard(engine, 'order/1')).toEqual(['poison', 'look:2']);
      });

      it('a state of an unknown version, and a checkpoint of one, are exceptions, and nothing is lost', async () => {
        open();
        await send('order/1', 'a');
        reopen({ deciders: { order: scripted({ version: 2 }) } });
        await send('order/1', 'b');
        expect(engine.labelled('DEMO', 'internal:state_version')).toEqual(['order/1']);
        const checkpoint = { flow: 'order', version: 9, body: { heard: [] } };
        await engine.submit([{ ...tell('order/2', 'a'), memory: { checkpoint, epoch: 1, n: 3 } }]);
        await engine.drain();
        expect(engine.effects('DEMO', 10)).toMatchObject([
          { subject: 'order/1', body: { exceptions: [{ cause: 'internal:state_version' }] } },
          { subject: 'order/2', n: 4, body: { checkpoint, exceptions: [{ cause: 'internal:checkpoint_version' }] } },
        ]);
        reopen();
        await engine.drain();
        expect(heard(engine, 'order/1')).toEqual(['a', 'b']);
      });

      it('an event that no flow wants stays visible and stops nobody', async () => {
        const logged: string[] = [];
        open({ log: (level, message) => void (level === 'error' && logged.push(message)) });
        await engine.submit([tell('ghost/1', 'a'), tell('order/1', 'b')]);
        await engine.drain();
        expect(heard(engine, 'order/1')).toEqual(['b']);
        expect(engine.backlog()).toMatchObject({ setAside: 1 });
        expect(logged).toEqual(['an event was set aside']);
      });

      it('a role that hangs leaves room for the others', async () => {
        open({ callsAtOnce: 4 });
        await send('order/1', { note: 'a', calls: ['wms#0'] });
        outside.hold = true;
        await engine.submit([tell('order/1', { note: 'b', calls: ['1', '2', '3', '4', '5', '6'] })]);
        await until(() => outside.held.size > 2);
        outside.hold = false;
        await engine.submit([tell('order/2', { note: 'a', calls: ['wms#1'] })]);
        await until(() => heard(engine, 'order/2').includes('called:wms#1:ok'));
        expect(outside.held.size).toBe(3);
      });
    });

    describe('and does as the port says', () => {
      it('tells another subject of the same shop in the same commit', async () => {
        open();
        await send('order/1', { note: 'a', tells: [{ subject: 'order/2', script: { note: 'from 1' } }] });
        expect(heard(engine, 'order/2')).toEqual(['from 1']);
      });

      it('a timer of the same name replaces the earlier one', async () => {
        open();
        const later = Date.now() + 3_600_000;
        await send('order/1', { note: 'a', timers: [{ name: 'x', at: later }] });
        await send('order/1', { note: 'b', timers: [{ name: 'x', at: later - 3_600_000 }] });
        await until(() => heard(engine, 'order/1').includes('timer:x'));
        await engine.drain();
        expect(heard(engine, 'order/1')).toEqual(['a', 'b', 'timer:x']);
      });

      it('a paused role keeps its calls, and sends them when it resumes', async () => {
        open();
        engine.pause('erp');
        await send('order/1', { note: 'a', calls: ['create', 'wms#1'] });
        expect(outside.asked).toEqual(['DEMO:order/1:wms#1']);
        engine.resume('erp');
        await engine.drain();
        expect(outside.asked).toEqual(['DEMO:order/1:wms#1', 'DEMO:order/1:create']);
      });

      it('finds subjects by the labels of their last decision', async () => {
        open();
        await send('order/1', { note: 'a', labels: ['x', 'y'] }, { note: 'b', labels: ['y'] });
        await send('order/2', { note: 'a', labels: ['y'] });
        expect(engine.labelled('DEMO', 'x')).toEqual([]);
        expect(engine.labelled('DEMO', 'y')).toEqual(['order/1', 'order/2']);
        expect(engine.labelled('OTHER', 'y')).toEqual([]);
      });

      it('its id stays and its commit number never falls', async () => {
        open();
        await send('order/1', 'a', 'b');
        const { id } = engine;
        const commit = engine.commit();
        expect(commit).toBe(2);
        reopen();
        expect(engine.id).toBe(id);
        expect(engine.commit()).toBe(commit);
      });

      it('says when effects wait, once for a group', async () => {
        open();
        const told: string[] = [];
        engine.onEffects((shop) => told.push(shop));
        await send('order/1', { note: 'a', notes: ['x'] }, { note: 'b', notes: ['y'] });
        expect(told).toEqual(['DEMO']);
      });

      it('counts what is behind', async () => {
        engine = place.open(host(outside, { now: () => 1234 }));
        await engine.submit([tell('order/1', { note: 'a', calls: ['create'], mirror: 'm' })]);
        expect(engine.backlog()).toMatchObject({ events: 1, oldestAt: 1234, openSubjects: 0 });
        engine.pause();
        engine.start();
        await engine.drain();
        expect(engine.backlog()).toMatchObject({ events: 0, calls: 1, effects: 1, openSubjects: 1, oldestAt: null });
      });

      it('a closed subject is still known, and does not count as open', async () => {
        open();
        await send('order/1', 'a', { note: 'b', close: true });
        await send('order/2', 'a');
        expect(heard(engine, 'order/1')).toEqual(['a', 'b']);
        expect(engine.backlog()).toMatchObject({ openSubjects: 1 });
      });

      it('refuses what is above a limit, takes nothing of that batch, and goes on', async () => {
        open();
        const large = tell('order/1', { note: 'x'.repeat(LIMITS.eventBytesMax) });
        await expect(engine.submit([tell('order/1', 'a'), large])).rejects.toThrow(EventRefused);
        await expect(engine.submit([tell('no subject', 'a')])).rejects.toThrow(EventRefused);
        await send('order/1', 'b');
        expect(heard(engine, 'order/1')).toEqual(['b']);
      });

      it('a decision above a limit, or off the contract, is set aside like a throw', async () => {
        open();
        await send('order/1', { note: 'x'.repeat(LIMITS.stateBytesMax) });
        await send('order/2', { note: 'a', notes: [''] });
        await send('order/3', { note: 'a', calls: ['x'.repeat(LIMITS.nameMax + 1)] });
        expect(engine.labelled('DEMO', 'internal:decider')).toEqual(['order/1', 'order/2', 'order/3']);
        expect(outside.asked).toEqual([]);
      });

      it('a decision of a wrong shape stops its own subject only, whatever is wrong with it', async () => {
        const good = scripted();
        const wrong: Record<string, unknown> = {
          'order/1': { calls: [{ key: 'k', operation: 'do', request: null }] },
          'order/2': { calls: [{ key: 'k', role: 'erp', operation: 'do' }] },
          'order/3': { timers: [{ name: 'x', at: Number.NaN }] },
          'order/4': { tells: [{ body: null }] },
          'order/5': { effects: [{ kind: 'mirror', key: 'm', body: { state: 'x' } }] },
          'order/6': { labels: [null] },
          'order/7': { state: undefined },
          'order/8': { calls: null },
        };
        const decide: typeof good.decide = (state, event, context) =>
          Object.assign(good.decide(state, event, context), wrong[context.subject] ?? {});
        open({ deciders: { order: { ...good, decide } } });
        const subjects = [...Object.keys(wrong), 'order/9'];
        await engine.submit(subjects.map((subject) => tell(subject, 'a')));
        await engine.drain();
        expect(engine.labelled('DEMO', 'internal:decider')).toEqual(Object.keys(wrong));
        expect(heard(engine, 'order/9')).toEqual(['a']);
      });

      it('stop lets calls end, aborts those that take longer, and takes nothing more', async () => {
        open();
        outside.hold = true;
        await engine.submit([tell('order/1', { note: 'a', calls: ['quick', 'slow'] })]);
        await until(() => outside.held.size === 2);
        outside.held.get('quick')?.(OK);
        await engine.stop(5);
        await expect(engine.submit([tell('order/1', 'late')])).rejects.toThrow(EngineStopped);
        open();
        await engine.drain();
        expect(heard(engine, 'order/1')).toEqual(['a', 'called:quick:ok', 'called:slow:unknown_outcome']);
      });

      it('a dispatch that throws is an outcome, not a crash', async () => {
        open({ dispatch: () => Promise.reject(new Error('x')) });
        await send('order/1', { note: 'a', calls: ['create'] });
        expect(heard(engine, 'order/1')).toEqual(['a', 'called:create:internal']);
      });
    });
  });
}

function answerTo(
  effect: { id: string; subject: string; epoch: number; n: number },
  result: 'applied' | 'later' = 'applied',
) {
  const { id, subject, epoch, n } = effect;
  return { id, subject, epoch, n, result, message: '', look: null };
}

type Step =
  | { readonly crash: true }
  | { readonly batch: readonly number[]; readonly wait: boolean; readonly turns: number };

/** Batches of events of up to four subjects, awaited or not, with crashes in between. */
function plans(): fc.Arbitrary<Step[]> {
  const batch = fc.record({
    batch: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 40 }),
    wait: fc.boolean(),
    turns: fc.nat(3),
  });
  return fc.array(
    fc.oneof({ weight: 6, arbitrary: batch }, { weight: 1, arbitrary: fc.constant({ crash: true } as const) }),
    { maxLength: 25 },
  );
}

const scriptWithCall = (subject: string, note: string) => tell(subject, { note, calls: [note] });

let runs = 0;

/** Sends the plan, resubmitting in order what a crash left unconfirmed; says what each subject must have heard. */
async function follow(
  steps: readonly Step[],
  to: { send: Engine['submit']; reopen: () => void },
): Promise<Map<string, string[]>> {
  const run = ++runs;
  const expected = new Map<string, string[]>();
  let unconfirmed: { batch: Parameters<Engine['submit']>[0]; done: Promise<boolean> }[] = [];
  const send = (batch: Parameters<Engine['submit']>[0]) => {
    const done = to.send(batch).then(
      () => true,
      () => false,
    );
    unconfirmed.push({ batch, done });
    return done;
  };
  const settle = async () => {
    const was = unconfirmed;
    unconfirmed = [];
    for (const { batch, done } of was) if (!(await done)) await send(batch);
  };
  let sent = 0;
  for (const step of steps) {
    if ('crash' in step) {
      to.reopen();
      await settle();
      continue;
    }
    const events = step.batch.map((nr) => scriptWithCall(`order/${run}-${nr}`, `${++sent}`));
    for (const { subject, event } of events) {
      const note = event.type === 'told' ? (event.body as { note: string }).note : '';
      expected.set(subject, [...(expected.get(subject) ?? []), note]);
    }
    const done = send(events);
    if (step.wait) await done;
    for (let turn = 0; turn < step.turns; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
  await settle();
  return expected;
}
