import { isIP } from 'node:net';

/** True for an absolute http or https address. */
export function isWebAddress(address: string): boolean {
  const protocol = URL.parse(address)?.protocol;
  return protocol === 'https:' || protocol === 'http:';
}

/** True for https, and for http to this machine itself: a credential never crosses a network in the clear. */
export function isPrivateTransport(address: string): boolean {
  const url = URL.parse(address);
  if (url === null) return false;
  if (url.protocol === 'https:') return true;
  return url.protocol === 'http:' && isLoopback(url.hostname);
}

/** What two spellings of one address have in common. */
export function addressKey(address: string): string {
  return address.replace(/\/+$/, '').toLowerCase();
}

/** True for a name or address of this machine itself. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (host === 'localhost' || host.endsWith('.localhost') || host === '::1') return true;
  return isIP(host) === 4 && host.startsWith('127.');
}
