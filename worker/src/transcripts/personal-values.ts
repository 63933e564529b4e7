/** What a person typed, as the words that ERP and warehouse are told hold it. */
export interface PersonalValue {
  readonly kind: 'name' | 'phone' | 'text';
  readonly value: string;
}

/** Of `SalesOrder`, `WarehouseRelease`, `DeliveryAmendment` and of an order's snapshot: what is about a person. */
const ABOUT_A_PERSON = new Set(['customer', 'billTo', 'shipTo', 'billing', 'shipping', 'address']);
const TYPED = new Set(['email', 'phone', 'note', 'customer_note']);
/** In there, and yet about nobody. */
const COARSE = new Set(['country', 'accountId']);
/** Systems take these apart. */
const TAKEN_APART = /name|company|line|address/;

/** Every personal string in there, each once. */
export function personalValuesOf(...told: readonly unknown[]): readonly PersonalValue[] {
  const found = new Map<string, PersonalValue>();
  for (const one of told) collect(one, '', false, found);
  return [...found.values()];
}

function collect(told: unknown, field: string, inside: boolean, found: Map<string, PersonalValue>): void {
  if (typeof told === 'string') {
    const value = told.normalize('NFC').trim();
    if (value === '' || !(inside || TYPED.has(field)) || COARSE.has(field)) return;
    const kind = field === 'phone' ? 'phone' : TAKEN_APART.test(field) ? 'name' : 'text';
    found.set(`${kind}:${value}`, { kind, value });
  } else if (Array.isArray(told)) {
    for (const one of told) collect(one, field, inside, found);
  } else if (typeof told === 'object' && told !== null) {
    for (const [name, one] of Object.entries(told)) collect(one, name, inside || ABOUT_A_PERSON.has(name), found);
  }
}
