import { fromScaled } from '../../../policy/rounding/money.ts';
import { toRelease } from '../canonical/sales-order.ts';
import { deliveryMark } from '../edits/parts.ts';
import type { Verdict } from '../holds.ts';
import { find, poll, type Step } from '../lane/asking.ts';
import type { OrderSettings } from '../settings.ts';
import type { OrderState } from '../state.ts';
import type { Turn } from '../turn.ts';
import { listed, type Outstanding } from './due.ts';
import { askedOf, nextReleaseId, restOf, type Way, wayOf } from './rest.ts';
import { skuOf, substitutedLine, substitutionRef } from './substitutes.ts';

/** What the ERP says of a rest counts as of when its stock was known to be there; a warehouse that doesn't tell leaves it to the ERP. */
export function restAtErp(turn: Turn): Step {
  const { rest, stock, erp } = turn.state;
  if (rest === null || stock === null) return null;
  if (rest.found !== null) return (erp.lookedAt ?? 0) < rest.found ? find(turn, 'erp') : substituteStep(turn);
  return stock.free === null ? poll(turn, 'erp') : null;
}

/** A line that is to leave as something else: the ERP is asked first, one line after the other. */
function substituteStep({ state, settings }: Turn): Step {
  const way = wayOf(state, settings);
  const release = nextReleaseId(state);
  if (way === null || release === null || state.erp.doc === null) return null;
  const [line] = replacedIn(state, settings, way);
  if (line === undefined) return null;
  const lineId = String(line.item.id);
  const ref = substitutionRef(release, lineId);
  if (state.substitutesRefused[ref] !== undefined) return null;
  const sku = way.skus[lineId] ?? '';
  const substitution = { ref, lineId, sku, quantity: fromScaled(line.units) };
  const say = `Asking the ERP for ${sku} in place of ${listed([line])}`;
  return { ask: 'substitute', request: { id: state.erp.doc.id, substitution }, about: ref, say };
}

/** Lines that would leave as a substitute which the ERP has not taken. */
const replacedIn = (state: OrderState, settings: OrderSettings, { skus }: Way): Outstanding[] =>
  restOf(state).filter(({ item }) => {
    const isOther = skus[item.id] !== skuOf(item.sku, settings);
    return isOther && substitutedLine(state, String(item.id)) === undefined;
  });

/** Nothing that a person has yet to decide may change what is still to leave, or where it goes. */
const isUndisputed = ({ remarks }: Verdict): boolean =>
  remarks.every(({ category }) => category !== 'conflict' && category !== 'validation');

/** What a closed release left is released anew, once its stock is there and the ERP holds it: never beside a live release. */
export function releaseRest(turn: Turn, verdict: Verdict): Step {
  const { state, settings } = turn;
  const { reading } = verdict;
  const externalId = nextReleaseId(state);
  const way = wayOf(state, settings);
  const { rest, erp } = state;
  const isAsked = rest?.found !== null && (erp.lookedAt ?? 0) >= (rest?.found ?? Infinity);
  if (reading === null || externalId === null || way === null || !isAsked || !isUndisputed(verdict)) return null;
  if (replacedIn(state, settings, way).length > 0) return null;

  const lines = restOf(state);
  const units = (line: string) => fromScaled(lines.find(({ item }) => String(item.id) === line)?.units ?? 0n);
  const release = toRelease(reading, { externalId, traceId: state.traceId ?? '' }, erp.doc?.number ?? '', units);
  if (release === null || release.lines.length === 0) return null;
  const taken = () => {
    const { doc } = state.wms;
    state.earlier = [...state.earlier, ...(doc === null ? [] : [doc])];
    Object.assign(state, { nth: state.nth + 1, rest: null, stock: null });
    Object.assign(state.wms, { doc: null, holds: deliveryMark(reading.order) });
    state.leftOut = askedOf(state);
  };
  const { place, skus } = way;
  const sent = release.lines.map((line) => ({ ...line, sku: skus[line.lineId] ?? line.sku }));
  const request = { release: { ...release, lines: sent, ...(place === '' ? {} : { node: place }) } };
  const from = place === '' ? '' : ` from ${place}`;
  return { ask: 'create', request, say: `Stock is there: releasing the rest${from}, ${listed(lines)}`, taken };
}
