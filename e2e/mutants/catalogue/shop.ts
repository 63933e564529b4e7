import type { Mutant } from '../mutant.ts';

const FILES = 'worker/src/shop';

/** What goes over the water, and who may act for a shop. */
export const shopMutants: readonly Mutant[] = [
  {
    name: 'acknowledge before commit',
    breaks: 'rows are acknowledged that the engine does not have yet',
    file: `${FILES}/receipt.ts`,
    find: '    await submitAll({ engine, log }, this.#code, intake.events);\n',
    replace: '    void submitAll({ engine, log }, this.#code, intake.events).catch(() => undefined);\n',
    promise: 'what is acknowledged is durable',
    weather: { faults: ['the engine can not commit'] },
  },
  {
    name: 'rows of a lost exchange forgotten',
    from: 37,
    breaks: 'what was to be acknowledged by an exchange that failed, never is',
    file: `${FILES}/exchanger.ts`,
    find: '      this.receipt.settle(request.ack.rows, false);\n',
    replace: '',
    promise: 'no order is lost',
    weather: { faults: ['exchange lost', 'shop unreachable'], mode: 'liveness' },
  },
  {
    name: 'engine loss not noticed',
    breaks: 'a new file goes on as if nothing had been lost',
    file: `${FILES}/recovery.ts`,
    find: "if (otherShop || (told.epoch > known.epoch && !first)) return 'anew';",
    replace: "if (otherShop) return 'anew';",
    promise: 'no order is lost',
    weather: { faults: ["engine's file lost"], mode: 'liveness' },
  },
  {
    name: 'old engine file not noticed',
    breaks: 'the shop can not tell that the file is older than what it was told',
    file: `${FILES}/exchanger.ts`,
    find: 'engine: { id: engine.id, commit: this.#commit },',
    replace: 'engine: { id: engine.id, commit: 0 },',
    promise: '',
    weather: { faults: ["old copy of the engine's file"], uniqueIds: false },
  },
];
