import { hash } from 'node:crypto';
import { remembered } from '../remembered.ts';

/** `DEMO-1042-9f3a`: shop code, order id, and 4 hex digits of the order key's hash (design 5). */
export function externalIdOf(shopCode: string, order: Numbered): string {
  return `${shopCode}-${order.id}-${markOf(order)}`;
}

interface Numbered {
  readonly id: number;
  readonly key: string;
}

const markOf = remembered(({ key }: Numbered): string => hash('sha256', key).slice(0, 4));
