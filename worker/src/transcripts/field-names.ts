/** What a field of that name holds, whatever system it is of: something that signs in, something about a person, or null. */
export type Held = 'secret' | 'personal' | null;

const SECRET =
  /passwor[dt]|passwd|secret|token|apikey|accesskey|privatekey|authorization|credential|cookie|signature|sessionid/;
const PERSONAL = /postcode|postal|phone|email|street|address|surname|iban|taxid|birth|line[1-4]$/;
const PERSONAL_WORDS = new Set(
  `addr attention attn bic city comment comments company contact county district dob fax instruction instructions mail
   mobile name names note notes recipient remark remarks salutation suburb tel town vat zip`.split(/\s+/),
);
/** With one of these a name is a thing's. */
const THINGS = new Set(
  `carrier category class column currency entity error event field file host item location method model module product
   property service sku status system tax template type unit uom variant warehouse`.split(/\s+/),
);
/** Of these also a number says something; of the others it is an id. */
const NUMERIC = /postcode|postal|phone|zip|iban|taxid|vat|fax|mobile|^tel/;

/** Reads `customerName`, `ship_to_address_1`, `Sell-to City`, `addressLine1` alike. */
export function heldBy(field: string): Held {
  const words = wordsOf(field);
  const joined = words.join('');
  if (SECRET.test(joined) || words.includes('session')) return 'secret';
  if (PERSONAL.test(joined)) return 'personal';
  const telling = words.map((word) => word.replace(/\d+$/, '')).filter((word) => PERSONAL_WORDS.has(word));
  const ofThing =
    words.some((word) => THINGS.has(word)) && telling.every((word) => word === 'name' || word === 'names');
  return telling.length > 0 && !ofThing ? 'personal' : null;
}

export const tellsByNumber = (field: string): boolean => NUMERIC.test(wordsOf(field).join(''));

function wordsOf(field: string): string[] {
  return field
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}
