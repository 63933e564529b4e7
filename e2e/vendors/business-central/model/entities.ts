import type { Entity } from './entity.ts';
import * as masters from './masters.ts';
import * as documents from './sales-documents.ts';
import * as lines from './sales-lines.ts';

const all: readonly Entity[] = [...Object.values(masters), ...Object.values(documents), salesLines()].flat();

function salesLines(): Entity[] {
  return [lines.salesOrderLine, lines.salesInvoiceLine, lines.salesCreditMemoLine, lines.salesShipmentLine];
}

const bySet = new Map(all.map((entity) => [entity.set, entity]));

/** The resource type of an entity set, if this server has it. */
export const entityOf = (set: string): Entity | undefined => bySet.get(set);

/** The resource type of a set that is known to be one. */
export function known(set: string): Entity {
  const entity = bySet.get(set);
  if (entity === undefined) throw new Error(`no entity set ${set}`);
  return entity;
}
