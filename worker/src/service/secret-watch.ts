import { randomUUID } from 'node:crypto';
import { Gauge, type Registry } from 'prom-client';
import type { Engine } from '../engine/engine.ts';
import type { SystemState } from '../flows/system/state.ts';
import { type DatedSecret, endOf, standing, untilEnd } from '../policy/secret-expiry.ts';
import type { Logger } from '../telemetry/log.ts';

export interface SecretWatchPorts {
  /** The configured systems, by name. */
  readonly systems: Readonly<Record<string, { readonly secretsExpire: Readonly<Record<string, string>> }>>;
  /** The served shops, by code. */
  readonly shops: ReadonlyMap<string, WatchedShop>;
  readonly engine: Pick<Engine, 'peek' | 'submit' | 'line'>;
  readonly log: Pick<Logger, 'warn' | 'error'>;
  readonly now: () => number;
}

export interface WatchedShop {
  readonly isPaired: boolean;
  readonly configuration: { readonly erp: string; readonly wms: string };
}

const LOOK_MS = 10 * 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Speaks of secrets that end: in the log once a day, and to the `system` subject of every shop that uses the system,
 * whose flow decides what the panel shows. What a subject holds is compared each time: the engine may have forgotten it.
 */
export class SecretWatch {
  readonly #ports: SecretWatchPorts;
  readonly #boot = randomUUID();
  readonly #loggedOn = new Map<string, number>();
  #timer: NodeJS.Timeout | null = null;

  constructor(ports: SecretWatchPorts) {
    this.#ports = ports;
  }

  start(): void {
    const look = () => {
      // An engine that can't commit now says so by itself; the next look comes.
      this.look().catch(() => undefined);
    };
    this.#timer = setInterval(look, LOOK_MS);
    look();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  /** One round. Rejects where the engine takes nothing. */
  async look(): Promise<void> {
    for (const [system, { secretsExpire }] of Object.entries(this.#ports.systems)) {
      const secrets = datedSecrets(secretsExpire);
      for (const secret of secrets) this.#say(system, secret);
      for (const [code, shop] of this.#ports.shops) {
        const { erp, wms } = shop.configuration;
        if (shop.isPaired && (erp === system || wms === system)) await this.#tell(code, system, secrets);
      }
    }
  }

  #say(system: string, secret: DatedSecret): void {
    const now = this.#ports.now();
    const { option, expires } = secret;
    const key = `${system}.${option}`;
    const today = Math.floor(now / DAY_MS);
    const stands = standing(secret, now);
    if (stands === 'valid' || this.#loggedOn.get(key) === today) return;
    this.#loggedOn.set(key, today);
    const [level, verb] = stands === 'expired' ? (['error', 'ended'] as const) : (['warn', 'ends'] as const);
    this.#ports.log[level]({ system, option, expires }, `a secret of the sign-in ${verb} ${untilEnd(secret, now)}`);
  }

  async #tell(shop: string, system: string, secrets: readonly DatedSecret[]): Promise<void> {
    const { engine, now } = this.#ports;
    if (engine.line(shop).recovering) return;
    const subject = `system/${system}`;
    const held = (engine.peek({ shop, subject })?.state as SystemState | undefined)?.secrets ?? [];
    if (JSON.stringify(held) === JSON.stringify(secrets)) return;
    // Where nothing is decided for a while (a lease that is missing), one an hour waits, not one a look.
    const id = `secrets:${this.#boot}:${system}:${Math.floor(now() / HOUR_MS)}`;
    await engine.submit([{ id, shop, subject, event: { type: 'secrets', secrets } }]);
  }
}

export function datedSecrets(secretsExpire: Readonly<Record<string, string>>): DatedSecret[] {
  return Object.entries(secretsExpire)
    .map(([option, expires]) => ({ option, expires }))
    .sort((one, other) => (one.option < other.option ? -1 : 1));
}

/** `causeway_secret_expires_seconds{system,option}`: how long each dated secret lasts; below 0: it ended. */
export function secretGauge(registry: Registry, systems: SecretWatchPorts['systems'], now: () => number): Gauge {
  return new Gauge({
    name: 'causeway_secret_expires_seconds',
    help: 'How long a secret lasts whose last day the configuration names; below 0: it has ended.',
    labelNames: ['system', 'option'],
    registers: [registry],
    collect() {
      for (const [system, { secretsExpire }] of Object.entries(systems)) {
        for (const secret of datedSecrets(secretsExpire))
          this.set({ system, option: secret.option }, (endOf(secret) - now()) / 1000);
      }
    },
  });
}
