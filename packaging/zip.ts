import { crc32, deflateRawSync } from 'node:zlib';

/** One file of an archive: its path there, with slashes, and what it holds. */
export interface Entry {
  readonly path: string;
  readonly content: Buffer;
}

const DEFLATED = 8;
/** Made on Unix, needs version 2.0 of the format; names are UTF-8. */
const MADE_BY = (3 << 8) | 20;
const NEEDS = 20;
const UTF8 = 1 << 11;
const READABLE_FILE = 0o100644 << 16;

/**
 * A zip whose bytes follow from its files and `time` alone: sorted by path, one time and mode for all.
 * Format: PKWARE's APPNOTE.TXT, 4.3.7 (local header), 4.3.12 (directory), 4.3.16 (end).
 */
export function zipOf(entries: readonly Entry[], time: Date): Buffer {
  const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { path, content } of sorted) {
    const name = Buffer.from(path);
    const packed = deflateRawSync(content, { level: 9 });
    const facts = factsOf(name, content, packed, time);
    const local = Buffer.concat([signature(0x04034b50), word(NEEDS), facts, word(0), name, packed]);
    directory.push(
      Buffer.concat([
        signature(0x02014b50),
        word(MADE_BY),
        word(NEEDS),
        facts,
        ...[word(0), word(0), word(0), word(0)],
        double(READABLE_FILE),
        double(offset),
        name,
      ]),
    );
    files.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const counts = [word(0), word(0), word(sorted.length), word(sorted.length)];
  const end = Buffer.concat([signature(0x06054b50), ...counts, double(listed.length), double(offset), word(0)]);
  return Buffer.concat([...files, listed, end]);
}

/** What both headers of a file say, up to the length of its name. */
function factsOf(name: Buffer, content: Buffer, packed: Buffer, time: Date): Buffer {
  return Buffer.concat([
    ...[word(UTF8), word(DEFLATED), word(timeOf(time)), word(dateOf(time))],
    ...[double(crc32(content)), double(packed.length), double(content.length), word(name.length)],
  ]);
}

/** MS-DOS's time and date, in UTC so that a machine's time zone changes nothing; they begin in 1980. */
function timeOf(time: Date): number {
  return (time.getUTCHours() << 11) | (time.getUTCMinutes() << 5) | (time.getUTCSeconds() >> 1);
}

function dateOf(time: Date): number {
  return (Math.max(time.getUTCFullYear() - 1980, 0) << 9) | ((time.getUTCMonth() + 1) << 5) | time.getUTCDate();
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function double(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

const signature = double;
