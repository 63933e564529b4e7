import type { Timer } from '@causeway/contracts';

/** Timers that a decision changes, noted in `timers` (by name; epoch ms, null: none). `wakeAt`: those that it wants. */
export function changedTimers(
  timers: Record<string, number | null>,
  wakeAt: Readonly<Record<string, number>>,
): Timer[] {
  const names = new Set([...Object.keys(timers), ...Object.keys(wakeAt)]);
  const changed = [...names].filter((name) => (timers[name] ?? null) !== (wakeAt[name] ?? null));
  return changed.map((name) => {
    const at = wakeAt[name] ?? null;
    timers[name] = at;
    return { name, at };
  });
}
