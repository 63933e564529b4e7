/** How a person names an order: by its id, by its external id, or by a number that another plugin gave it. */
export interface OrderName {
  /** As it was given. */
  readonly text: string;
  /** Only an external id names its shop. */
  readonly shop: string | null;
  readonly id: number | null;
  readonly externalId: string | null;
}

/** `1042`, `#1042`, `order/1042`, `DEMO-1042-9f3a` (also as a later release's, `-2`); anything else is taken for another plugin's number. */
export function orderName(given: string): OrderName {
  const text = given.trim().replace(/^(#|order\/)/, '');
  const external = /^(([A-Z0-9]{1,6})-([1-9]\d{0,9})-[0-9a-f]{4})(?:-[2-9])?$/.exec(text);
  if (external !== null) {
    return { text, shop: external[2] ?? null, id: Number(external[3]), externalId: external[1] ?? text };
  }
  const id = /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
  return { text, shop: null, id, externalId: null };
}
