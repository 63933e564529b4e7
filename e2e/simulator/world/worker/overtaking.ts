import type { ExchangeResponse } from '@causeway/contracts';

interface ServedLook {
  readonly kind: string;
  readonly event: { readonly subject: string; readonly data: { readonly incarnation: number; readonly rev: number } };
}

/** How many answers a look may be held back. */
const ANSWERS_MAX = 6;

interface Held {
  readonly look: ServedLook;
  readonly left: number;
}

/** Rows that one lane read first, and that come in last: as where two lanes ask a shop at once. */
export class Overtaking {
  #held: readonly Held[] = [];

  /** An answer as it comes in. `strikes`: whether its looks are held back until newer ones of their subjects came. */
  of(response: ExchangeResponse, strikes: () => boolean): ExchangeResponse {
    const rows = response.rows as unknown as readonly ServedLook[];
    const looks = rows.filter(({ kind }) => kind === 'look');
    const isOf = (old: ServedLook, above: number) =>
      looks.some(({ event }) => event.subject === old.event.subject && event.data.rev >= old.event.data.rev + above);
    const come = this.#held.filter(({ look, left }) => isOf(look, 1) || left === 0);
    const waiting = this.#held.filter((held) => !come.includes(held));
    const again = looks.filter(({ event }) =>
      waiting.some(({ look }) => look.event.subject === event.subject && look.event.data.rev === event.data.rev),
    );
    const fresh = looks.filter((look) => !again.includes(look));
    const held = fresh.length > 0 && strikes() ? fresh : [];
    this.#held = [
      ...waiting.map(({ look, left }) => ({ look, left: left - 1 })),
      ...held.map((look) => ({ look, left: ANSWERS_MAX })),
    ];
    const { incarnation } = response.shop;
    const late = come.map(({ look }) => look).filter(({ event }) => event.data.incarnation === incarnation);
    const now = [...rows.filter((row) => !held.includes(row) && !again.includes(row)), ...late];
    return { ...response, rows: now as unknown as ExchangeResponse['rows'] };
  }
}
