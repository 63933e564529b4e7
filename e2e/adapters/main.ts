import type { Verdict } from '../../worker/src/systems/conformance/check.ts';
import { SUBJECTS } from './subjects/index.ts';
import type { Subject } from './subjects/subject.ts';

const HELP = `npm run conformance [-- NAME…]: every adapter against its system, on real processes

  NAME   only these: ${[...new Set(SUBJECTS.map(({ name }) => name))].join(', ')}; or one role of it, such as tryton/warehouse

Ends with one line of JSON; exit 1 where a check failed or a system couldn't be started.
`;

const say = (line: string) => process.stdout.write(`${line}\n`);
const SIGNS = { passed: '✓', failed: '✗', skipped: '–' } as const;

interface Tally {
  readonly name: string;
  readonly role: string;
  readonly real: boolean;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Why nothing was checked; left out: it was. */
  readonly reason?: string;
}

async function tallyOf(subject: Subject): Promise<Tally> {
  const { name, role, real, checks } = subject;
  say(`\n${name} as ${role}`);
  const missing = subject.missing();
  if (missing !== null) {
    say(`– not checked: ${missing}`);
    return { name, role, real, passed: 0, failed: 0, skipped: checks.length, reason: missing };
  }
  const verdicts = await verdictsOf(subject).catch((error: unknown) => {
    const reason = `not started: ${error instanceof Error ? error.message : error}`;
    return checks.map((check): Verdict => ({ check, result: 'failed', reason }));
  });
  const count = (wanted: Verdict['result']) => verdicts.filter(({ result }) => result === wanted).length;
  return { name, role, real, passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}

async function verdictsOf(subject: Subject): Promise<Verdict[]> {
  const started = await subject.start();
  const verdicts: Verdict[] = [];
  try {
    for (const check of subject.checks) {
      const startedAt = performance.now();
      const verdict = await started.verdict(check);
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      verdicts.push(verdict);
      say(
        `${SIGNS[verdict.result]} ${check} (${seconds} s)${verdict.reason === null ? '' : `\n    ${verdict.reason}`}`,
      );
    }
  } finally {
    await started.stop();
  }
  return verdicts;
}

const isNamed = ({ name, role }: Subject, wanted: string) => wanted === name || wanted === `${name}/${role}`;

async function main(wanted: readonly string[]): Promise<void> {
  if (wanted.includes('--help')) return void process.stdout.write(HELP);
  const unknown = wanted.filter((one) => !SUBJECTS.some((subject) => isNamed(subject, one)));
  if (unknown.length > 0) throw new Error(`no adapter is called ${unknown.join(', ')}\n\n${HELP}`);
  const adapters: Tally[] = [];
  for (const subject of SUBJECTS)
    if (wanted.length === 0 || wanted.some((one) => isNamed(subject, one))) adapters.push(await tallyOf(subject));
  say(`\n${JSON.stringify({ adapters })}`);
  if (adapters.some(({ failed }) => failed > 0)) process.exitCode = 1;
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
});
