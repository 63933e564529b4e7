import fc from 'fast-check';
import type { Engine } from '../engine.ts';
import { tell } from './rig.ts';

export type Step =
  | { readonly crash: true }
  | { readonly batch: readonly number[]; readonly wait: boolean; readonly turns: number };

/** Batches of events of up to four subjects, awaited or not, with crashes in between. */
export function plans(): fc.Arbitrary<Step[]> {
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
export async function follow(
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
