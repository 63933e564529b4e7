import { readFileSync } from 'node:fs';

/** How a block of commands is tested: by `Server`, by a systemd of its own, or not at all, for a reason. */
export type Way = 'test' | 'systemd' | 'not run';

/** A block of shell commands of a document, as a reader copies it. `name`: its marker's words, or why it isn't run. */
export interface Block {
  readonly way: Way;
  readonly name: string;
  readonly commands: string;
}

const MARKED = /^<!-- (test|systemd|not run): (.+) -->$/;

/** Every shell block of a Markdown file. Throws for one whose marker is missing: then nobody said how it is tested. */
export function blocksOf(file: string): Block[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  const blocks: Block[] = [];
  for (const [index, line] of lines.entries()) {
    if (line !== '```sh') continue;
    const [, way, name] = MARKED.exec(lines[index - 1] ?? '') ?? [];
    if (way === undefined || name === undefined)
      throw new Error(`${file}:${index + 1}: a shell block without a marker`);
    const end = lines.indexOf('```', index);
    blocks.push({ way: way as Way, name, commands: lines.slice(index + 1, end).join('\n') });
  }
  return blocks;
}

/** A document whose commands are followed. It remembers which were taken, so that a test can ask what is left. */
export class Document {
  readonly #left: Set<Block>;

  constructor(file: string) {
    this.#left = new Set(blocksOf(file));
  }

  /** The commands of the block of that name, each block once. Throws where the document has none, or none any more. */
  take(way: Exclude<Way, 'not run'>, name: string): string {
    const found = [...this.#left].find((block) => block.way === way && block.name === name);
    if (found === undefined) throw new Error(`the document has no block "${way}: ${name}" left`);
    this.#left.delete(found);
    return found.commands;
  }

  /** The blocks of that kind that nobody has taken. */
  left(way: Way): readonly Block[] {
    return [...this.#left].filter((block) => block.way === way);
  }
}
