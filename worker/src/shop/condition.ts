import type { Refusal } from '@causeway/contracts';
import { IDLE_MS } from './rhythm.ts';
import { ShopRefusal } from './shop-api.ts';

/** How a gateway stands with its shop. */
export type ShopState =
  /** No credential. */
  | 'unpaired'
  /** Nothing is known yet of who may work for the shop: the lease is asked for. */
  | 'asking'
  /** The ordinary one: acknowledgements and effects go, rows come. */
  | 'serving'
  /** The shop's subjects are loaded again; nothing else goes, no call leaves. */
  | 'recovering'
  /** The shop's database is older than what the worker was told: a person decides. */
  | 'rewound'
  /** The address is that of another database than the one that was paired. */
  | 'copy'
  /** Another worker has the lease. */
  | 'taken'
  /** The pairing was ended, or the credential is not this shop's. */
  | 'revoked'
  /** Versions that don't fit, a request that the shop doesn't understand. */
  | 'refused'
  /** No answer, or none of the plugin's. */
  | 'unreachable';

/** What a failed exchange means. */
export interface Setback {
  /** Null: it says nothing of how we stand; it passes by itself. */
  readonly state: ShopState | null;
  /** Calls must stop at once; otherwise they may go on until the lease has run out. */
  readonly endsLease: boolean;
  /** Asked again at least this often, in ms; null: with the ordinary back-off. */
  readonly atMostMs: number | null;
}

const setback = (state: ShopState | null, endsLease: boolean, atMostMs: number | null = null): Setback => {
  return { state, endsLease, atMostMs };
};

const REFUSALS: Readonly<Record<Refusal['code'], Setback>> = {
  causeway_unauthorized: setback('revoked', true, IDLE_MS),
  causeway_not_paired: setback('revoked', true, IDLE_MS),
  causeway_copy: setback('copy', true),
  causeway_rewound: setback('rewound', true, IDLE_MS),
  causeway_lease_held: setback('taken', true),
  causeway_lease_lost: setback(null, true, 250),
  causeway_busy: setback(null, false),
  causeway_version: setback('refused', false),
  causeway_invalid: setback('refused', false),
  causeway_pairing_code: setback('refused', false),
  causeway_insecure: setback('refused', false),
};

export function setbackOf(error: unknown): Setback {
  return error instanceof ShopRefusal ? REFUSALS[error.code] : setback('unreachable', false);
}

/** Why no call for the shop may leave, whatever lease there is; null: nothing speaks against it. For staff. */
export function whyCallsWait(state: ShopState): string | null {
  switch (state) {
    case 'recovering':
      return "the shop's orders are being loaded again";
    case 'rewound':
      return 'the shop was restored from a backup; a person decides in wp-admin';
    case 'copy':
      return 'the address of the shop is a copy of it; the pairing is for another';
    case 'taken':
      return 'another worker works for the shop';
    case 'revoked':
      return 'the worker is not paired with the shop any more';
    default:
      return null;
  }
}
