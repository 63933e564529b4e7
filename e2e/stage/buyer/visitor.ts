/** What a shop answered, with the whole body, and when. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  /** Epoch milliseconds just before the request was sent. */
  readonly sentAtMs: number;
  /** Epoch milliseconds when the whole response had arrived. */
  readonly arrivedAtMs: number;
}

/** A shop refused what a customer did. */
export class ShopRefused extends Error {
  readonly status: number;
  readonly body: string;

  constructor(what: string, answer: Answer) {
    super(`${what} answered ${answer.status}: ${answer.body.slice(0, 600)}`);
    this.name = 'ShopRefused';
    this.status = answer.status;
    this.body = answer.body;
  }
}

/** One customer's browser without the browser: keeps cookies, follows no redirect. */
export class Visitor {
  readonly #url: string;
  readonly #answerMsMax: number;
  readonly #cookies = new Map<string, string>();

  constructor(url: string, answerMsMax = 120_000) {
    this.#url = url;
    this.#answerMsMax = answerMsMax;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#ask(path, { headers });
  }

  postJson(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#ask(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  }

  postForm(path: string, fields: Record<string, string>): Promise<Answer> {
    return this.#ask(path, { method: 'POST', body: new URLSearchParams(fields), headers: {} });
  }

  async #ask(
    path: string,
    init: { method?: string; body?: string | URLSearchParams; headers: Record<string, string> },
  ): Promise<Answer> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const sentAtMs = Date.now();
    const response = await fetch(this.#url + path, {
      ...init,
      headers: { ...init.headers, ...(cookie ? { cookie } : {}) },
      redirect: 'manual',
      signal: AbortSignal.timeout(this.#answerMsMax),
    });
    const body = await response.text();
    const arrivedAtMs = Date.now();
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return { status: response.status, headers: response.headers, body, sentAtMs, arrivedAtMs };
  }

  #keep(line: string): void {
    const [pair = ''] = line.split(';');
    const split = pair.indexOf('=');
    if (split > 0) this.#cookies.set(pair.slice(0, split).trim(), pair.slice(split + 1).trim());
  }
}

/** The JSON of a successful answer; throws ShopRefused for any other. */
export function jsonOf<T>(what: string, answer: Answer): T {
  if (answer.status < 200 || answer.status > 299) throw new ShopRefused(what, answer);
  try {
    return JSON.parse(answer.body) as T;
  } catch {
    throw new ShopRefused(`${what} (no JSON)`, answer);
  }
}
