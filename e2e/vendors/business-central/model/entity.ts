import type { Fields } from './field.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** A resource type of API v2.0: its properties, and what may be done with it. */
export interface Entity {
  readonly name: string;
  readonly set: string;
  readonly fields: Fields;
  /** The order of a list for which no `$orderby` is given. */
  readonly order: string;
  readonly methods: readonly Method[];
  /** The set of a document's lines. */
  readonly lines?: string;
  /** Lines: the set of the documents that they belong to. */
  readonly of?: string;
  /** Bound actions, called as `Microsoft.NAV.{action}`. */
  readonly actions?: readonly string[];
}
