/**
 * Whether someone typed the address of this shop: its scheme, the case of its host and a slash at its end don't matter.
 * The shop compares once more.
 */
export function sameAddress(typed: string, url: string): boolean {
  const wanted = bare(url);
  return wanted !== '' && bare(typed) === wanted;
}

function bare(address: string): string {
  const [host = '', ...path] = address
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/\/+$/, '')
    .split('/');
  return [host.toLowerCase(), ...path].join('/');
}
