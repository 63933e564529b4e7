import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Effect, EffectAnswer } from '@causeway/contracts';
import { expect } from 'vitest';
import type { Shop } from '../stage/index.ts';
import { eventually } from './ground.ts';

/** Where an exchange is held: the moments at which a person may come in between. */
export type Moment =
  | 'before any effect'
  | 'while the batch waits'
  | 'between reading and save'
  | 'in the instant of the write'
  | 'between save and answer';

export type Answered = Pick<EffectAnswer, 'subject' | 'epoch' | 'n' | 'result'> & { readonly kind: Effect['kind'] };

/** One exchange as the shop answered it. */
export interface Exchanged {
  readonly answers: readonly Answered[];
  /** The rows that were served. */
  readonly rows: readonly { readonly row: number; readonly subject: string }[];
  readonly ms: number;
}

interface Plan {
  readonly gate: Moment | null;
  readonly slow_ms: number;
  /** Order id → how many of its saves another plugin breaks. */
  readonly throws: Readonly<Record<number, number>>;
}

/** A must-use plugin in a laid shop that stops, slows down or breaks what effects do, in the worker's requests only. */
export interface EffectGate {
  plan(plan: Partial<Plan>): void;
  /** The next exchange that gets there stops; `until` returns when one did. */
  close(at: Moment): { until(): Promise<void>; open(): void };
  exchanges(): Exchanged[];
  /** What was answered to the effects of an order that change it, oldest first. */
  answers(orderId: number, kind?: Effect['kind']): Answered[];
}

export function effectGate(shop: Shop): EffectGate {
  const folder = join(shop.site, 'wp-content/mu-plugins');
  const file = (name: string) => join(folder, `effect-gate.${name}`);
  let planned: Plan = { gate: null, slow_ms: 0, throws: {} };
  const plan = (change: Partial<Plan>) => {
    planned = { ...planned, ...change };
    writeFileSync(file('new'), JSON.stringify({ ...planned, throws: { ...planned.throws, 0: 0 } }));
    renameSync(file('new'), file('json'));
  };
  const exchanges = () => {
    const lines = existsSync(file('log')) ? readFileSync(file('log'), 'utf8').split('\n').filter(Boolean) : [];
    return lines.map((line) => JSON.parse(line) as Exchanged);
  };
  plan({});
  copyFileSync(join(import.meta.dirname, 'effect-gate.php'), file('php'));
  return {
    plan,
    close(at) {
      for (const name of ['reached', 'open']) rmSync(file(name), { force: true });
      plan({ gate: at });
      return {
        until: () => eventually(() => expect(existsSync(file('reached')), `an exchange ${at}`).toBe(true)),
        open: () => {
          plan({ gate: null });
          writeFileSync(file('open'), '');
        },
      };
    },
    exchanges,
    answers: (orderId, kind) =>
      exchanges()
        .flatMap(({ answers }) => answers)
        .filter(
          (each) => each.subject === `order/${orderId}` && (kind ?? each.kind) === each.kind && each.kind !== 'mirror',
        ),
  };
}
