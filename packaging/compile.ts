import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { declarationsOf, relativeSpecifier } from './declarations.ts';
import type { Entry } from './zip.ts';

const START = 'worker/src/start.ts';
/** What an adapter's package imports while it is written and tested. */
const KIT = 'worker/src/kit.ts';
const CONTRACTS = '@causeway/contracts';
const CONTRACTS_INDEX = 'contracts/src/index.ts';
/** Where a source goes in the package. */
const PLACES = [
  ['worker/src/', 'lib/'],
  ['contracts/src/', 'lib/contracts/'],
] as const;

/** The sources have mistakes; the message lists them as `tsc` would. */
export class NotCompiled extends Error {}

/**
 * The worker and the contracts as JavaScript: what `start.ts` and `kit.ts` reach, so no test; of the kit the types too.
 * Node strips types nowhere below
 * `node_modules`, which is where npm puts an installed worker. The contracts are compiled in: the package has no
 * dependency that no registry has. Throws `NotCompiled` where `checked` and the types don't fit.
 */
export function compileWorker(checkout: string, checked: boolean): Entry[] {
  const options = optionsOf(checkout);
  if (checked) checkTypes(checkout, options);
  const sources = reachable(checkout);
  // Each file by itself, as `isolatedModules` allows: without its package's manifest it must be told that it is a module.
  const compilerOptions = { ...options, module: ts.ModuleKind.ESNext };
  const programs = [...sources].map(([source, text]) => {
    const transformers = { before: [rewritingContracts(source)] };
    const { outputText } = ts.transpileModule(text, { compilerOptions, fileName: source, transformers });
    return { path: placeOf(source), content: Buffer.from(outputText) };
  });
  const places = { ours: { [CONTRACTS]: CONTRACTS_INDEX }, placeOf, specifierIn };
  return [...programs, ...declarationsOf(checkout, KIT, options, places)];
}

function optionsOf(checkout: string): ts.CompilerOptions {
  const read = ts.readConfigFile(join(checkout, 'tsconfig.base.json'), ts.sys.readFile);
  return ts.parseJsonConfigFileContent(read.config, ts.sys, checkout).options;
}

function checkTypes(checkout: string, options: ts.CompilerOptions): void {
  const wrong = ts.getPreEmitDiagnostics(ts.createProgram([join(checkout, START), join(checkout, KIT)], options));
  if (wrong.length === 0) return;
  const host = {
    getCurrentDirectory: () => checkout,
    getCanonicalFileName: (name: string) => name,
    getNewLine: () => '\n',
  };
  throw new NotCompiled(ts.formatDiagnostics(wrong, host));
}

/** Every source that the first ones import, and those import, and so on: its path in the checkout and its text. */
function reachable(checkout: string): Map<string, string> {
  const sources = new Map<string, string>();
  const waiting = [START, KIT];
  for (let source = waiting.pop(); source !== undefined; source = waiting.pop()) {
    if (sources.has(source)) continue;
    const text = readFileSync(join(checkout, source), 'utf8');
    sources.set(source, text);
    for (const { fileName } of ts.preProcessFile(text).importedFiles) {
      if (fileName === CONTRACTS) waiting.push(CONTRACTS_INDEX);
      else if (fileName.startsWith('.')) waiting.push(join(dirname(source), fileName));
    }
  }
  return sources;
}

function placeOf(source: string): string {
  const place = PLACES.find(([from]) => source.startsWith(from));
  if (place === undefined) throw new NotCompiled(`${source} is no part of the worker`);
  return source.replace(place[0], place[1]).replace(/\.ts$/, '.js');
}

/** The contracts by their place in the package, sources as what becomes of them, packages as they are. */
function specifierIn(source: string, specifier: string): string {
  if (specifier === CONTRACTS) return relativeSpecifier(placeOf(source), placeOf(CONTRACTS_INDEX));
  return specifier.startsWith('.') ? specifier.replace(/\.ts$/, '.js') : specifier;
}

/** Writes the contracts' package name as the path to them from `source`, as they lie in the package. */
function rewritingContracts(source: string): ts.TransformerFactory<ts.SourceFile> {
  const specifier = specifierIn(source, CONTRACTS);
  return (context) => (file) => {
    const visit = (node: ts.Node): ts.Node => {
      if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return ts.visitEachChild(node, visit, context);
      const isTheirs = ts.isStringLiteral(node) && node.text === CONTRACTS;
      return isTheirs ? context.factory.createStringLiteral(specifier, true) : node;
    };
    return ts.visitEachChild(file, visit, context);
  };
}
