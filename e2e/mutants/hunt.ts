import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { environment } from '../simulator/run/compiled.ts';
import type { Mutant } from './mutant.ts';
import type { Errand, Found, Run, Violation } from './search.ts';

/** Runs in the weather that a mutant names, then in any. */
const RUNS_MAX = 40;
const RUNS_IN_ANY_WEATHER_MAX = 20;
/** A bound against hanging, far above what anything takes. */
const SEARCH_MS_MAX = 300_000;

/** Looks for a violation that a mutant makes, in a process of its own. */
export function hunt(mutant: Mutant): Promise<Found> {
  const { weather, name, promise, from = 1 } = mutant;
  const inWeather = weather === undefined ? [] : runsOf(RUNS_MAX, weather, from);
  const inAny = runsOf(RUNS_IN_ANY_WEATHER_MAX, {}, weather === undefined ? from : 1);
  return inOwnProcess({ mutant: name, promise, runs: [...inWeather, ...inAny] });
}

/** The same runs without any mutant, as far as the mutants came: what they find then, is not the mutants' doing. */
export function runClean(caught: readonly Violation[]): Promise<Found> {
  const runs = caught.map(({ run, at }) => ({ ...run, until: at }));
  return inOwnProcess({ mutant: null, promise: '', runs });
}

const runsOf = (count: number, weather: Run['weather'], from: number): Run[] =>
  Array.from({ length: count }, (_, nr) => ({ seed: from + nr, weather }));

function inOwnProcess(errand: Errand): Promise<Found> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'search.ts'), JSON.stringify(errand)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: SEARCH_MS_MAX,
      env: environment,
    });
    let said = '';
    let complained = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    child.stderr.on('data', (chunk) => {
      complained = `${complained}${chunk}`.slice(-2000);
    });
    child.on('close', (code, signal) => {
      const why = signal === null ? complained.trim() || `it ended with ${code}` : 'it did not come to an end';
      resolve(code === 0 && said !== '' ? (JSON.parse(said) as Found) : { kind: 'broken', why });
    });
  });
}
