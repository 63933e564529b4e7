/** A subject with its shop: `DEMO` and `order/1042`. */
export interface SubjectName {
  readonly shop: string;
  readonly subject: string;
  /** Under which outside systems know it. */
  readonly externalId: string;
}

/** What an external id's number counts, by the letter before it. */
const COUNTED: Readonly<Record<string, string>> = {
  R: 'return/',
  C: 'return/r',
  E: 'return/e-',
  W: 'return/w-',
};

/** The order or return that an external id names. */
export function namedBy(externalId: string): SubjectName {
  const [shop = '', number = ''] = externalId.split('-');
  const counted = COUNTED[number.charAt(0)];
  return { shop, subject: counted === undefined ? `order/${number}` : `${counted}${number.slice(1)}`, externalId };
}
