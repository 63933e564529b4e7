import type { Mutant } from '../mutant.ts';

const INVENTORY = 'worker/src/inventory';
const ORDER = 'worker/src/flows/order';
const OVERSELL = 'no oversell';
const HELD = 'mass drop';

/** What the sources of stock say, on its way through the ledger; what was not found. */
export const inventoryMutants: readonly Mutant[] = [
  {
    name: 'cursor saved before positions',
    from: 3,
    breaks: 'a crash between the two loses what was read: it is never asked for again',
    file: `${INVENTORY}/ledger/intake.ts`,
    find: '    this.#file.transaction(() => {\n      this.#put(source, frame, entries);\n',
    replace:
      '    this.#file.transaction(() => this.#end(source, { ...frame, nodes: null }));\n    this.#file.transaction(() => {\n      this.#put(source, frame, entries);\n',
    promise: OVERSELL,
    weather: { faults: ['crash before positions are committed', 'crash after positions are committed'] },
  },
  {
    name: 'guard ignored',
    breaks: 'a system that says of a sudden that it has nothing is believed',
    file: `${INVENTORY}/reader.ts`,
    find: 'if (guards.some((guard) => isSuspicious(weighed, guard))) await this.#hold(weighed, now());',
    replace: 'if (guards.length === 0) await this.#hold(weighed, now());',
    promise: HELD,
    weather: { faults: ['stock told as nothing'] },
  },
  {
    name: 'held telling forgotten',
    from: 3,
    breaks: 'what waits for a person is read no more: approved, nothing of it comes',
    file: `${INVENTORY}/reader.ts`,
    find: 'if (guards.some((guard) => isSuspicious(weighed, guard))) await this.#hold(weighed, now());',
    replace:
      'if (guards.some((guard) => isSuspicious(weighed, guard))) {\n      ledger.intake.take(source, frame, []);\n      await this.#hold(weighed, now());\n    }',
    promise: OVERSELL,
    weather: { faults: ['stock told as nothing'] },
  },
  {
    name: 'rejected stock taken all the same',
    from: 4,
    breaks: 'a person rejects a mass drop, and the shop is told it',
    file: `${INVENTORY}/reader.ts`,
    find: 'leaveOut.has(sku) ? null : ',
    replace: '',
    promise: HELD,
    weather: { faults: ['stock told as nothing'] },
  },
  {
    name: 'rejected stock passes for news',
    from: 11,
    breaks: 'the old positions of what a person rejected are taken to hold back all that was allocated since',
    file: `${INVENTORY}/publisher.ts`,
    find: 'byRole.get(role)?.rejected.has(sku) ? null : ',
    replace: '',
    promise: OVERSELL,
    weather: { faults: ['stock told as nothing'] },
  },
  {
    name: 'place offline still counted',
    from: 4,
    breaks: 'what lies at a place that can not send is sold',
    file: `${INVENTORY}/publisher.ts`,
    find: ' && !offline.has(node)',
    replace: '',
    promise: OVERSELL,
    weather: { faults: [] },
  },
  {
    name: 'doubled page believed',
    from: 25,
    breaks: 'a page that comes again after a newer one takes the newer word away',
    file: `${INVENTORY}/telling.ts`,
    find: 'if (before === undefined || Date.parse(read.data.asOf) >= Date.parse(before.asOf)) newest',
    replace: 'newest',
    promise: OVERSELL,
    weather: { faults: ['stock page doubled'] },
  },
  {
    name: 'short given up anew',
    from: 309,
    breaks: 'after an edit the units that were given up are another number at every look',
    file: `${ORDER}/goods/shorts.ts`,
    find: 'fromScaled(scaled(item.quantity) - left)',
    replace: 'fromScaled(units)',
    promise: 'quiet',
    weather: { faults: [] },
  },
];
