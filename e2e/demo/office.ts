import type { Restartable } from '../stage/serving/restartable.ts';

/** What plays ERP and warehouse in a demo. */
export interface Office {
  readonly running: Restartable;
  /** The worker's settings of both, as an agency would write them. */
  systems(keep: KeepSecret): OfficeSystems;
  /** What the independent checker is told to count in: its options. */
  readonly stores: readonly string[];
  /** Addresses for a person to look at: what, where. */
  readonly addresses: readonly (readonly [string, string])[];
}

/** Writes a secret into a file of the worker's; returns its path as the configuration has it. */
export type KeepSecret = (name: string, secret: string) => string;

export interface OfficeSystems {
  readonly erp: object;
  readonly wms: object;
  /** The ERP's name of the shop's one tax. */
  readonly taxCode: string;
}
