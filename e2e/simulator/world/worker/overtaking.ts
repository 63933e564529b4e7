import type { ExchangeResponse } from '@causeway/contracts';

interface ServedLook {
  readonly kind: string;
  readonly event: { readonly subject: string; readonly data: { readonly incarnation: number; readonly rev: number } };
}

/** Rows that one lane read first, and that come in last: as where two lanes ask a shop at once. */
export class Overtaking {
  /** Looks that come only after newer ones of their subjects. */
  #held: readonly ServedLook[] = [];

  /** An answer as it comes in. `strikes`: whether its looks are to be overtaken. */
  of(response: ExchangeResponse, strikes: () => boolean): ExchangeResponse {
    const rows = response.rows as unknown as readonly ServedLook[];
    const looks = rows.filter(({ kind }) => kind === 'look');
    const isOvertaken = (old: ServedLook) =>
      looks.some(({ event }) => event.subject === old.event.subject && event.data.rev > old.event.data.rev);
    const come = this.#held.filter(
      (old) => isOvertaken(old) && old.event.data.incarnation === response.shop.incarnation,
    );
    const held = looks.length > 0 && strikes() ? looks : [];
    this.#held = [...this.#held.filter((old) => !isOvertaken(old)), ...held];
    const now = [...rows.filter((row) => !held.includes(row)), ...come];
    return { ...response, rows: now as unknown as ExchangeResponse['rows'] };
  }
}
