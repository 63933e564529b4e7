/** A readable word for a key that this version of the panel doesn't know: `awaiting_credit` → "Awaiting credit". */
export function fromKey(key: string): string {
  const text = key.replaceAll('_', ' ').trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}
