import type { Backlog } from '../engine/engine.ts';

/** What `systemctl status` shows of the worker in one line: shop codes and counts, nobody's data. */
export function statusLine(
  problem: string | null,
  backlog: Pick<Backlog, 'events' | 'calls' | 'effects' | 'held'>,
  shops: Readonly<Record<string, { readonly problem: string | null; readonly leaseLeftMs: number }>>,
): string {
  if (problem !== null) return `NOT WELL: ${problem}`;
  const away = Object.entries(shops).filter(
    ([, { problem: known, leaseLeftMs }]) => known !== null || leaseLeftMs <= 0,
  );
  const { events, calls, effects, held } = backlog;
  const waiting = [counted(events, 'event'), counted(calls, 'call'), counted(effects, 'effect')].filter(Boolean);
  const why = [...new Set(held.map(({ role, why }) => `${role}: ${why}`))];
  return [
    waiting.length === 0
      ? 'nothing waits'
      : `${waiting.join(', ')} ${events + calls + effects === 1 ? 'waits' : 'wait'}`,
    ...why.slice(0, 3),
    ...(away.length === 0 ? [] : [`not in touch with ${away.map(([code]) => code).join(', ')}`]),
  ].join('; ');
}

function counted(count: number, noun: string): string {
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`;
}
