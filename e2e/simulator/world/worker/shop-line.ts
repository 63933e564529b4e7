import type { ExchangeRequest, ExchangeResponse, Phase } from '@causeway/contracts';
import { SystemFailure } from '../../../../worker/src/policy/system-failure.ts';
import type { FaultName } from '../../faults/catalogue.ts';
import type { Faults } from '../../faults/faults.ts';
import type { Say } from '../../trace/trace.ts';
import type { EffectWeather } from '../shop/answers.ts';
import { PhpDied, type Shop } from '../shop/shop.ts';
import type { Life } from './life.ts';
import { Overtaking } from './overtaking.ts';

export interface ShopLinePorts {
  readonly faults: Faults;
  readonly after: (ms: number, work: () => void) => void;
  readonly latency: (exchange: number) => number;
  readonly say: Say;
  readonly weather: (shop: Shop) => EffectWeather;
  /** Told of rows before a worker tells the shop that they are safe. */
  readonly acknowledging: (shop: Shop, life: Life, rows: readonly number[]) => void;
  /** Told of every effect that leaves a worker. */
  readonly telling: (shop: Shop, life: Life, effect: string) => void;
}

const TIMEOUT_MS = 30_000;
const DELAY_MS = 20_000;

const LEAVING = [
  'crash before the exchange leaves',
  'crash before acknowledging',
  'shop unreachable',
  'exchange lost',
  'crash after the exchange left',
] as const;
const ANSWERED = ['crash after the shop answered', 'crash after acknowledging', 'answer lost'] as const;
const OF_ACKNOWLEDGEMENTS: ReadonlySet<FaultName> = new Set([
  'crash before acknowledging',
  'crash after acknowledging',
]);

interface Trip {
  readonly life: Life;
  readonly request: ExchangeRequest;
  readonly oneWay: number;
  readonly resolve: (response: ExchangeResponse) => void;
  readonly reject: (error: unknown) => void;
}

/** Null: PHP died on the way. */
type Answer = { readonly response: ExchangeResponse } | { readonly refused: unknown } | null;

const unanswered = (phase: Phase) => new SystemFailure('connection', phase, 'no answer');

/** The way between workers and one shop: exchanges, in every weather. */
export class ShopLine {
  readonly #shop: Shop;
  readonly #ports: ShopLinePorts;
  #exchanges = 0;
  readonly #overtaking = new Overtaking();

  constructor(shop: Shop, ports: ShopLinePorts) {
    this.#shop = shop;
    this.#ports = ports;
  }

  exchange(life: Life, request: ExchangeRequest): Promise<ExchangeResponse> {
    // What a killed process still had in hand goes nowhere.
    if (life.ended) return new Promise(() => undefined);
    this.#exchanges += 1;
    if (request.ack.rows.length > 0) this.#ports.acknowledging(this.#shop, life, request.ack.rows);
    for (const { id } of request.effects) this.#ports.telling(this.#shop, life, id);
    const oneWay = this.#ports.latency(this.#exchanges);
    return new Promise((resolve, reject) => this.#leave({ life, request, oneWay, resolve, reject }));
  }

  #leave(trip: Trip): void {
    const { life, request, oneWay, reject } = trip;
    const { after, faults } = this.#ports;
    faults.pass({ shop: this.#shop.code, subject: null, system: null });
    const fate = this.#fate(LEAVING, request);
    if (fate === null) {
      if (this.#strikes('exchange doubled')) after(oneWay + DELAY_MS, () => this.#answer(life, request));
      after(oneWay + (this.#strikes('exchange delayed') ? DELAY_MS : 0), () => this.#arrive(trip));
    } else if (fate === 'shop unreachable') this.#back(life, oneWay, () => reject(unanswered('before_send')));
    else if (fate === 'exchange lost') this.#back(life, TIMEOUT_MS, () => reject(unanswered('during_send')));
    else {
      if (fate === 'crash after the exchange left') after(oneWay, () => this.#answer(life, request));
      life.kill();
    }
  }

  #arrive({ life, request, oneWay, resolve, reject }: Trip): void {
    const answer = this.#answer(life, request);
    const fate = this.#fate(ANSWERED, request);
    if (fate !== null && fate !== 'answer lost') life.kill();
    else if (answer === null || fate === 'answer lost') {
      this.#back(life, TIMEOUT_MS, () => reject(unanswered('after_send')));
    } else {
      this.#back(life, oneWay, () => {
        if (this.#strikes('crash as the answer comes')) life.kill();
        else if ('refused' in answer) reject(answer.refused);
        else resolve(answer.response);
      });
    }
  }

  #fate(faults: readonly FaultName[], { ack }: ExchangeRequest): FaultName | null {
    return (
      faults.find((fault) => (ack.rows.length > 0 || !OF_ACKNOWLEDGEMENTS.has(fault)) && this.#strikes(fault)) ?? null
    );
  }

  #back(life: Life, ms: number, work: () => void): void {
    this.#ports.after(ms, () => life.enter(work));
  }

  #strikes(fault: FaultName): boolean {
    return this.#ports.faults.at(fault, { shop: this.#shop.code, subject: null, system: null });
  }

  #answer(life: Life, request: ExchangeRequest): Answer {
    const { say, weather } = this.#ports;
    const shop = this.#shop;
    try {
      const answered = shop.exchange(request, weather(shop));
      const response = this.#overtaking.of(answered, () => this.#strikes('a look is overtaken'));
      this.#tell(life, request, response);
      return { response };
    } catch (error) {
      say(
        `shop ${shop.code}`,
        () =>
          `${error instanceof PhpDied ? 'PHP dies while it answers' : `refuses (${(error as Error).message})`} ${life.name}`,
      );
      return error instanceof PhpDied ? null : { refused: error };
    }
  }

  #tell(life: Life, request: ExchangeRequest, response: ExchangeResponse): void {
    this.#ports.say(`shop ${this.#shop.code}`, () => {
      const came = [
        request.ack.rows.length > 0 ? `acknowledges rows ${request.ack.rows.join(', ')}` : '',
        ...response.answers.map(({ id, result }, index) => `${request.effects[index]?.kind} ${id} ${result}`),
        ...response.rows.map((row) => {
          const { kind, event } = row as { kind: string; event: { subject: string } };
          return `serves a ${kind} of ${event.subject}`;
        }),
        response.open === null ? '' : `${response.open.events.length} open subjects`,
        ...response.looks.map(
          ({ subject, event }) => `says ${event === null ? 'it has no' : 'what is with'} ${subject}`,
        ),
      ].filter((each) => each !== '');
      return came.length === 0 ? null : `with ${life.name} (epoch ${response.lease.epoch}): ${came.join('; ')}`;
    });
  }
}
