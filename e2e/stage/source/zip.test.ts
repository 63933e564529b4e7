import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unzipTop } from './unpacked.ts';
import { unzip } from './zip.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stage-zip-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A zip archive of the named texts; every second one is stored uncompressed. */
function zipOf(files: Record<string, string>): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  Object.entries(files).forEach(([name, text], index) => {
    const plain = Buffer.from(text);
    const method = index % 2 === 0 ? 8 : 0;
    const packed = method === 8 ? deflateRawSync(plain) : plain;
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(method, 4);
    shared.writeUInt32LE(crc32(plain), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(plain.length, 18);
    shared.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), shared, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), shared, rest, Buffer.from(name)]));
    bodies.push(local);
    offset += local.length;
  });
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, ...directory, end]);
}

test('unpacks deflated and stored files into their folders', () => {
  const zip = join(folder, 'a.zip');
  writeFileSync(zip, zipOf({ 'shop/main.php': '<?php '.repeat(100), 'shop/lang/de.txt': 'Größe' }));
  unzip(zip, join(folder, 'out'));
  expect(readFileSync(join(folder, 'out/shop/main.php'), 'utf8')).toBe('<?php '.repeat(100));
  expect(readFileSync(join(folder, 'out/shop/lang/de.txt'), 'utf8')).toBe('Größe');
});

test('refuses a path that leaves the folder, and what is no zip', () => {
  const zip = join(folder, 'evil.zip');
  writeFileSync(zip, zipOf({ '../outside.txt': 'x' }));
  expect(() => unzip(zip, join(folder, 'out'))).toThrow('outside its folder');
  writeFileSync(zip, 'hello');
  expect(() => unzip(zip, join(folder, 'out'))).toThrow('not a zip file');
});

test('the single top folder becomes the target', () => {
  const zip = join(folder, 'a.zip');
  writeFileSync(zip, zipOf({ 'woocommerce-11/woocommerce.php': 'x' }));
  unzipTop(zip, join(folder, 'target'), 'woocommerce.php');
  expect(readFileSync(join(folder, 'target/woocommerce.php'), 'utf8')).toBe('x');
  expect(() => unzipTop(zip, join(folder, 'target'), 'wp-load.php')).toThrow('has no wp-load.php');
});
