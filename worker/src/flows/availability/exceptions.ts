import type { SubjectException } from '@causeway/contracts';
import { raise } from '../../policy/raise.ts';
import type { Plan } from './plan.ts';
import type { StockState } from './state.ts';
import { difference } from './verification.ts';

export const FIRST_DIFFERENCE = 'stock:first_difference';

/** What a person must see of the SKU's stock now; the worst first. Of many SKUs each cause is one exception. */
export function exceptionsOf(state: StockState, plan: Plan): SubjectException[] {
  return [
    ...circle(state, plan),
    ...refusal(state),
    ...faults(state),
    ...(state.below === null ? [] : [belowNothing(state, state.below)]),
    ...(state.first === null ? [] : [firstDifference(state, state.first)]),
    ...difference(state),
    ...missingParts(state, plan),
  ];
}

function circle({ sku }: StockState, { circles }: Plan): SubjectException[] {
  const road = circles.get(sku ?? '');
  if (road === undefined) return [];
  const title = 'A set is made of itself: it is shown as sold out';
  const nextStep = 'Correct availability.bundles in the configuration and restart the worker.';
  return [
    raise('validation', {
      about: ['bundle_circle'],
      owner: 'it',
      title,
      nextStep,
      detail: `${sku}: ${road.join(' → ')}`,
    }),
  ];
}

function refusal({ sku, refusal, fails }: StockState): SubjectException[] {
  switch (refusal?.kind) {
    case 'unknown':
      return [
        raise('missing_reference', {
          about: ['stock_sku'],
          severity: 'info',
          title: 'The shop sells no product of this SKU, or keeps no stock of it',
          nextStep:
            'Nothing to do where it is not for this shop. Else give the product this SKU and switch its stock management on: Causeway notices within a minute; Retry asks at once.',
          detail: `${sku}`,
        }),
      ];
    case 'shared':
      return [
        raise('mapping', {
          about: ['stock_shared'],
          severity: 'warning',
          title: 'The shop sells this SKU from the stock of another one',
          nextStep:
            'Have the back office keep the stock under the SKU in the detail, or give each variation a stock of its own in the shop.',
          detail: `${sku} is sold from the stock of ${refusal.detail}`,
        }),
      ];
    case 'unreadable':
      return [
        raise('internal', {
          about: ['stock_memory'],
          title: 'What the shop remembers of this stock can’t be read: it is told nothing more',
          nextStep: 'Run the newest worker, then press Retry.',
          detail: `${sku}`,
        }),
      ];
    case 'failed': {
      if (fails < 3) return [];
      const title = 'The shop can’t take the stock of this SKU';
      const nextStep = 'See the detail, and the shop’s error log. Causeway tries again by itself; Retry tries at once.';
      return [raise('internal', { about: ['stock_effect'], title, nextStep, detail: `${sku}: ${refusal.detail}` })];
    }
    default:
      return [];
  }
}

function faults({ sku, places }: StockState): SubjectException[] {
  return Object.entries(places)
    .filter(([, { fault }]) => fault !== null)
    .slice(0, 3)
    .map(([node, { fault }]) =>
      raise('validation', {
        about: ['stock_position', node],
        title: `The stock told of "${node}" can’t be true: it counts as none`,
        nextStep: `Correct the quantity at "${node}"; this closes by itself when it is told anew.`,
        detail: `${sku} at ${node}: ${fault}`,
      }),
    );
}

function belowNothing({ sku }: StockState, stock: string): SubjectException {
  return raise('stock', {
    about: ['below_zero'],
    title: 'More was sold in the shop than there is',
    nextStep: 'Receive stock, or talk to the customers of the newest orders; this closes by itself.',
    detail: `${sku}: the shop's stock is ${stock}`,
  });
}

function firstDifference({ sku }: StockState, { stock, base }: { stock: string; base: string }): SubjectException {
  return raise('stock', {
    about: ['first_difference'],
    title: 'The shop’s stock was another one when Causeway took it over',
    nextStep:
      'Approve: the shop is corrected to what is available to sell, beside whatever is sold meanwhile. Resolve with a reason: the shop’s stock stays as it is.',
    detail: `${sku}: the shop had ${stock}, available to sell is ${base}`,
  });
}

function missingParts({ sku, parts, partsSince, shop, out }: StockState, { sets }: Plan): SubjectException[] {
  const needed = sku === null ? undefined : sets.get(sku);
  if (needed === undefined || partsSince === null || (shop === null && out.length === 0)) return [];
  const missing = [...needed.keys()].filter((part) => parts[part] === undefined);
  if (missing.length === 0) return [];
  return [
    raise('missing_reference', {
      about: ['bundle_part'],
      title: 'No system has said anything of a part of this set: it is shown as sold out',
      nextStep: 'Check the part’s SKU in availability.bundles, and that a node of this shop has it.',
      detail: `${sku}: ${missing.join(', ')}`,
    }),
  ];
}
