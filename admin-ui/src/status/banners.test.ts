import { describe, expect, it } from 'vitest';
import { bannersOf, silentMs } from './banners.ts';

const now = 1_800_000_000_000;
const live = {
  paired: true,
  paired_at: now - 86_400_000,
  copy: false,
  copied: null,
  rewound: null,
  go_live_at: now - 3_600_000,
  worker: { version: '0.1.0', seen_at: now - 1_000 },
  backlog: { rows: 0, oldest_at: null },
};
const kinds = (change: Partial<typeof live> | object): string[] =>
  bannersOf({ ...live, ...change }, now).map(({ kind }) => kind);
const waiting = { rows: 3, oldest_at: now - 200_000 };
const seen = (ms: number) => ({ version: '0.1.0', seen_at: now - ms });

describe('banners', () => {
  it('are absent while a worker comes', () => {
    expect(kinds({})).toEqual([]);
    expect(kinds({ backlog: waiting })).toEqual([]);
  });

  it('say that rows wait and no worker was seen for two minutes', () => {
    expect(kinds({ backlog: waiting, worker: seen(silentMs) })).toEqual([]);
    expect(kinds({ backlog: waiting, worker: seen(silentMs + 1) })).toEqual(['worker_silent']);
  });

  it('leave a silent worker alone while nothing waits for it', () => {
    expect(kinds({ worker: seen(86_400_000) })).toEqual([]);
  });

  it('count from the pairing for a worker that never came', () => {
    const never = { version: '', seen_at: null };
    expect(kinds({ backlog: waiting, worker: never })).toEqual(['worker_silent']);
    expect(kinds({ backlog: waiting, worker: never, paired_at: now - 5_000 })).toEqual([]);
  });

  it('say one thing for a copy and for a shop that is not paired', () => {
    expect(kinds({ copy: true, paired: false, backlog: waiting, worker: seen(silentMs * 9) })).toEqual(['copy']);
    expect(kinds({ paired: false, go_live_at: null, backlog: waiting, worker: seen(silentMs * 9) })).toEqual([
      'not_paired',
    ]);
  });

  it('say of a restored shop only that it waits for a decision: its worker is refused, not gone', () => {
    const rewound = { at: now - 60_000, remembered: 9 };
    expect(bannersOf({ ...live, rewound, backlog: waiting, worker: seen(silentMs * 9) }, now)).toEqual([
      { kind: 'restored', at: now - 60_000 },
    ]);
    expect(kinds({ rewound, paired: false })).toEqual(['restored', 'not_paired']);
    expect(kinds({ rewound, copy: true })).toEqual(['copy']);
  });

  it('say both that the shop is not live and that its worker is gone', () => {
    expect(kinds({ go_live_at: null, backlog: waiting, worker: seen(silentMs * 2) })).toEqual([
      'worker_silent',
      'not_live',
    ]);
  });
});
