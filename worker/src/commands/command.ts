/** A mistake of the person at the keyboard: said in one plain line, exit status 2. */
export class UsageMistake extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageMistake';
  }
}

/** What commands write to; tests give their own. */
export interface Terminal {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}
