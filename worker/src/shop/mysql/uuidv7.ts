import { randomBytes } from 'node:crypto';

/** UUID version 7 (RFC 9562): 48 bits of milliseconds, then random. */
export function uuidv7(epochMs = Date.now()): string {
  const hex = `${epochMs.toString(16).padStart(12, '0')}7${randomBytes(10).toString('hex').slice(1)}`;
  const variant = (0x8 | (Number.parseInt(hex.charAt(16), 16) & 0x3)).toString(16);
  const text = `${hex.slice(0, 16)}${variant}${hex.slice(17)}`;
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
}
