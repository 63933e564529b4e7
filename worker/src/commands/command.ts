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

/** How a command was called. */
export interface Call {
  /** What stands behind the command's name. */
  readonly words: readonly string[];
  readonly json: boolean;
  /** Of the command's own options, those that were given. */
  readonly options: Readonly<Record<string, string | boolean>>;
  /** The configuration's path; null: none was named. */
  readonly file: string | null;
  readonly environment: NodeJS.ProcessEnv;
  readonly terminal: Terminal;
}

/** One command of `causeway`. */
export interface Command {
  /** What stands behind its name, as the help shows it. */
  readonly usage: string;
  /** One line of help, or several. */
  readonly about: string;
  /** What it takes beside --config and --json. */
  readonly options?: Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;
  /** Returns the exit status. */
  run(call: Call): Promise<number>;
}
