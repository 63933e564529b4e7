import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { inflateRawSync } from 'node:zlib';

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const deflated = 8;

/**
 * Unpacks a zip file into `folder`: stored and deflated entries below 4 GB, which is what plugins are shipped as.
 * Throws on anything else and on a path that leaves the folder.
 */
export function unzip(file: string, folder: string): void {
  const zip = readFileSync(file);
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || zip.readUInt32LE(end) !== endOfDirectory) throw new Error(`${file} is not a zip file`);
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  for (let entry = 0; entry < count; entry++) {
    if (zip.readUInt32LE(at) !== directoryEntry) throw new Error(`${file}: broken directory entry ${entry}`);
    const method = zip.readUInt16LE(at + 10);
    const packedSize = zip.readUInt32LE(at + 20);
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    if (!name.endsWith('/')) {
      const header = zip.readUInt32LE(at + 42);
      const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
      const packed = zip.subarray(start, start + packedSize);
      const target = within(folder, name);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, method === deflated ? inflateRawSync(packed) : packed);
    }
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
}

function within(folder: string, name: string): string {
  const target = resolve(join(folder, name));
  if (!target.startsWith(resolve(folder) + sep)) throw new Error(`the archive has a path outside its folder: ${name}`);
  return target;
}
