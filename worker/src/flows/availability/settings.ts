import { Decimal } from '@causeway/contracts';
import * as z from 'zod';
import { circleIn } from './bundles.ts';

const Units = Decimal.refine((units) => !units.startsWith('-'), 'no negative number of units');
const Amount = Units.refine((units) => Number(units) > 0, 'more than nothing');
const Share = z.number().min(0).max(1);

/** A place that holds stock. `role`: whose word on it counts. Positions of a node that isn't named here are left out. */
export const Node = z.strictObject({
  role: z.enum(['erp', 'wms']),
  /** False: its goods are not for this shop. */
  include: z.boolean().default(true),
  /** A drop-ship partner's stock: sold, never counted as allocated by our ERP. */
  dropShip: z.boolean().default(false),
  /** Units that are never sold from it. */
  safetyStock: Units.default('0'),
});

/** What of one SKU differs from what holds for all. */
const SkuRule = z.strictObject({
  safetyStock: Units.optional(),
  buffer: Units.optional(),
  share: Share.optional(),
});

/** A set's SKU → the SKUs and quantities that it is made of, which may be sets themselves. */
const Bundles = z
  .record(
    z.string(),
    z.record(z.string(), Amount).refine((parts) => Object.keys(parts).length > 0, 'name its parts'),
  )
  .superRefine((bundles, context) => {
    const circle = circleIn(bundles);
    if (circle === null) return;
    context.addIssue({ code: 'custom', message: `a set can't be made of itself: ${circle.join(' → ')}` });
  });

/** What a shop may sell: which places, less what is kept back. Part of the configuration file. */
export const AvailabilitySettings = z.strictObject({
  /** Node, in its system's own word → what it is to this shop. */
  nodes: z.record(z.string().min(1), Node).refine((nodes) => Object.keys(nodes).length > 0, 'name at least one node'),
  /** Units that are never sold, over all nodes; and those kept for other channels. */
  safetyStock: Units.default('0'),
  buffer: Units.default('0'),
  /** This shop's share of what is left: its channel allocation. Rounded down to whole units. */
  share: Share.default(1),
  skus: z.record(z.string(), SkuRule).default({}),
  /** Units under way to a node; units that came back and await their inspection: sold already, or not. */
  inTransit: z.enum(['ignore', 'sell']).default('ignore'),
  pendingReturns: z.enum(['ignore', 'sell']).default('ignore'),
  /** A set is worth what its scarcest part allows; what a system says of the set itself is not looked at. */
  bundles: Bundles.default({}),
  /** A telling in which at least `skusMin` SKUs fall, of them this share to nothing (or all units together by this share), waits for a person. */
  guard: z
    .strictObject({
      skusMin: z.int().min(1).default(10),
      zeroShare: Share.default(0.3),
      dropShare: Share.default(0.5),
    })
    .prefault({}),
  /** How old the oldest position of a SKU may be, in seconds, before its freshness is missed. */
  freshSeconds: z.int().min(1).default(300),
  /** A source not heard for so long is stale: SKUs with fewer than `riskUnits` left are then shown as sold out. */
  staleSeconds: z.int().min(1).default(1800),
  riskUnits: Units.default('0'),
});

export type Node = z.infer<typeof Node>;
export type AvailabilitySettings = z.infer<typeof AvailabilitySettings>;
