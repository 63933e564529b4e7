import * as z from 'zod';
import { type JsonReply, type JsonRequest, retryAfterMs } from '../../http/json-api.ts';
import { SystemFailure } from '../../policy/system-failure.ts';
import type { Memory } from '../adapter.ts';
import { refusal } from './refusal.ts';

const SIGN_IN_MS_MAX = 15_000;
/** Tryton shuts an account for a while after six wrong passwords: how long a refused one is not tried again (ms). */
const REFUSED_MS = 60_000;

/** What a call needs: who asks (the header), and in which company and language (the context). */
const Ticket = z.object({ authorization: z.string(), context: z.looseObject({ company: z.int() }) });
export type Ticket = z.infer<typeof Ticket>;

const SignedIn = z.object({ result: z.tuple([z.int(), z.string().min(1)]) });
const Preferences = z.object({ result: z.looseObject({ company: z.int().nullish() }) });
const Refused = z.object({ error: z.array(z.unknown()) });

export interface Login {
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

interface SessionPorts {
  readonly send: (request: JsonRequest) => Promise<JsonReply>;
  readonly system: string;
  readonly memory: Memory;
  /** The memory's key: another address or user is another session. */
  readonly key: string;
  readonly now: () => number;
}

/**
 * One session for all callers, kept over restarts (Tryton's own survive them too). Many callers share one sign-in: the
 * first to need it asks, the others wait for the same answer. No order was sent before, so its failures are `before_send`.
 */
export class Session {
  readonly #login: Login;
  readonly #ports: SessionPorts;
  #ticket: Ticket | null = null;
  #asking: Promise<Ticket> | null = null;
  #refusedUntil = 0;

  constructor(login: Login, ports: SessionPorts) {
    this.#login = login;
    this.#ports = ports;
  }

  async ticket(signal: AbortSignal): Promise<Ticket> {
    signal.throwIfAborted();
    this.#ticket ??= this.#remembered();
    if (this.#ticket !== null) return this.#ticket;
    this.#asking ??= this.#signIn().finally(() => {
      this.#asking = null;
    });
    return await this.#asking;
  }

  /** Its session was refused; one that was renewed meanwhile stays. */
  forget(ticket: Ticket): void {
    if (this.#ticket?.authorization !== ticket.authorization) return;
    this.#ticket = null;
    this.#ports.memory.write(this.#ports.key, '');
  }

  #remembered(): Ticket | null {
    try {
      return Ticket.parse(JSON.parse(this.#ports.memory.read(this.#ports.key) ?? ''));
    } catch {
      return null;
    }
  }

  async #signIn(): Promise<Ticket> {
    const { system, memory, key, now } = this.#ports;
    const { user, password } = this.#login;
    if (now() < this.#refusedUntil) throw this.#refused();
    // Its own bound: the caller that happened to ask first may be gone while others wait.
    const signal = AbortSignal.timeout(SIGN_IN_MS_MAX);
    const reply = await this.#ask('common.db.login', [user, { password }], {}, signal);
    if (reply.status === 401) {
      this.#refusedUntil = now() + REFUSED_MS;
      throw this.#refused();
    }
    const [id, secret] = this.#read(SignedIn, reply).result;
    const authorization = `Session ${Buffer.from(`${user}:${id}:${secret}`).toString('base64')}`;
    const asked = await this.#ask('model.res.user.get_preferences', [true, {}], { authorization }, signal);
    const { company, ...preferences } = this.#read(Preferences, asked).result;
    if (company == null) {
      throw new SystemFailure('missing_reference', 'before_send', `${system}: the user ${user} has no company`);
    }
    // Messages in English: they are sorted by their words (refusal.ts).
    this.#ticket = { authorization, context: { ...preferences, company, language: 'en' } };
    memory.write(key, JSON.stringify(this.#ticket));
    return this.#ticket;
  }

  async #ask(method: string, params: unknown[], headers: Record<string, string>, signal: AbortSignal) {
    const { send, system } = this.#ports;
    const path = `/${encodeURIComponent(this.#login.database)}/`;
    const request = { method: 'POST', path, body: { id: 0, method, params }, headers, secret: true, signal } as const;
    return await send(request).catch((error: unknown) => {
      if (!(error instanceof SystemFailure)) {
        throw new SystemFailure('connection', 'before_send', `${system} did not answer the sign-in in time`);
      }
      throw new SystemFailure(error.category, 'before_send', error.message);
    });
  }

  #read<T>(shape: z.ZodType<T>, reply: JsonReply): T {
    const { system, now } = this.#ports;
    if (reply.status === 429) {
      const wait = retryAfterMs(reply.headers.get('retry-after'), now()) ?? REFUSED_MS;
      const message = `${system} takes no sign-in of ${this.#login.user} for a while: too many wrong passwords`;
      throw new SystemFailure('rate_limit', 'before_send', message, wait);
    }
    if (reply.status >= 500) {
      const wish = retryAfterMs(reply.headers.get('retry-after'), now());
      throw new SystemFailure('connection', 'before_send', `${system}'s sign-in answered ${reply.status}`, wish);
    }
    const parsed = shape.safeParse(reply.body);
    if (parsed.success) return parsed.data;
    const error = Refused.safeParse(reply.body);
    if (error.success) throw refusal(system, error.data.error);
    throw new SystemFailure('authentication', 'before_send', `${system}'s sign-in gave no session (${reply.status})`);
  }

  #refused(): SystemFailure {
    const { system } = this.#ports;
    return new SystemFailure('authentication', 'before_send', `${system} refuses the sign-in of ${this.#login.user}`);
  }
}
