import type { ShopStatus } from '../api/shapes.ts';

/** What stands above every screen while it is true. */
export type Banner =
  | { readonly kind: 'copy'; readonly copied: ShopStatus['copied'] }
  | { readonly kind: 'restored'; readonly at: number }
  | { readonly kind: 'not_paired' }
  | { readonly kind: 'not_live' }
  | {
      readonly kind: 'worker_silent';
      readonly rows: number;
      readonly seenAt: number | null;
      readonly oldestAt: number | null;
    };

/** How long a worker may stay away, with rows waiting, before people are told. */
export const silentMs = 120_000;

type Inputs = Pick<
  ShopStatus,
  'paired' | 'paired_at' | 'copy' | 'copied' | 'rewound' | 'go_live_at' | 'worker' | 'backlog'
>;

/**
 * A copy, an unpaired or a restored shop has no worker to miss, so only that is said. `now` is the shop's clock.
 */
export function bannersOf(status: Inputs, now: number): readonly Banner[] {
  if (status.copy) return [{ kind: 'copy', copied: status.copied }];
  const banners: Banner[] = [];
  if (status.rewound !== null) banners.push({ kind: 'restored', at: status.rewound.at });
  if (!status.paired) return [...banners, { kind: 'not_paired' }];
  if (status.rewound !== null) return banners;
  const { rows, oldest_at: oldestAt } = status.backlog;
  const seenAt = status.worker.seen_at;
  const since = seenAt ?? status.paired_at ?? 0;
  if (rows > 0 && now - since > silentMs) banners.push({ kind: 'worker_silent', rows, seenAt, oldestAt });
  if (status.go_live_at === null) banners.push({ kind: 'not_live' });
  return banners;
}
