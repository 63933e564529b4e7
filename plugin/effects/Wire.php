<?php
declare(strict_types=1);

namespace Causeway\Effects;

/**
 * The shapes of contracts/src/effect.ts as decoded JSON, by name. The route has checked them against the schema that
 * is generated from the same file; here they are for readers and for PHPStan.
 *
 * @phpstan-type Effect \stdClass&object{id: string, subject: string, epoch: int, n: int, kind: string, body: \stdClass}
 * @phpstan-type Guarded \stdClass&object{id: string, subject: string, epoch: int, n: int, kind: string, body: \stdClass, decided_on: object{incarnation: int, rev: int}, accepts: non-empty-list<string>}
 * @phpstan-type ExceptionShape object{cause: string, category: string, severity: string, owner: string, title: string, next_step: string, detail: string}
 * @phpstan-type AuditShape object{at: int, actor: string, action: string, about: string, before: string, after: string, why: string}
 * @phpstan-type Attempt object{n: int, of: int, next_at: int|null}
 * @phpstan-type MirrorBody \stdClass&object{state: string, reason: string, waiting_for: string, since: int, attempt: Attempt|null, open: bool, external_id: string|null, erp_number: string|null, trace_id: string|null, order_id?: int|null, stages: list<\stdClass>, gates: list<\stdClass>, timeline: list<\stdClass>, exceptions: list<ExceptionShape>, checkpoint: \stdClass|null, audit?: list<AuditShape>}
 * @phpstan-type Mirror \stdClass&object{id: string, subject: string, epoch: int, n: int, kind: string, body: MirrorBody}
 * @phpstan-type Triple \stdClass&object{sku: string, version: int, base: string, counted: string, as_of: string, checkpoint: \stdClass|null, correction?: string}
 * @phpstan-type StockTelling \stdClass&object{id: string, subject: string, epoch: int, n: int, kind: string, body: Triple}
 * @phpstan-type Line object{item_id: int, quantity: string}
 * @phpstan-type RefundLine object{item_id: int, quantity: string, total: string, total_tax: string}
 * @phpstan-type RefundBody \stdClass&object{order_id: int, return_id: string, amount: string, reason: string, payment: 'gateway'|'none', lines: list<RefundLine>}
 * @phpstan-type Refund \stdClass&object{id: string, subject: string, epoch: int, n: int, kind: string, body: RefundBody}
 * @phpstan-type Shipment \stdClass&object{shipment_id: string, carrier: string, tracking_number: string, tracking_url: string, shipped_at: string, lines: non-empty-list<Line>}
 */
interface Wire {}
