import { ShopCode, TranscriptKeeping } from '@causeway/contracts';
import * as z from 'zod';
import { AvailabilitySettings } from '../flows/availability/settings.ts';
import { OrderSettings } from '../flows/order/settings.ts';
import { ReturnSettings } from '../flows/return/settings.ts';
import { ReconciliationSettings } from '../reconcile/settings.ts';
import type { SystemSettings } from '../systems/settings.ts';
import { ShopDatabase } from './database.ts';
import { isPrivateTransport, isWebAddress } from './transport.ts';

export const Shop = z.strictObject({
  /** Begins every external id; never change it once orders were sent. */
  code: ShopCode,
  url: z
    .string()
    .refine((address) => isWebAddress(address), {
      error: 'the shop\'s address, such as "https://shop.example.com"',
      abort: true,
    })
    .refine(isPrivateTransport, 'must begin with https:// (http:// is for a shop on this machine only)'),
  /** Which configured system is this shop's ERP and warehouse. */
  erp: z.string().min(1),
  wms: z.string().min(1),
  orders: OrderSettings,
  returns: ReturnSettings.prefault({}),
  /** Left out: the shop's stock is not Causeway's business. */
  availability: AvailabilitySettings.optional(),
  reconciliation: ReconciliationSettings.prefault({}),
  database: ShopDatabase.optional(),
});

/** A configured system's name: part of addresses and file names. */
export const SystemName = z.string().regex(/^[a-z0-9-]{1,32}$/, 'a name of a-z, 0-9 and "-"');

const frame = {
  /** Where the engine's file, the shops' credentials and cursors live; private to the worker's user. */
  stateDirectory: z.string().min(1),
  intake: z
    .strictObject({
      host: z.string().default('127.0.0.1'),
      port: z.int().min(0).max(65535).default(8787),
      /** How shops on other machines reach the doorbell; null: shops are not told of one. */
      doorbellUrl: z
        .url({ protocol: /^https?$/ })
        .nullable()
        .default(null),
    })
    .prefault({}),
  log: z.strictObject({ level: z.enum(['debug', 'info', 'warn', 'error']).default('info') }).prefault({}),
  callsAtOnce: z.int().min(1).max(256).default(32),
  /** What systems were sent and answered, redacted: which of it is kept in the state directory, for how long, how much. */
  transcripts: z
    .strictObject({
      keep: TranscriptKeeping.default('errors'),
      days: z.int().min(1).max(365).default(7),
      megabytes: z.int().min(1).max(10_000).default(50),
    })
    .prefault({}),
  /** npm packages and folders with adapters that don't come with the worker; found from this file's folder. */
  adapters: z.array(z.string().min(1)).default([]),
};

/** What concerns every shop; unknown options are mistakes. Systems and shops are read one by one, so that a mistake in one leaves the others. */
export const Frame = z.strictObject({
  ...frame,
  systems: z.record(z.string(), z.unknown()),
  shops: z.array(z.unknown()).min(1, 'at least one shop'),
});

/** The worker's one configuration file, read. */
export interface Configuration extends Omit<z.infer<typeof Frame>, 'systems' | 'shops'> {
  readonly systems: Readonly<Record<string, SystemSettings>>;
  readonly shops: readonly ShopConfiguration[];
}

export type ShopConfiguration = z.infer<typeof Shop>;
