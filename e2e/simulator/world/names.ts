/** A subject with its shop: `DEMO` and `order/1042`. */
export interface SubjectName {
  readonly shop: string;
  readonly subject: string;
  /** Under which outside systems know it. */
  readonly externalId: string;
}

/** The order that an external id names. */
export function namedBy(externalId: string): SubjectName {
  const [shop = '', order = ''] = externalId.split('-');
  return { shop, subject: `order/${order}`, externalId };
}
