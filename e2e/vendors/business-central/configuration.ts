import { readFileSync } from 'node:fs';
import * as z from 'zod';

const Guid = z.guid();
const Milliseconds = z.int().min(0);

/** What this Business Central holds when it starts for the first time, and how it behaves. Every field has a default. */
export const Configuration = z.strictObject({
  control_token: z.string().min(8).default('business-central-control'),
  tenant: Guid.default('7a1e5b52-6f0c-4d0e-9a56-3f3c1f0f2b11'),
  environment: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,30}$/)
    .default('production'),
  client_id: Guid.default('c2f7b9a4-52f1-4a5e-8a5f-0d6f6d5f8a01'),
  client_secret: z.string().min(1).default('business-central-secret'),
  /** The one scope that a token is given for (dev-itpro/administration/automation-apis-using-s2s-authentication.md). */
  scope: z.string().default('https://api.businesscentral.dynamics.com/.default'),
  token_ttl_s: z.int().min(1).default(3599),
  companies: z
    .array(z.strictObject({ id: Guid, name: z.string().max(30) }))
    .min(1)
    .default([
      { id: '5e3f1c0a-4b7d-4f2e-8c1d-2a9b7c6d5e4f', name: 'CRONUS International Ltd.' },
      { id: '0d9c8b7a-6f5e-4d3c-8b2a-1f0e9d8c7b6a', name: 'My Company' },
    ]),
  /** The first company's local currency: documents in it have no currency id. */
  local_currency: z.string().default('EUR'),
  currencies: z.record(z.string(), z.number()).default({ USD: 0.01, GBP: 0.01, CHF: 0.01, JPY: 1 }),
  countries: z
    .array(z.string())
    .default(
      'AT AU BE BG CA CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IT JP LT LU LV MT NL NO NZ PL PT RO SE SI SK US'.split(
        ' ',
      ),
    ),
  tax_groups: z.record(z.string(), z.number().min(0).max(100)).default({ STANDARD: 19, REDUCED: 7, ZERO: 0 }),
  payment_terms: z.record(z.string(), z.int().min(0)).default({ COD: 0, '14 DAYS': 14 }),
  shipment_methods: z.array(z.string()).default(['STANDARD', 'EXPRESS', 'PICKUP']),
  units: z.array(z.string()).default(['PCS']),
  locations: z.array(z.string()).default(['MAIN', 'OUTLET']),
  salespeople: z.array(z.string()).default(['JO']),
  customers: z.array(z.strictObject({ number: z.string(), name: z.string() })).default([
    { number: '10000', name: 'Web shop guests' },
    { number: 'C-100', name: 'Adatum Corporation' },
  ]),
  accounts: z.array(z.strictObject({ number: z.string(), name: z.string(), tax_group: z.string() })).default([
    { number: '6110', name: 'Sales, retail', tax_group: 'STANDARD' },
    { number: '6810', name: 'Shipping income', tax_group: 'STANDARD' },
  ]),
  items: z
    .array(
      z.strictObject({
        number: z.string(),
        name: z.string(),
        unit_price: z.number().min(0).default(10),
        tax_group: z.string().default('STANDARD'),
        stock: z.number().default(0),
      }),
    )
    .default(
      Array.from({ length: 20 }, (_, index) => ({
        number: `CW-${String(index + 1).padStart(3, '0')}`,
        name: `Article ${index + 1}`,
        unit_price: 10,
        tax_group: 'STANDARD',
        stock: 100_000,
      })),
    ),
  /** dev-itpro/administration/operational-limits-online.md, "OData request limits (per user)". */
  limits: z
    .strictObject({
      requests: z.int().min(1).default(6_000),
      window_ms: Milliseconds.default(300_000),
      at_once: z.int().min(1).default(5),
      queued: z.int().min(0).default(95),
      queued_ms: Milliseconds.default(480_000),
      body_bytes: z
        .int()
        .min(1)
        .default(350 * 1024 * 1024),
      page_size: z.int().min(1).default(20_000),
      subscriptions: z.int().min(0).default(200),
      /** How long each request takes to handle, beside its own work. */
      handling_ms: Milliseconds.default(0),
    })
    .prefault({}),
  /** dev-itpro/api-reference/v2.0/dynamics-subscriptions.md; the waits between attempts aren't documented. */
  webhooks: z
    .strictObject({
      delay_ms: Milliseconds.default(30_000),
      collection_above: z.int().min(1).default(1_000),
      expire_after_ms: Milliseconds.default(3 * 24 * 3_600_000),
      retry_ms: z.array(Milliseconds).min(1).default([60_000, 300_000, 1_800_000, 7_200_000]),
      give_up_after_ms: Milliseconds.default(36 * 3_600_000),
    })
    .prefault({}),
});
export type Configuration = z.infer<typeof Configuration>;

/** Some of the fields, without what they are when they are left out. */
const some = <Shape extends Record<string, z.ZodDefault<z.ZodType>>>({ shape }: z.ZodObject<Shape>) =>
  z.strictObject(Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, field.unwrap().optional()])));

/** What of the configuration can be changed while it runs (`PATCH /_control/settings`). */
export const Settings = z.strictObject({
  token_ttl_s: z.int().min(0).optional(),
  limits: some(Configuration.shape.limits.unwrap()).optional(),
  webhooks: some(Configuration.shape.webhooks.unwrap()).optional(),
});

/** Throws `z.ZodError`. */
export function readConfiguration(file: string | undefined): Configuration {
  return Configuration.parse(file === undefined ? {} : JSON.parse(readFileSync(file, 'utf8')));
}
