import type { Mutant } from '../mutant.ts';

const FILES = 'worker/src/engine/embedded';

/** What is durable, in which order, and after which restart. */
export const engineMutants: readonly Mutant[] = [
  {
    name: 'said done before the commit',
    breaks: 'callers go on before what they wrote is durable',
    file: `${FILES}/group-commit.ts`,
    find: "      this.#db.exec('COMMIT');\n",
    replace: "      sayDone(group);\n      this.#db.exec('COMMIT');\n",
    promise: 'what is acknowledged is durable',
    weather: { faults: ['the engine can not commit'] },
  },
  {
    name: 'heard of before the disk has it',
    breaks: 'calls and answers leave after a commit that a power cut can still take',
    file: `${FILES}/decision-cycle.ts`,
    find: 'await log.sync();',
    replace: 'await void log.sync();',
    promise: 'nothing is heard of before the disk has it',
  },
  {
    name: 'effects told that the disk may lack',
    breaks: 'a shop is told what a power cut can still take from the engine',
    file: `${FILES}/effect-store.ts`,
    find: 'this.#waiting.all(shop, this.#durableSeq, limit)',
    replace: 'this.#waiting.all(shop, this.#nextSeq, limit)',
    promise: 'nothing is heard of before the disk has it',
  },
  {
    name: 'outcome lost where the disk is full',
    from: 12,
    breaks: 'what came back while nothing could be written is gone',
    file: `${FILES}/decision-cycle.ts`,
    find: '    this.#group.keep(write);',
    replace: '    void this.#group.add(write).catch(() => undefined);',
    promise: 'no order is lost',
    weather: { faults: ['the engine can not commit'], mode: 'liveness' },
  },
  {
    name: 'calls not marked unknown after a crash',
    breaks: 'calls that were out when the process died are sent again as if they had not left',
    file: `${FILES}/returns.ts`,
    find: 'for (const call of this.#stores.calls.inFlight()) this.outcome(call, interrupted(), at);',
    replace: 'for (const call of this.#stores.calls.inFlight()) if (at > 0) this.unsent(call);',
    promise: 'nothing is done twice',
    weather: {
      faults: ['crash after the system committed', 'crash as the reply comes', 'crash before an outcome is committed'],
      uniqueIds: false,
    },
  },
  {
    name: 'calls not marked as sent',
    breaks: 'a call that left is still on the list',
    file: `${FILES}/call-store.ts`,
    find: 'for (const row of straight) this.#keep(row, 1);',
    replace: 'for (const row of straight) this.#keep(row, 0);',
    promise: 'nothing is done twice',
    weather: { faults: ['crash after the system committed', 'slow'], uniqueIds: false },
  },
  {
    name: 'due timer forgotten',
    breaks: 'what was to be done later never is',
    file: `${FILES}/decision-round.ts`,
    find: "queue.add(ref, { type: 'timer', name }, now);",
    replace: "if (name === '') queue.add(ref, { type: 'timer', name }, now);",
    promise: 'no order is lost',
    weather: { faults: ['error 500, nothing done', 'garbled reply'], mode: 'liveness' },
  },
  {
    name: 'epoch not raised after engine loss',
    breaks: 'what a new engine tells is numbered below what the one before it told',
    file: `${FILES}/decider-desk.ts`,
    find: 'const known = [held, memoryOf(event), { epoch: this.#meta.epoch(event.shop), n: 0 }];',
    replace: 'const known = [held, { epoch: 1, n: 0 }];',
    promise: '',
    weather: { faults: ["engine's file lost"], mode: 'liveness' },
  },
];
