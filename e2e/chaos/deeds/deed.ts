/** What a blow does to the ground. */
export interface Deed {
  /** `cut`: whoever waits for the ERP's answer just now doesn't get it. */
  fall(): Promise<'cut' | 'answered'>;
  /** Everything runs again afterwards. */
  mend(): Promise<void>;
}
