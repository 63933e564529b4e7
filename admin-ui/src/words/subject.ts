import { __, _n, sprintf } from '@wordpress/i18n';

/** What somebody counts: orders, returns, SKUs, or what else an exception may be of (an outside system, the shop). */
export type SubjectKind = 'order' | 'return' | 'stock' | 'other';

export function kindOf(subject: string): SubjectKind {
  const [kind] = subject.split('/', 1);
  return kind === 'order' || kind === 'return' || kind === 'stock' ? kind : 'other';
}

/** What one of them is called, as the head of a column. */
export function kindWord(kind: SubjectKind): string {
  const words = {
    order: __('Order', 'causeway'),
    return: __('Return', 'causeway'),
    stock: __('SKU', 'causeway'),
    other: __('Of what', 'causeway'),
  } satisfies Record<SubjectKind, string>;
  return words[kind];
}

/** What follows the kind: `stock/SKU-1` → `SKU-1`. */
export const keyOf = (subject: string): string => subject.slice(subject.indexOf('/') + 1);

/** `3 orders`, `1 SKU`. */
export function counted(kind: SubjectKind, count: number): string {
  switch (kind) {
    case 'order':
      /* translators: %d: number of orders */
      return sprintf(_n('%d order', '%d orders', count, 'causeway'), count);
    case 'return':
      /* translators: %d: number of returns */
      return sprintf(_n('%d return', '%d returns', count, 'causeway'), count);
    case 'stock':
      /* translators: %d: number of SKUs */
      return sprintf(_n('%d SKU', '%d SKUs', count, 'causeway'), count);
    case 'other':
      /* translators: %d: number of cases */
      return sprintf(_n('%d case', '%d cases', count, 'causeway'), count);
  }
}
