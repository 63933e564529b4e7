export interface Document {
  readonly id: string;
  readonly externalId: string;
  readonly status: string;
}

/** Our document is there and not cancelled. */
export const isLive = (doc: Document | null): boolean => doc !== null && doc.status !== 'cancelled';
