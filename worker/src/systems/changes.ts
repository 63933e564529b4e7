/** Documents of ours that changed, each named once, and from where to ask on; the same cursor again: nothing more. */
export interface Changes {
  readonly externalIds: readonly string[];
  readonly cursor: string;
}
