import { ShopCode } from '@causeway/contracts';
import type { LoadedConfiguration } from '../config/load.ts';
import { orderName } from '../control/why/order-name.ts';
import { UsageMistake } from './command.ts';

/** One shop needs no code, and an external id carries it; else it is asked for, with those to choose from. */
export function askedOrder(
  command: string,
  configuration: LoadedConfiguration,
  words: readonly string[],
): { shop: string; order: string } {
  const named = [...configuration.shops.map(({ code }) => code), ...configuration.leftOut.map(({ shop }) => shop)];
  const codes = named.filter((code) => ShopCode.safeParse(code).success);
  const [first, second, ...more] = words;
  if (first === undefined || more.length > 0) throw new UsageMistake(`causeway ${command} [SHOP] ORDER --config FILE`);
  const order = second ?? first;
  const shop = second === undefined ? (orderName(order).shop ?? only(codes)) : first.toUpperCase();
  if (shop === null) {
    throw new UsageMistake(
      `Which shop's order ${order}? Say its code too: causeway ${command} ${codes[0]} ${order} (${codes.join(', ')})`,
    );
  }
  if (!codes.includes(shop))
    throw new UsageMistake(`no shop "${shop}" is configured (configured: ${codes.join(', ')})`);
  return { shop, order };
}

const only = (codes: readonly string[]): string | null => (codes.length === 1 ? (codes[0] ?? null) : null);
