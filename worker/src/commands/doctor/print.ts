import { type Examined, type Result, worst } from './examined.ts';

const SIGN: Readonly<Record<Result, string>> = { ok: '✓', warning: '!', failed: '✗', not_checked: '–' };
const CHECK_WIDTH = 16;

/** As a person reads it: each part with what was seen, and under it what to do. */
export function printed(examined: readonly Examined[]): string[] {
  return [...examined.flatMap((one) => [...part(one), '']), summary(examined)];
}

function part({ kind, name, about, looks }: Examined): string[] {
  const head = `${SIGN[worst(looks)]} ${kind === 'worker' ? name : `${kind} ${name}`}${about === '' ? '' : ` (${about})`}`;
  const lines = looks.flatMap(({ check, result, detail, advice }) => [
    `  ${SIGN[result]} ${check.replaceAll('_', ' ').padEnd(CHECK_WIDTH)} ${detail}`,
    ...(advice === null ? [] : [`    ${' '.repeat(CHECK_WIDTH)} → ${advice}`]),
  ]);
  return [head, ...lines];
}

function summary(examined: readonly Examined[]): string {
  const looks = examined.flatMap((one) => one.looks);
  const count = (result: Result) => looks.filter((look) => look.result === result).length;
  const [wrong, doubtful, unseen] = [count('failed'), count('warning'), count('not_checked')];
  const left = unseen === 0 ? '' : `; ${unseen} not checked`;
  if (wrong === 0 && doubtful === 0) return `All that was checked is in order${left}.`;
  const failures = `${wrong === 0 ? 'nothing' : wrong} failed`;
  const warnings = `${doubtful} ${doubtful === 1 ? 'warning' : 'warnings'}`;
  return `${failures.charAt(0).toUpperCase()}${failures.slice(1)}, ${warnings}${left}.`;
}
