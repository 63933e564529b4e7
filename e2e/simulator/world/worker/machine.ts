import type { Credential } from '../../../../worker/src/shop/credential.ts';
import { EngineDisk } from './disk.ts';
import { LedgerDisk } from './ledger-disk.ts';

/** What of a worker outlives its process: its engine's file and its ledger, its credentials, its clock. */
export class Machine {
  readonly name: string;
  readonly disk = new EngineDisk();
  readonly ledger = new LedgerDisk();
  readonly #credentials: Map<string, Credential>;
  /** How far its clock is ahead of the true time, ms. */
  aheadMs = 0;

  constructor(name: string, credentials: readonly (readonly [shop: string, Credential])[]) {
    this.name = name;
    this.#credentials = new Map(credentials);
  }

  credential(shop: string): Credential {
    const credential = this.#credentials.get(shop);
    if (credential === undefined) throw new Error(`${this.name} is not paired with ${shop}`);
    return credential;
  }

  keep(shop: string, credential: Credential): void {
    this.#credentials.set(shop, credential);
  }
}
