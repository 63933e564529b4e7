import type { Api } from './http/api.ts';
import type { Route } from './http/route.ts';

/** A back-office system as the process runs it: what it offers at its port, and the work it does by itself. */
export interface System extends Api {
  readonly name: 'erp' | 'wms';
  readonly duplicateDetection: boolean;
  readonly controlRoutes: readonly Route[];
  /** Does what is due by now; each piece commits by itself. */
  work(nowMs: number): void;
  /** Status, external id and number of documents, for the control API's state. */
  documentCounts(): { total: number; live: number; by_status: Record<string, number> };
  duplicates(): { external_id: string; live: number }[];
}
