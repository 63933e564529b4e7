import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import type { Entry } from './zip.ts';

/** Where a source goes in the package. */
const PLACES = [
  ['worker/src/', 'lib/'],
  ['contracts/src/', 'lib/contracts/'],
] as const;
const CONTRACTS = '@causeway/contracts';

/** The sources have mistakes; the message lists them as `tsc` would. */
export class NotCompiled extends Error {}

/**
 * The worker and the contracts as JavaScript: what `start.ts` reaches, so no test. Node strips types nowhere below
 * `node_modules`, which is where npm puts an installed worker. The contracts are compiled in: the package has no
 * dependency that no registry has. Throws `NotCompiled` where `checked` and the types don't fit.
 */
export function compileWorker(checkout: string, checked: boolean): Entry[] {
  const program = programOf(checkout);
  const wrong = checked ? ts.getPreEmitDiagnostics(program) : [];
  if (wrong.length > 0) throw new NotCompiled(listed(wrong, checkout));
  const entries: Entry[] = [];
  for (const source of program.getSourceFiles()) {
    const path = placeOf(relative(checkout, source.fileName));
    if (path === null) continue;
    const write = (_: string, text: string) => entries.push({ path, content: Buffer.from(text) });
    program.emit(source, write, undefined, false, { before: [pointingAtContracts(path)] });
  }
  return entries;
}

function programOf(checkout: string): ts.Program {
  const read = ts.readConfigFile(join(checkout, 'tsconfig.base.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(read.config, ts.sys, checkout);
  const settings = { ...options, noEmit: false, outDir: join(checkout, 'dist'), rootDir: checkout };
  // The contracts as a root of their own: what is only reached below node_modules is not compiled.
  const roots = ['worker/src/start.ts', 'contracts/src/index.ts'].map((root) => join(checkout, root));
  return ts.createProgram(roots, settings);
}

function placeOf(source: string): string | null {
  for (const [from, to] of PLACES) {
    if (source.startsWith(from)) return source.replace(from, to).replace(/\.ts$/, '.js');
  }
  return null;
}

/** Writes the package's name as the path from the file at `place` to the contracts that lie beside it. */
function pointingAtContracts(place: string): ts.TransformerFactory<ts.SourceFile> {
  const path = relative(dirname(place), 'lib/contracts/index.js');
  const specifier = path.startsWith('.') ? path : `./${path}`;
  return ({ factory }) =>
    (source) => {
      const pointed = (written: ts.Expression) =>
        ts.isStringLiteral(written) && written.text === CONTRACTS
          ? factory.createStringLiteral(specifier, true)
          : written;
      const statements = source.statements.map((statement) => {
        if (ts.isImportDeclaration(statement)) {
          const { modifiers, importClause, moduleSpecifier, attributes } = statement;
          return factory.updateImportDeclaration(
            statement,
            modifiers,
            importClause,
            pointed(moduleSpecifier),
            attributes,
          );
        }
        if (ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined) {
          const { modifiers, isTypeOnly, exportClause, moduleSpecifier, attributes } = statement;
          return factory.updateExportDeclaration(
            statement,
            modifiers,
            isTypeOnly,
            exportClause,
            pointed(moduleSpecifier),
            attributes,
          );
        }
        return statement;
      });
      return factory.updateSourceFile(source, statements);
    };
}

function listed(wrong: readonly ts.Diagnostic[], checkout: string): string {
  const same = (name: string) => name;
  return ts.formatDiagnostics(wrong, {
    getCurrentDirectory: () => checkout,
    getCanonicalFileName: same,
    getNewLine: () => '\n',
  });
}
