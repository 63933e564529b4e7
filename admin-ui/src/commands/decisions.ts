/** What waits for a person's yes: whether it can be rejected, too, and whether all subjects of the cause can be approved together. */
export interface Decision {
  readonly reject: boolean;
  readonly together: boolean;
}

/** By an exception's cause; null: nothing of it is to be approved. */
export function decisionOf(cause: string): Decision | null {
  if (cause.startsWith('stock:held') || cause === 'validation:refund_approval')
    return { reject: true, together: false };
  if (cause === 'stock:first_difference' || cause.endsWith(':variance:stock_differs'))
    return { reject: false, together: true };
  return null;
}
