/** As long as a shop's lease lasts no second engine works for it: what is older may have been begun by one that is gone (ms). */
export const LEASE_MS = 180_000;
