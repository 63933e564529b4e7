import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import type { Entry } from './zip.ts';

/** Where a source's declarations go, and how a module that it imports is named from there. */
export interface Places {
  /** Packages of this checkout that are compiled in, each with its first source. */
  readonly ours: Readonly<Record<string, string>>;
  /** A source's path in the checkout to its path in the package, both with slashes. */
  readonly placeOf: (source: string) => string;
  /** What `specifier` is called in the package's file for `source`. */
  readonly specifierIn: (source: string, specifier: string) => string;
}

/** The types of `entry` and of all that it imports, as `.d.ts` files: for whoever writes an adapter. */
export function declarationsOf(
  checkout: string,
  entry: string,
  options: ts.CompilerOptions,
  { ours, placeOf, specifierIn }: Places,
): Entry[] {
  // Named as sources: of what lies below node_modules, be it by a link, no declarations are written.
  const paths = Object.fromEntries(Object.entries(ours).map(([name, source]) => [name, [join(checkout, source)]]));
  const emitting = { ...options, noEmit: false, declaration: true, emitDeclarationOnly: true, paths };
  const program = ts.createProgram([join(checkout, entry)], emitting);
  const declared: Entry[] = [];
  const write: ts.WriteFileCallback = (_, text, __, ___, [source] = []) => {
    if (source === undefined) return;
    const path = placeOf(relative(checkout, source.fileName)).replace(/\.js$/, '.d.ts');
    declared.push({ path, content: Buffer.from(text) });
  };
  const rename: ts.TransformerFactory<ts.SourceFile | ts.Bundle> = (context) => (file) => {
    if (!ts.isSourceFile(file)) return file;
    const source = relative(checkout, file.fileName);
    const visit = (node: ts.Node): ts.Node => {
      if (!ts.isStringLiteral(node) || !namesModule(node)) return ts.visitEachChild(node, visit, context);
      return context.factory.createStringLiteral(specifierIn(source, node.text), true);
    };
    return ts.visitEachChild(file, visit, context);
  };
  program.emit(undefined, write, undefined, true, { afterDeclarations: [rename] });
  return declared.sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** Not every text of a declaration is a module's name. */
function namesModule(node: ts.StringLiteral): boolean {
  const { parent } = node;
  if (parent === undefined) return /^(\.{1,2}\/|@causeway\/)/.test(node.text);
  return ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isImportTypeNode(parent.parent);
}

/** As Node wants it: relative, from the file's own folder. */
export function relativeSpecifier(from: string, to: string): string {
  const path = relative(dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
}
