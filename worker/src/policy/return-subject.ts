import { createHash } from 'node:crypto';
import { ExternalId } from '@causeway/contracts';

/** `DEMO-1042-9f3a`: shop code, what it is, and 4 hex digits that tell an order from another of the same number. */
const PARTS = /^([A-Z0-9]{1,6})-([RCEW]?)(\d{1,10})-([0-9a-f]{4})$/;

/** The system's own return that a document names, where its own people began it: `DEMO-1042-9f3a/RMA-000001`. */
const OWN = /^([^/]+)\/(.{1,64})$/;

/** A document of ours, and the subject that is about it. `begun`: of the system's own people. */
export interface Named {
  readonly shop: string;
  readonly subject: string;
  readonly begun: { readonly id: string; readonly orderExternalId: string } | null;
}

/** Whom an external id is about (design 5: it names shop and subject itself). Null: it is none of ours. */
export function namedBy(document: string, role: 'erp' | 'wms'): Named | null {
  const own = OWN.exec(document);
  if (own !== null) {
    const [, orderExternalId = '', id = ''] = own;
    const order = ExternalId.safeParse(orderExternalId).success ? PARTS.exec(orderExternalId) : null;
    if (order === null || order[2] !== '') return null;
    return { shop: order[1] ?? '', subject: begunSubject(role, id), begun: { id, orderExternalId } };
  }
  const parts = PARTS.exec(document);
  if (parts === null || document.length > 22) return null;
  const [, shop = '', kind = '', number = ''] = parts;
  return { shop, subject: `${PREFIX[kind] ?? 'order/'}${number}`, begun: null };
}

const PREFIX: Readonly<Record<string, string>> = { R: 'return/', C: 'return/r', E: 'return/e-', W: 'return/w-' };

/** The subject of a return that a system's own people began: nine digits of a hash of that system's own id. */
export function begunSubject(role: 'erp' | 'wms', id: string): string {
  const digits = createHash('sha256').update(`${role}:${id}`).digest().readUIntBE(0, 6) % 1_000_000_000;
  return `return/${role === 'erp' ? 'e' : 'w'}-${digits}`;
}

/** The external id of a return's documents; its mark is its order's. Null: the subject is none of a return. */
export function returnExternalId(subject: string, orderExternalId: string): string | null {
  const [, kind = '', number = ''] = /^return\/(r|e-|w-|)(\d{1,10})$/.exec(subject) ?? [];
  const order = PARTS.exec(orderExternalId);
  if (number === '' || order === null) return null;
  const letter = { '': 'R', r: 'C', 'e-': 'E', 'w-': 'W' }[kind] ?? 'R';
  return `${order[1]}-${letter}${number}-${order[4]}`;
}

/** The order that an external id of an order names. */
export const orderOf = (orderExternalId: string): string => `order/${PARTS.exec(orderExternalId)?.[3] ?? '0'}`;
