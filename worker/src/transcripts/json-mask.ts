import { heldBy, tellsByNumber } from './field-names.ts';
import { type Mask, PERSONAL, SECRET } from './mask.ts';

/** Strings (the last may be cut off), signs, words and space. */
const TOKEN = /"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|\\?$)|[{}[\]:,]|[^\s"{}[\]:,]+|\s+/g;
const KEPT = new Set(['null', 'true', 'false']);

/** Where we are: in an object at a field, or in a list. `instead`: what all strings in here become. */
interface Place {
  readonly object: boolean;
  readonly instead: string | null;
  field: string;
  /** What the field's value becomes, if it is a string. */
  valueInstead: string | null;
  atValue: boolean;
}

/** Masks JSON by its fields' names and by value. It need not be whole: what was cut off is read as far as it goes. */
export function maskJson(json: string, mask: Mask): string {
  const out: string[] = [];
  const places: Place[] = [{ object: false, instead: null, field: '', valueInstead: null, atValue: true }];
  for (const [token] of json.matchAll(TOKEN)) {
    const place = places.at(-1) as Place;
    if (token === '{' || token === '[') {
      const instead = insteadOf(place);
      places.push({ object: token === '{', instead, field: place.field, valueInstead: null, atValue: token === '[' });
    } else if (token === '}' || token === ']') {
      if (places.length > 1) places.pop();
    } else if (token === ':') place.atValue = true;
    else if (token === ',') place.atValue = !place.object;
    else if (token.startsWith('"')) {
      out.push(ofString(token, place, mask));
      continue;
    } else if (token.trim() !== '') {
      out.push(ofWord(token, place, mask));
      continue;
    }
    out.push(token);
  }
  return out.join('');
}

function insteadOf(place: Place): string | null {
  return place.instead ?? (place.object ? place.valueInstead : null);
}

function insteadOfField(field: string): string | null {
  const held = heldBy(field);
  return held === null ? null : held === 'secret' ? SECRET : PERSONAL;
}

function ofString(token: string, place: Place, mask: Mask): string {
  const { text, cutOff } = read(token);
  if (place.object && !place.atValue) {
    place.field = text;
    place.valueInstead = insteadOfField(text);
    return told(mask.text(text), text, token);
  }
  const instead = insteadOf(place);
  return text === '' ? token : told(instead ?? mask.whole(text, cutOff), text, token);
}

/** What wasn't touched stays as it was written. */
const told = (masked: string, text: string, token: string): string =>
  masked === text ? token : JSON.stringify(masked);

function ofWord(token: string, place: Place, mask: Mask): string {
  const instead = insteadOf(place);
  if (KEPT.has(token)) return token;
  if (instead === SECRET || (instead !== null && tellsByNumber(place.field))) return JSON.stringify(instead);
  return told(mask.text(token), token, token);
}

function read(token: string): { text: string; cutOff: boolean } {
  try {
    return { text: JSON.parse(token), cutOff: false };
  } catch {
    // Cut off, perhaps within an escape; or a control character that JSON doesn't allow.
    const inside = token.slice(1).replace(/"$/, '');
    try {
      return { text: JSON.parse(`"${inside.replace(/\\(u[0-9a-fA-F]{0,3})?$/, '')}"`), cutOff: true };
    } catch {
      return { text: inside, cutOff: true };
    }
  }
}
