import type { Role } from '../systems/system.ts';

/** What a system's calls wait for. */
export type HoldReason = 'paused' | 'maintenance' | 'silent' | 'sign_in' | 'asked' | 'rate';

/** Calls wait: for what, until when (epoch ms; null: until somebody says so), and as staff are told it. */
export interface Hold {
  readonly reason: HoldReason;
  readonly until: number | null;
  /** Goes on with "until …" where that is known: "the ERP's limit". */
  readonly why: string;
}

const TITLES: Readonly<Record<Role, string>> = { erp: 'the ERP', wms: 'the warehouse' };

/** Says each hold of a system that plays the role. */
export function holdWords(role: Role) {
  const system = TITLES[role];
  return {
    paused: (reason: string) => `an operator paused ${system}${inBrackets(reason)}`,
    maintenance: (why: string) => `${system} is in maintenance${inBrackets(why)}`,
    silent: `${system} doesn't answer and is left alone`,
    sign_in: `${system} refuses our sign-in and is left alone`,
    asked: `${system}'s limit (it asked for a pause)`,
    rate: `${system}'s limit (the configured rate)`,
  } as const;
}

const inBrackets = (text: string): string => (text === '' ? '' : ` (${text})`);
