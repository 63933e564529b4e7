import type { OrderSettings } from '../../../worker/src/flows/order/settings.ts';

/** What the shops of a run are set to. */
export interface Rules {
  /** What they do about units that were not found. */
  readonly shortPick: OrderSettings['shortPick'];
  /** The warehouse tells what it could send at once. */
  readonly tellsFree: boolean;
  /** The ERP is told what came back. */
  readonly reportsReceipts: boolean;
}

/** Units that were not found are sent later, with a release of their own. */
export const restsWait = ({ shortPick }: Pick<Rules, 'shortPick'>): boolean =>
  shortPick !== 'ask' && shortPick !== 'cancel';
