import { Category } from '@causeway/contracts';
import * as z from 'zod';
import { row } from './canonical/row.ts';

/** A substitute whose own substitutes lead back: each circle once. */
function circlesIn(substitutes: Readonly<Record<string, readonly string[]>>): string[] {
  const seen = new Set<string>();
  const found: string[] = [];
  const walk = (sku: string, path: readonly string[]): void => {
    if (path.includes(sku)) {
      const circle = [...path.slice(path.indexOf(sku)), sku].join(' → ');
      found.push(`${circle} is a circle: take one of these rows out`);
      return;
    }
    if (seen.has(sku)) return;
    for (const next of row(substitutes, sku) ?? []) walk(next, [...path, sku]);
    seen.add(sku);
  };
  for (const sku of Object.keys(substitutes)) walk(sku, []);
  return found;
}

const Rule = z.enum(['paid', 'authorised', 'on_account', 'hold']);

/** What the order flow of one shop may decide with; part of the configuration file, versioned with it. */
export const OrderSettings = z
  .strictObject({
    mapping: z.strictObject({
      /** WooCommerce payment method → the ERP's word, and what its orders count as when WooCommerce says `processing`. */
      paymentMethods: z.record(
        z.string(),
        z.strictObject({
          erp: z.string().min(1),
          state: Rule,
          /** True: `on-hold` orders of this method go to the ERP too (authorise-only gateways, invoices). */
          sendOnHold: z.boolean().default(false),
        }),
      ),
      /** Order statuses of other plugins (without `wc-`) → what they mean: send, wait for a person, or cancelled. */
      orderStatuses: z.record(z.string(), z.enum(['send', 'pause', 'cancel'])).default({}),
      /** WooCommerce shipping method (`flat_rate` or `flat_rate:3`; `none`) → the ERP's and the warehouse's word. */
      shippingMethods: z.record(z.string(), z.strictObject({ erp: z.string().min(1), wms: z.string().min(1) })),
      /**
       * Tax rate code (`DE-VAT-1`; of a line with several rates `A+B`), or `class:<tax class>` (`class:standard`,
       * `class:shipping`), or `none` for untaxed lines → the ERP's tax code.
       */
      taxCodes: z.record(z.string(), z.string().min(1)),
      /** Shop SKU → ERP SKU, only where they differ. */
      skus: z.record(z.string(), z.string().min(1)).default({}),
      /** The warehouse's carrier word → what customers see. `url` may hold `{number}`. */
      carriers: z
        .record(z.string(), z.strictObject({ name: z.string().min(1), url: z.string().default('') }))
        .default({}),
    }),
    /** Order meta key whose truthy value means "hold, suspected fraud". */
    fraudMetaKeys: z.array(z.string()).default(['_causeway_fraud', '_wc_risk_level']),
    /** Untaxed negative fees whose name begins so are gift cards. */
    giftCardFees: z.array(z.string().min(1)).default(['Gift card']),
    /** Countries that orders may be shipped to; empty: all. */
    shipToCountries: z.array(z.string().length(2)).default([]),
    /** How often the flow looks at ERP and warehouse when no webhook came, in seconds. */
    lookUpEverySeconds: z.number().min(1).max(3600).default(60),
    /** Retries of one step before it becomes an exception. */
    attemptsMax: z.int().min(1).max(20).default(8),
    /** First back-off in ms; doubles, with jitter, up to `retryCapMs`. */
    retryBaseMs: z.int().min(10).default(2000),
    retryCapMs: z.int().min(10).default(300_000),
    /** Another schedule for failures of a category: `{ "timeout": { "attemptsMax": 4 } }`; what it leaves out is as above. */
    retries: z
      .partialRecord(
        Category,
        z.strictObject({
          attemptsMax: z.int().min(1).max(20).optional(),
          baseMs: z.int().min(10).optional(),
          capMs: z.int().min(10).optional(),
        }),
      )
      .default({}),
    /**
     * Units that the warehouse does not find: `backorder`: the order waits for them at that place, and the customer is told;
     * `split`: another place that has all of them sends them at once, else as `backorder`; `substitute`: what was ordered from
     * wherever it lies, else the first of its `substitutes` that is there, else as `backorder`; `cancel`: the order goes on
     * without them, and finance is asked to refund them; `ask`: a person decides.
     */
    shortPick: z.enum(['backorder', 'split', 'substitute', 'cancel', 'ask']).default('ask'),
    /** SKU → what may be sent in its place at its price, best first; shop's words, as `mapping.skus` has them. */
    substitutes: z.record(z.string(), z.array(z.string().min(1)).min(1)).default({}),
    /** Order meta key that says "yes" where the customer accepts substitutes; null: every order does. */
    substitutesMetaKey: z.string().min(1).nullable().default(null),
    /** The ERP is told of each parcel that left the warehouse. False: it learns that elsewhere. */
    reportShipments: z.boolean().default(false),
    /** After a send whose outcome is unknown, how long the system may still be committing it. */
    settleMs: z.int().min(0).max(600_000).default(5000),
  })
  .superRefine(({ shortPick, substitutes }, { addIssue }) => {
    for (const message of circlesIn(substitutes)) addIssue({ code: 'custom', path: ['substitutes'], message });
    if (shortPick === 'substitute' && Object.keys(substitutes).length === 0)
      addIssue({
        code: 'custom',
        path: ['substitutes'],
        message: 'shortPick "substitute" needs at least one row here',
      });
  });

/** `follows`: which other flows of the shop are told by its orders; left out: none. */
export type OrderSettings = z.infer<typeof OrderSettings> & {
  readonly follows?: { readonly stock: boolean; readonly returns: boolean };
};
