import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { Fault } from './faults/fault.ts';
import { Code, describe, Text } from './shapes.ts';
import type { SeededItem } from './stock/stock.ts';
import { Secret } from './webhooks/subscription.ts';

const delay = (ms: number) => z.int().min(0).max(3_600_000).default(ms);
const codes = (...known: string[]) => z.array(Code).min(1).default(known);

const Webhooks = z
  .strictObject({
    subscriptions: z
      .array(
        z.strictObject({
          url: z.url({ protocol: /^https?$/ }),
          secret: Secret,
          events: z.array(z.string()).min(1).optional(),
        }),
      )
      .default([]),
    retry_ms: z.array(z.int().min(1).max(3_600_000)).min(1).default([200, 1_000, 5_000, 30_000]),
    attempts_max: z.int().min(1).max(1_000).default(20),
  })
  .prefault({});

/**
 * A partial pick: of lines with `sku` (in `external_id`, or everywhere) the first wave takes `pick` units. `short`: the rest
 * isn't there, and won't come with this release.
 */
export const PickRule = z.strictObject({
  sku: Code,
  external_id: Code.optional(),
  pick: z.int().min(0).max(1_000_000),
  rest_after_ms: z.int().min(0).max(3_600_000).nullable().default(null),
  short: z.boolean().default(false),
});

const ShippingMethod = z.strictObject({
  carrier: Code,
  carrier_name: Text,
  prefix: z.string().regex(/^[A-Z]{1,4}$/),
  tracking_url: z.url().refine((url) => url.includes('{number}'), { error: 'must contain {number}' }),
});

const SHIPPING_METHODS = {
  STANDARD: {
    carrier: 'PARCELHOUSE',
    carrier_name: 'Parcel House',
    prefix: 'PH',
    tracking_url: 'https://track.parcelhouse.example/{number}',
  },
  EXPRESS: {
    carrier: 'SWIFTLINE',
    carrier_name: 'Swiftline Express',
    prefix: 'SW',
    tracking_url: 'https://swiftline.example/t/{number}',
  },
  PICKUP: {
    carrier: 'COUNTER',
    carrier_name: 'Collected at the counter',
    prefix: 'CC',
    tracking_url: 'https://counter.example/{number}',
  },
};

const CATALOGUE = Array.from({ length: 20 }, (_, index) => ({ sku: `CW-${String(index + 1).padStart(3, '0')}` }));

const Units = z.int().min(0).max(1e9);
const Item = z.strictObject({
  sku: Code,
  name: Text.optional(),
  on_hand: z.union([Units, z.record(Code, Units)]).default(100_000),
});

const Erp = z.strictObject({
  client_id: z.string().min(1).default('causeway'),
  client_secret: z.string().min(1).default('sandbox-erp-secret'),
  token_ttl_s: z.int().min(1).max(86_400).default(3_600),
  duplicate_detection: z.boolean().default(false),
  allocate_after_ms: delay(200),
  close_after_ms: delay(1_000),
  currencies: codes('EUR', 'USD', 'GBP', 'CHF', 'JPY', 'KWD'),
  tax_codes: codes('STD', 'RED', 'ZERO'),
  payment_methods: codes('COD', 'CARD', 'BANK'),
  shipping_methods: codes('STANDARD', 'EXPRESS', 'PICKUP'),
  customers: z.array(z.strictObject({ code: Code, name: Text })).default([{ code: 'C-100', name: 'Walk-in' }]),
  faults: z.array(Fault).default([]),
  webhooks: Webhooks,
});

const Wms = z.strictObject({
  api_key: z.string().min(1).default('sandbox-wms-key'),
  duplicate_detection: z.boolean().default(false),
  utc_offset: z
    .string()
    .regex(/^[+-](0\d|1[0-4]):[0-5]\d$/, 'such as +01:00')
    .default('+01:00'),
  pick_after_ms: delay(200),
  pack_after_ms: delay(100),
  ship_after_ms: delay(100),
  /** From shipping to the customer's door; null: nobody tells. */
  deliver_after_ms: z.int().min(0).max(3_600_000).nullable().default(null),
  picks: z.array(PickRule).default([]),
  shipping_methods: z.record(Code, ShippingMethod).default(SHIPPING_METHODS),
  faults: z.array(Fault).default([]),
  webhooks: Webhooks,
});

const Configuration = z.strictObject({
  control_token: z.string().min(1).default('sandbox-control'),
  nodes: z.array(Code).min(1).default(['MAIN']),
  items: z.array(Item).min(1).prefault(CATALOGUE),
  erp: Erp.prefault({}),
  wms: Wms.prefault({}),
});

type Goods = { readonly nodes: readonly string[]; readonly items: readonly SeededItem[] };
export type ErpConfiguration = z.infer<typeof Erp> & Goods;
export type WmsConfiguration = z.infer<typeof Wms> & Goods;
export interface SandboxConfiguration {
  readonly control_token: string;
  readonly erp: ErpConfiguration;
  readonly wms: WmsConfiguration;
}

/** A configuration that can't be used: one message per mistake, each with the option's path. */
export class ConfigurationError extends Error {
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.name = 'ConfigurationError';
    this.mistakes = mistakes;
  }
}

/** Fills the defaults in. Throws `ConfigurationError`. */
export function configure(given: unknown): SandboxConfiguration {
  const result = Configuration.safeParse(given);
  if (!result.success) {
    const mistakes = result.error.issues
      .flatMap(describe)
      .map(({ path, message }) => `${path || '(whole)'}: ${message}`);
    throw new ConfigurationError(mistakes);
  }
  const { control_token, nodes, erp, wms } = result.data;
  const items = result.data.items.map((item) => ({ ...item, name: item.name ?? item.sku }));
  return { control_token, erp: { ...erp, nodes, items }, wms: { ...wms, nodes, items } };
}

/** Reads a JSON file. Throws `ConfigurationError`. */
export function readConfiguration(file: string): SandboxConfiguration {
  let given: unknown;
  try {
    given = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ConfigurationError([`${file}: ${(error as Error).message}`]);
  }
  return configure(given);
}
