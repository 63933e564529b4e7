/** Speaks to a Business Central's control API. Every method rejects when it is refused. */
export class Control {
  readonly url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.url = url;
    this.#token = token;
  }

  /** Moves stock by `quantity` (negative: out of stock), by a ledger entry. */
  stock = (item: string, quantity: number) => this.send('POST', '/_control/stock', { item, quantity });
  /** A colleague releases an order: status `Open`. */
  release = (number: string) => this.send('POST', `/_control/orders/${number}/release`, {});
  reopen = (number: string) => this.send('POST', `/_control/orders/${number}/reopen`, {});
  /** A colleague posts an order: all of it, or `quantities` by the lines' sequences. */
  post = (number: string, posting: { ship?: boolean; invoice?: boolean; quantities?: Record<string, number> } = {}) =>
    this.send('POST', `/_control/orders/${number}/post`, posting);
  /** A colleague deletes an order. */
  remove = (number: string) => this.send('DELETE', `/_control/orders/${number}`);
  /** The customer pays an invoice: all that remains, or `amount`. */
  pay = (number: string, amount?: number) =>
    this.send('POST', `/_control/invoices/${number}/pay`, amount === undefined ? {} : { amount });
  /** Every token that was given so far is expired. */
  expireTokens = () => this.send('POST', '/_control/tokens/expire', {});
  /** `{token_ttl_s?, limits?, webhooks?}` as in the configuration. */
  settings = (settings: object) => this.send('PATCH', '/_control/settings', settings);
  /** `{requests: {total, by_status}, records: {salesOrders: 3, …}}` */
  state = () => this.send('GET', '/_control/state') as Promise<State>;

  async send(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, connection: 'close', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }
}

export interface State {
  readonly requests: { readonly total: number; readonly by_status: Readonly<Record<string, number>> };
  readonly records: Readonly<Record<string, number>>;
}
