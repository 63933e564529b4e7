import type { CommandName } from '../api/shapes.ts';

/** What a person can choose of an exception; the first is what is most often right. */
interface Choices {
  readonly commands: readonly CommandName[];
  /** Which of them for all of its subjects at once: what moves money or lets a telling pass is decided one by one. */
  readonly together: readonly CommandName[];
}

const alone = (...commands: readonly CommandName[]): Choices => ({ commands, together: [] });
const both = (...commands: readonly CommandName[]): Choices => ({ commands, together: commands });

/** Where not every exception's "retry, or resolve": a payment that may have been made is never asked for again. */
const byCause: readonly (readonly [RegExp, Choices])[] = [
  [/^validation:refund_approval$/, alone('approve', 'reject')],
  [/^unknown_outcome:refund$/, alone('resolve', 'reject')],
  [/^validation:refund_by_hand$/, alone('resolve', 'reject')],
  [/^validation:refund_failed$/, { commands: ['retry', 'reject'], together: ['retry'] }],
  [/^total_mismatch:refund_above_paid$/, alone('resolve', 'reject')],
  [/^conflict:withdrawn_late$/, alone('resolve', 'reject')],
  // Two sides differ, and a person settles it in one of them.
  [/^conflict:edited\b|^stock:short_(?:shipment|cancelled)$/, both('resolve', 'retry')],
  [/^stock:held:/, alone('approve', 'reject')],
  [/^stock:first_difference$|:variance:stock_differs$/, both('approve', 'resolve')],
  // They close by themselves once the system tells of its stock again.
  [/^connection:stock_stale:|^stock:node_offline:|^parse:stock_line:/, both()],
];

const usual = both('retry', 'resolve');

/** By an exception's cause (docs/flows/). */
export const choicesOf = (cause: string): Choices => byCause.find(([form]) => form.test(cause))?.[1] ?? usual;
