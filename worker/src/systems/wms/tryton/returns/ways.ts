import type { ReturnAuthorization } from '@causeway/contracts';
import type { Directory } from '../../../tryton/directory.ts';
import type { Errand } from '../../../tryton/errand.ts';
import type { Receipt } from './receipt.ts';

/** What announcing needs beside the errand. */
export interface Surroundings {
  readonly directory: Directory;
  readonly warehouse: string;
}

/** The two ways that returns take: return shipments of a sale's return in this Tryton, or shipments made for them. */
export interface ReturnWays {
  announce(errand: Errand, authorization: ReturnAuthorization): Promise<void>;
  /** Oldest first, cancelled ones too. */
  find(errand: Errand, externalId: string): Promise<readonly Receipt[]>;
  findOfOrder(errand: Errand, orderExternalId: string): Promise<readonly Receipt[]>;
  /** By the number of its first shipment; undefined: there is none. */
  get(errand: Errand, id: string): Promise<Receipt | undefined>;
}
