import { ShopCode } from '@causeway/contracts';
import * as z from 'zod';
import { OrderSettings } from '../flows/order/settings.ts';
import { SystemSettings } from '../systems/registry.ts';
import { isPrivateTransport, isWebAddress } from './transport.ts';

const Shop = z.strictObject({
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
});

/** The worker's one configuration file. Unknown options are mistakes. */
export const Configuration = z
  .strictObject({
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
    systems: z.record(z.string().regex(/^[a-z0-9-]{1,32}$/, 'a name of a-z, 0-9 and "-"'), SystemSettings),
    shops: z.array(Shop).min(1, 'at least one shop'),
  })
  .superRefine((configuration, context) => {
    const codes = new Set<string>();
    for (const [index, shop] of configuration.shops.entries()) {
      if (codes.has(shop.code)) {
        context.addIssue({
          code: 'custom',
          path: ['shops', index, 'code'],
          message: `"${shop.code}" is taken by another shop`,
        });
      }
      codes.add(shop.code);
      for (const role of ['erp', 'wms'] as const) {
        const system = configuration.systems[shop[role]];
        const path = ['shops', index, role];
        if (system === undefined) {
          const known = Object.keys(configuration.systems).join(', ') || 'none';
          context.addIssue({
            code: 'custom',
            path,
            message: `no system "${shop[role]}" is configured (configured: ${known})`,
          });
        } else if (!system.adapter.endsWith(role)) {
          context.addIssue({ code: 'custom', path, message: `"${shop[role]}" is a ${system.adapter}, not a ${role}` });
        }
      }
    }
  });

export type Configuration = z.infer<typeof Configuration>;
export type ShopConfiguration = Configuration['shops'][number];
