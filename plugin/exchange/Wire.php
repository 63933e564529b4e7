<?php
declare(strict_types=1);

namespace Causeway\Exchange;

/**
 * The shapes of contracts/src/exchange.ts as decoded JSON, by name: what WorkerRequest has checked. For readers and
 * for PHPStan.
 *
 * @phpstan-import-type Effect from \Causeway\Effects\Wire
 * @phpstan-type Worker object{version: string, plugin: object{min: string, below: string}}
 * @phpstan-type Engine object{id: string, commit: int}
 * @phpstan-type Shop object{id: string, incarnation: int, home_hash: string, environment: string}
 * @phpstan-type Ack object{number: int, rows: list<int>}
 * @phpstan-type Past object{from: int, before: int, after: string, limit: int, only?: list<string>, state?: string}
 * @phpstan-type Ask object{rows: int, bytes: int, open_after: string|null, looks: list<string>, past?: Past, untold?: bool}
 * @phpstan-type ExchangeBody \stdClass&object{protocol: int, worker: Worker, engine: Engine, shop: Shop, lease: object{epoch: int, release: bool}, ack: Ack, effects: list<Effect>, ask: Ask, doorbell: string|null, returns?: object{customer_days: int}|null, transcripts?: list<object{subject: string}&\stdClass>}
 * @phpstan-type PairBody \stdClass&object{protocol: int, code: string, worker: Worker}
 */
interface Wire {}
