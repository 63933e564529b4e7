import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { COMMANDS } from '../worker/src/commands/commands.ts';
import { Frame, Shop } from '../worker/src/config/configuration.ts';
import { readParts } from '../worker/src/config/parts.ts';
import { BUILT_IN } from '../worker/src/systems/registry.ts';
import { readSystem } from '../worker/src/systems/settings.ts';

// What the documents name is there: commands and their options, npm scripts, files, configuration, tables and metrics.

const root = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const elsewhere = /(?:^|\/)(?:node_modules|vendor|build|dist|\.git|\.cache)$/;
const files = globSync(['**', '.*.cjs'], { cwd: root, exclude: (path) => elsewhere.test(path) });
const documents = files.filter((file) => /^(README|ARCHITECTURE|docs\/.+)\.md$/.test(file));

/** Spans and blocks of code, each with its document; a block is a line each. */
const code = documents.flatMap((file) => {
  const text = read(file);
  const blocks = [...text.matchAll(/^(?:```\w*\n([\s\S]*?)\n```|((?: {4}\S.*\n?)+))/gm)];
  const rest = blocks.reduce((left, [block]) => left.replace(block, ''), text);
  const lines = blocks.flatMap(([, fenced, indented]) => (fenced ?? indented ?? '').split('\n'));
  const spans = [...rest.matchAll(/`([^`\n]+)`/g)].map(([, span]) => span ?? '');
  return [...lines, ...spans].map((said) => ({ file, said }));
});

/** What is said of each of a pattern's finds; with the document, so that a failure names it. */
const named = (pattern: RegExp): string[] =>
  code.flatMap(({ file, said }) => [...said.matchAll(pattern)].map((found) => `${file}: ${found[1]}`));

const missing = (all: readonly string[], is: (name: string) => boolean): string[] =>
  all.filter((one) => !is(one.slice(one.indexOf(': ') + 2)));

test('every command of the worker, with its options', () => {
  const calls = named(/(?<![\w/-]|\bwp .*|-u )(causeway [a-z]+[^#;]*)/g);
  expect(calls.length).toBeGreaterThan(30);
  const knows = (call: string): boolean => {
    const command = COMMANDS[call.split(/\s+/)[1] ?? ''];
    const options = [...call.matchAll(/--([a-z][a-z-]*)/g)].map(([, option]) => option ?? '');
    return (
      command !== undefined &&
      options.every((one) => ['config', 'json'].includes(one) || one in (command.options ?? {}))
    );
  };
  expect(missing(calls, knows)).toEqual([]);
});

test('every command of the shop, with its options', () => {
  const names = [...read('plugin/cli/Commands.php').matchAll(/'([a-z-]+)' +=> (\w+)::class/g)];
  const help = new Map(names.map(([, name, handler]) => [name, read(`plugin/cli/${handler}.php`)]));
  const calls = named(/\bwp (causeway [a-z-]+[^#;]*)/g);
  expect(calls.length).toBeGreaterThan(7);
  const knows = (call: string): boolean => {
    const text = help.get(call.split(/\s+/)[1]);
    const options = [...call.matchAll(/--([a-z][a-z-]*)/g)].map(([, option]) => option ?? '');
    return text !== undefined && options.every((one) => one === 'user' || text.includes(`--${one}`));
  };
  expect(missing(calls, knows)).toEqual([]);
});

test('every npm script', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: object };
  expect(missing(named(/\bnpm run ([a-z:-]+)/g), (name) => name in scripts)).toEqual([]);
});

/** Made when the panel is built, the packages are made, or the worker runs. */
const made = ['dist/', 'index.asset.php', 'runs/', 'reports/', 'cursors/', 'memory/', 'unclaimed/'];

/** `e2e/promises/why` stands for `e2e/promises/why.shop.test.ts`, `flows/order/` for `worker/src/flows/order/`. */
test('every file and folder', () => {
  const paths = named(/^((?:[a-z0-9-]+\/)*[A-Za-z0-9.-]+(?:\.(?:tsx?|php|md|sql|service|cjs)|\/))$/g);
  const rooted = named(/^((?:worker|plugin|contracts|admin-ui|e2e|packaging|deploy|docs|bin)\/[\w./-]+)$/g);
  expect(paths.length + rooted.length).toBeGreaterThan(150);
  const known = files.map((file) => `/${file}`).join('\n');
  expect(missing([...paths, ...rooted], (path) => known.includes(`/${path}`) || made.includes(path))).toEqual([]);
});

test('every table, metric, filter, capability and answer of Causeway', () => {
  const sources = files.filter((file) => /^(plugin|worker\/src)\/.+\.(php|ts)$/.test(file) && !/test/i.test(file));
  const text = sources.map(read).join('\n');
  const tables = [...read('plugin/outbox/Schema.php').matchAll(/^\t+'(\w+)' +=> ['"]/gm)].map(([, name]) => name);
  const is = (name: string) => text.includes(name) || tables.includes(name.replace('causeway_', ''));
  const all = named(/\b(causeway_[a-z_]+)/g);
  expect(all.length).toBeGreaterThan(40);
  expect(missing(all, is)).toEqual([]);
});

type Read = { readonly success: boolean; readonly error?: { readonly issues: readonly z.core.$ZodIssue[] } };

const unknown = ({ error }: Read): string[] =>
  error?.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : [])) ?? [];

/** The objects that stand behind one of the keys, in whole or shortened by `…`. */
function parts(text: string, keys: readonly string[]): { key: string; value: object }[] {
  return [...text.matchAll(new RegExp(`"(${keys.join('|')})": (?=\\{)`, 'g'))].map((found) => {
    const begin = found.index + found[0].length;
    let end = begin;
    for (let depth = 0; end === begin || depth > 0; end++) depth += { '{': 1, '}': -1 }[text[end] ?? '}'] ?? 0;
    return { key: found[1] ?? '', value: JSON.parse(text.slice(begin, end).replaceAll(/ …,|, …(?= \})/g, '')) };
  });
}

test('the whole configuration that agencies are shown', () => {
  const [, example = ''] = read('docs/agency.md').match(/```json\n([\s\S]+?)\n```/) ?? [];
  const whole = JSON.parse(example);
  expect(Frame.safeParse(whole).success).toBe(true);
  expect(readParts(whole.systems, whole.shops, BUILT_IN).mistakes).toEqual([]);
});

test('every option in a part of a configuration', () => {
  const texts = ['docs/agency.md', 'docs/operator.md'].map(read).join('\n');
  const shop = parts(texts, ['orders', 'returns', 'availability', 'reconciliation']);
  const systems = parts(texts, ['erp', 'wms']).filter(({ value }) => 'adapter' in value);
  expect([shop.length, systems.length]).toEqual([5, 4]);
  const of = ({ key, value }: (typeof shop)[number]) => unknown(Shop.safeParse({ code: 'DEMO', [key]: value }));
  expect(shop.flatMap(of)).toEqual([]);
  expect(systems.flatMap(({ value }) => unknown(readSystem(value, BUILT_IN)))).toEqual([]);
});

type Schema = {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
};

/** `orders.shortPick` and so on, however deep it stands. */
function options({ properties = {}, additionalProperties }: Schema): string[] {
  const rest = typeof additionalProperties === 'object' ? options(additionalProperties) : [];
  const below = Object.entries(properties).flatMap(([name, one]) => [
    ...Object.keys(one.properties ?? {}).map((key) => `${name}.${key}`),
    ...options(one),
  ]);
  return [...below, ...rest];
}

test('every option that is named with its place', () => {
  const whole = z.object({ frame: Frame, shop: Shop });
  const schema: object = z.toJSONSchema(whole, { io: 'input', unrepresentable: 'any' });
  const known = options(schema);
  const dotted = named(/^((?:orders|returns|mapping|guard|intake|availability|reconciliation)\.\w+)$/g);
  expect(dotted.length).toBeGreaterThan(10);
  expect(missing(dotted, (name) => known.includes(name))).toEqual([]);
});

test('every state of an order and of a return, by the word that staff see', () => {
  const words = ['order-state', 'return-state'].flatMap((name) => [
    ...read(`admin-ui/src/words/${name}.ts`).matchAll(/label: __\('([^']+)'/g),
  ]);
  expect(words.length).toBeGreaterThan(40);
  const rows = read('docs/admin.md').match(/^\| .+? \|/gm) ?? [];
  const cells = new Set(rows.flatMap((row) => row.slice(2, -2).split(', ')));
  expect(words.map(([, word = '']) => word).filter((word) => !cells.has(word))).toEqual([]);
});

const flowNode = String.raw`\w+(?:\[\([^()]+\)\]|\[[^[\]]+\]|\{\{?[^{}]+\}?\})?`;
const flowArrow = String.raw`(?:<?-->|==>|-- [^-=]+ -->|== [^-=]+ ==>|-\. [^-=]+ \.->)`;
const pictured = {
  flowchart: new RegExp(`^(?:subgraph \\w+\\[.+\\]|end|${flowNode}(?: (?:&|${flowArrow}) ${flowNode})*)$`),
  stateDiagram: /^(?:\[\*\]|\w+) --> (?:\[\*\]|\w+)(?:: [^:;]+)?$/,
};

/** The part of Mermaid's grammar that these documents use; one mistake, and a reader sees an error in the picture's place. */
test('every line of a picture can be drawn', () => {
  const pictures = documents.flatMap((file) =>
    [...read(file).matchAll(/^```mermaid\n(flowchart|stateDiagram)\S*.*\n([\s\S]*?)\n```/gm)].map(
      ([, kind, lines]) => ({ file, kind: kind as keyof typeof pictured, lines: lines ?? '' }),
    ),
  );
  expect(pictures.length).toBe(documents.flatMap((file) => read(file).match(/^```mermaid$/gm) ?? []).length);
  const wrong = pictures.flatMap(({ file, kind, lines }) =>
    lines.split('\n').flatMap((line) => (pictured[kind].test(line.trim()) ? [] : [`${file}: ${line.trim()}`])),
  );
  expect(wrong).toEqual([]);
});

test('every link to another document, a file or a picture', () => {
  const links = documents.flatMap((file) =>
    [...read(file).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, to = '']) => `${file}: ${join(dirname(file), to)}`),
  );
  expect(links.length).toBeGreaterThan(40);
  expect(missing(links, (path) => existsSync(join(root, path)))).toEqual([]);
});
